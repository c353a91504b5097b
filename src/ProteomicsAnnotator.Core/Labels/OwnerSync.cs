using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// The one loop of an owner, which keeps memory, journals and the derived files equal while others write. A round verifies the
/// share and the own journal, reads what is new, imports what other programs wrote into the derived files, repairs what is missing,
/// delivers what waits, and has the derived file rewritten when it does not say what memory says.
/// </summary>
internal sealed class OwnerSync : IAsyncDisposable
{
    private const int RewriteTries = 5;
    private const string WrittenMeanwhile = "another program writes the file at the same time";
    private const string NotReadYet = "the file has not been read yet";
    private const string NotDelivered = "labels are not delivered yet";
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RewriteLimit = TimeSpan.FromSeconds(30);

    private readonly OwnerContext _context;
    private readonly OwnerMemory _memory;
    private readonly Outbox _outbox;
    private readonly WriteQueue _queue;
    private readonly JournalIntake _journals;
    private readonly EditIntake _edits;
    private readonly MemoryOrigin _origin;
    private readonly RollbackRepair _repair;
    private readonly IReadOnlyList<LabelFileProjection> _projections;
    private readonly RewriteSchedule _schedule;

    // Held while journals and the derived file are read, imported from, or written.
    private readonly FifoAsyncLock _turns = new();

    public OwnerSync(
        OwnerContext context,
        OwnerMemory memory,
        Outbox outbox,
        WriteQueue queue,
        JournalIntake journals,
        MemoryOrigin origin,
        RollbackRepair repair,
        IReadOnlyList<LabelFileProjection> projections)
    {
        _context = context;
        _memory = memory;
        _outbox = outbox;
        _queue = queue;
        _journals = journals;
        _edits = new EditIntake(context, memory, journals, projections);
        _origin = origin;
        _repair = repair;
        _projections = projections;
        _schedule = new RewriteSchedule(context.Settings.TimeProvider, RewriteAsync);
    }

    /// <summary>Marker of the share whose decisions memory has; another one may have been mounted since.</summary>
    public string? MemoryRootId => _origin.RootId;

    private bool IsBehind => _projections.Any(projection => projection.Written != _memory.Current);

    /// <summary>Begins nothing while the share hangs for this owner.</summary>
    public async Task RoundAsync()
    {
        if (_context.Lane.IsHanging)
        {
            return;
        }

        await _repair.RunAsync(await TryReadAsync());
        await DeliverAsync();
        RewriteSoon();
    }

    /// <summary>Verifies the own journal, reads what is new, and imports what other programs wrote.</summary>
    /// <exception cref="StorageException">Something cannot be read, or does not come back within the limit.</exception>
    public async Task ReadAsync(TimeSpan limit)
    {
        using IDisposable turn = await _turns.TakeAsync(CancellationToken.None);
        await ReadInTurnAsync(limit, needsContent: false);
    }

    /// <summary>True when nothing waits on this machine.</summary>
    public async Task<bool> DeliverAsync()
    {
        if (_outbox.Undelivered == 0)
        {
            return true;
        }

        bool isDelivered = await _queue.DeliverAsync();
        _context.Notify();
        return isDelivered;
    }

    /// <summary>Writes what waits now. True when the share has everything.</summary>
    public async Task<bool> FlushAsync()
    {
        await _repair.KeepResurfacedAsync();
        bool isDelivered = await DeliverAsync();
        bool isWritten = await RewriteNowAsync() is null;
        await _repair.BringBackAsync();
        return isDelivered && isWritten && !_repair.HasLoss && _outbox.Undelivered == 0;
    }

    public void RewriteSoon()
    {
        if (IsBehind && _context.Notices.Newer is null)
        {
            _schedule.Request();
        }
    }

    public Task RewriteAsync() => RewriteNowAsync();

    /// <summary>Begins no further rewriting.</summary>
    public Task StopAsync() => _schedule.StopAsync();

    /// <summary>Returns when none is running.</summary>
    public ValueTask DisposeAsync() => _schedule.DisposeAsync();

    /// <summary>Until the result is disposed of, nothing is read, imported or rewritten.</summary>
    public Task<IDisposable> PauseAsync() => _turns.TakeAsync(CancellationToken.None);

    private async Task<bool> TryReadAsync()
    {
        try
        {
            await ReadAsync(ReadLimit);
            return true;
        }
        catch (StorageException)
        {
            // The share is away, or something on it cannot be read: the next round tries again.
            return false;
        }
    }

    private async Task ReadInTurnAsync(TimeSpan limit, bool needsContent)
    {
        (bool changed, IReadOnlyList<FileEdits>? edits) = await _context.Lane.RunAsync(() => Read(needsContent), limit);
        foreach (FileEdits file in edits ?? [])
        {
            await ImportAsync(file);
            changed = true;
        }

        if (edits is not null)
        {
            foreach (LabelFileProjection projection in _projections)
            {
                projection.MarkChecked();
            }
        }

        if (changed)
        {
            _context.Notify();
        }
    }

    private (bool Changed, IReadOnlyList<FileEdits>? Edits) Read(bool needsContent)
    {
        _context.VerifyForReading();
        if (_origin.Follow())
        {
            _repair.StartAgain();
        }

        _journals.VerifyOwn();
        _repair.NoteLosses();
        _edits.ReadFiles(needsContent);
        return (_journals.ReadNew(), _edits.Find());
    }

    private async Task ImportAsync(FileEdits file)
    {
        LabelResult result = await _queue.KeepAsync(file.Events);
        if (!result.Accepted)
        {
            throw new StorageException(file.Path, $"{Counted.Of(file.Events.Count, "label")} written by another program could not be taken over: {result.Reason}");
        }

        _context.Notices.Add(file.Notice);
    }

    /// <summary>Null when the derived file says what memory says; else the reason.</summary>
    private async Task<string?> RewriteNowAsync()
    {
        if (_context.Notices.Newer is not null || _outbox.Undelivered > 0)
        {
            return _context.Notices.Newer is null ? NotDelivered : "an update of this program is needed";
        }

        using IDisposable turn = await _turns.TakeAsync(CancellationToken.None);
        long start = _context.Settings.TimeProvider.GetTimestamp();
        try
        {
            string? reason = NotReadYet;
            for (int i = 0; i < RewriteTries && reason is NotReadYet or WrittenMeanwhile; i++)
            {
                await ReadInTurnAsync(ReadLimit, needsContent: IsBehind);
                reason = await _context.Lane.RunAsync(Rewrite, RewriteLimit);
            }

            TellOfFile(null);
            return reason;
        }
        catch (StorageException error)
        {
            TellOfFile(error);
            return error.Message;
        }
        finally
        {
            _schedule.NoteEnd(_context.Settings.TimeProvider.GetElapsedTime(start));
        }
    }

    private string? Rewrite()
    {
        if (_outbox.Undelivered > 0 || _memory.HasResurfaced)
        {
            return NotDelivered;
        }

        LabelSnapshot labels = _memory.Current;
        string? reason = null;
        foreach (LabelFileProjection projection in _projections)
        {
            reason ??= Rewrite(projection, labels);
        }

        return reason;
    }

    private string? Rewrite(LabelFileProjection projection, LabelSnapshot labels)
    {
        if (projection.Problem is { } problem)
        {
            throw problem;
        }

        _context.Root.Verify();
        if (projection.Written == labels)
        {
            return null;
        }

        try
        {
            return projection.Content is null || projection.HasUncheckedEntries ? NotReadYet
                : projection.TryWrite(labels) ? null : WrittenMeanwhile;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _context.Root.Verify();
            throw;
        }
    }

    /// <summary>
    /// About the derived file only, while the journal is there: the save state reports a share that is away or cannot be written
    /// at all, a notice reports a damaged file once it is set aside.
    /// </summary>
    private void TellOfFile(StorageException? error)
    {
        LabelFileProjection? concerned = _projections.FirstOrDefault(projection => error?.Path == projection.Path);
        string? problem = error is not null && concerned is { IsDamaged: false } && _journals.HasOwn
            ? $"{error.Path} cannot be brought up to date: {error.Reason}. All labels are saved in the journals, but this file lacks some until it can be written; that is tried again by itself."
            : null;
        if (_context.Notices.SetProjectionProblem(problem))
        {
            _context.Notify();
        }
    }
}
