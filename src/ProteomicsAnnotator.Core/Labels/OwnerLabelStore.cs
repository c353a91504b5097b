using System.Diagnostics;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// The labels of one owner: memory, the queue by which decisions are written, and the loop that follows other programs (see
/// README.md beside this file). Memory holds a decision only once a disk has it; the derived file is written only when the
/// share has every decision, the file could be read, and no newer format was met.
/// </summary>
internal sealed class OwnerLabelStore : IAsyncDisposable
{
    private static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(15);

    private readonly OwnerContext _context;
    private readonly OwnerJournals _journals;
    private readonly OwnerMemory _memory;
    private readonly Outbox _outbox;
    private readonly WriteQueue _queue;
    private readonly JournalIntake _intake;
    private readonly RollbackRepair _repair;
    private readonly LabelFileProjection _projection;
    private readonly IReadOnlyList<LabelFileProjection> _projections;
    private readonly OwnerSync _sync;
    private readonly OwnerCache _cache;
    private readonly LeftoverIntake _leftovers;
    private bool _isDisposed;

    public OwnerLabelStore(LabelShareSettings settings, LabelOwner owner, SharedRoot root)
    {
        _context = new OwnerContext(settings, owner, root, new ShareLane(root, owner.Key), new OwnerNotices(), () => Changed?.Invoke());
        _journals = new OwnerJournals(settings, owner, root);
        _memory = new OwnerMemory(_journals.Name, settings.TimeProvider);
        _outbox = new Outbox(_context, _journals, _memory);
        _queue = new WriteQueue(_context, _memory, _outbox);
        _intake = new JournalIntake(_context, _memory, _journals);
        _projection = new LabelFileProjection(settings, owner, root, LabelFilePart.DataRoot);
        _projections = owner.Owner is null ? [_projection] : [_projection, new LabelFileProjection(settings, owner, root, LabelFilePart.Browsed)];
        var origin = new MemoryOrigin(_context, _memory, _outbox, _intake, _projections);
        _repair = new RollbackRepair(_context, _memory, origin, _outbox, _queue, _intake, _journals.Remembered);
        _sync = new OwnerSync(_context, _memory, _outbox, _queue, _intake, origin, _repair, _projections);
        _cache = new OwnerCache(_context, _memory, _outbox, _intake, _repair, _projection, _journals.Share);
        _leftovers = new LeftoverIntake(_context, _journals.Waiting, _memory, _outbox);
    }

    public event Action? Changed;

    public LabelSnapshot Current => _memory.Current;

    public SaveState SaveState => _outbox.State switch
    {
        { Kind: SaveStateKind.Saved or SaveStateKind.SavedHere } saved when _context.Lane.Trouble is { } reason => saved with { Kind = SaveStateKind.ShareAway, Reason = reason },
        { Kind: SaveStateKind.Saved or SaveStateKind.SavedHere } saved when _repair.HasLoss => saved with { Kind = SaveStateKind.NotSaved, Reason = RollbackRepair.Reason },
        SaveState state => state,
    };

    /// <summary>As rows of a database name it.</summary>
    public string Owner => StoredLine.OwnerOf(_context.Owner);

    public int Undelivered => _outbox.Undelivered;

    /// <summary>How many labels that had waited here the share has taken so far.</summary>
    public int Delivered => _outbox.Delivered;

    public IReadOnlyList<string> OtherHosts => _intake.OtherHosts;

    /// <summary>A journal of a newer format, in words; null: none.</summary>
    public string? Newer => _context.Notices.Newer;

    public IReadOnlyList<string> Notices => [.. _context.Notices.All, .. new[] { _journals.Remembered.Problem }.OfType<string>()];

    /// <summary>Loads the labels; a bad share costs only those that the cache lacks.</summary>
    public async Task OpenAsync()
    {
        Task looking = LookAtDataRootAsync();
        await Task.Run(RestoreFromThisMachine);
        await _repair.RunAsync(await TryLoadAsync());
        await Task.Run(_leftovers.RunElsewhere);
        await _sync.DeliverAsync();
        await looking;
        _intake.IsLive = true;
        _context.Root.Changed += OnRootChanged;
        if (_projection.IsMissing)
        {
            await _sync.RewriteAsync();
        }

        _sync.RewriteSoon();
    }

    public async Task<LabelResult> SetAsync(IReadOnlyList<Decision> decisions, DecisionTicket? ticket, CancellationToken cancellationToken, Func<LabelResult?>? whyNot = null)
    {
        long begun = Stopwatch.GetTimestamp();
        try
        {
            LabelResult result = await _queue.SetAsync(decisions, (ticket, whyNot), cancellationToken);
            ProgramMeter.AddDecision(Stopwatch.GetElapsedTime(begun).TotalSeconds, result.Place.ToString());
            int reading = _intake.LastBegun;
            return result.Place == LabelPlace.Unknown && _context.Settings.Store is null ? result with { IsStored = () => IsStored(result.InDoubt, reading) } : result;
        }
        finally
        {
            _sync.RewriteSoon();
            Changed?.Invoke();
        }
    }

    /// <summary>The decisions that stand under a ticket that may have been sent before; none: it was not. Null: nobody can tell now.</summary>
    public async Task<IReadOnlyList<LabelEvent>?> FindAsync(DecisionTicket? ticket) => ticket is { IsFirstTry: false } ? await _outbox.FindAsync(ticket) : [];

    /// <summary>A decision that is not taken; one that may have been stored before is answered as it is stored.</summary>
    public Task<LabelResult> RefuseAsync(IReadOnlyList<Decision> decisions, DecisionTicket? ticket, LabelResult refusal, CancellationToken cancellationToken) =>
        ticket is { IsFirstTry: false } && _context.Settings.Store is not null ? SetAsync(decisions, ticket, cancellationToken, () => refusal) : Task.FromResult(refusal);

    public async Task<UndoResult> UndoAsync(string? by, bool isRedo, DecisionTicket? ticket, CancellationToken cancellationToken)
    {
        try
        {
            return await _queue.UndoAsync(by, isRedo, ticket, cancellationToken);
        }
        finally
        {
            _sync.RewriteSoon();
            Changed?.Invoke();
        }
    }

    public IReadOnlyList<LabelRepeat> Repeats => _memory.Repeats;

    public IReadOnlyList<SecondLabel> Seconds => _memory.Seconds;

    /// <summary>Why nothing can be written to the share now, in words; null: it can, as far as is known.</summary>
    public string? ShareTrouble => _context.Lane.Trouble;

    /// <summary>What a person answered about a block; null: nothing that stands.</summary>
    public int? AnswerOf(LabelKey key, DecisionKind kind, string? by) => _memory.AnswerOf(key, kind, by);

    public Func<EventId, LabelPlace> Places() => _outbox.Places();

    /// <summary>Whether there is something to take back, and to make again.</summary>
    public (bool Undo, bool Redo) StepsOf(string? by) => _memory.StepsOf(by);

    public IReadOnlyList<HistoryEntry> History(LabelKey key) => [.. DecisionsOn(key).Select(decision => HistoryEntry.Of(decision.Event, decision.Owner))];

    /// <summary>What is known here of a block's label, flag and note, also what has not reached the share; oldest first.</summary>
    public IEnumerable<(LabelOwner Owner, LabelEvent Event)> DecisionsOn(LabelKey key) =>
        _memory.EventsOf(key).Where(item => !item.IsAnswer).Select(item => (_context.Owner, item));

    /// <summary>One round of the loop.</summary>
    public async Task PollAsync()
    {
        await Task.Run(_leftovers.RunElsewhere);
        await _sync.RoundAsync();
        _journals.Remembered.BeginFlush(_context.Notify);
    }

    /// <summary>Writes what is waiting now. True when the share has everything.</summary>
    public Task<bool> FlushAsync() => _sync.FlushAsync();

    /// <summary>Takes as long as the disks take.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _context.Root.Changed -= OnRootChanged;
        await _sync.StopAsync();
        if (!_context.Lane.IsHanging)
        {
            await _sync.DisposeAsync();
            await _cache.SaveAsync(_sync, _queue);
            await CloseJournalAsync();
        }

        await _outbox.Deleting;
        await _journals.Remembered.WhenWrittenAsync();
        await _journals.Remembered.Flushing;
        await Task.Run(_journals.Remembered.Flush);
        _journals.Dispose();
    }

    /// <summary>Not stored is what no journal of the share showed that was read since, and no journal of this machine holds.</summary>
    private bool? IsStored(IReadOnlyList<EventId> decisions, int reading)
    {
        bool? isHeld = _memory.Holds(decisions);
        bool isLookedFor = _intake.LastComplete > reading && !_outbox.HasOwnHere;
        return isHeld is false && !isLookedFor ? null : isHeld;
    }

    private void OnRootChanged() => Changed?.Invoke();

    /// <summary>So that no label of a block right in the data root waits for it.</summary>
    private async Task LookAtDataRootAsync()
    {
        try
        {
            _ = await Task.Run(() => _context.Root.DataRoot.WhyNot(BlockId.OfNumber(0)))
                .WaitAsync(_context.Settings.Limits.Answer, _context.Settings.TimeProvider);
        }
        catch (TimeoutException)
        {
            // Asked again with the first label.
        }
    }

    private void RestoreFromThisMachine()
    {
        _cache.Restore();
        _leftovers.Run();
    }

    /// <summary>True when all journals of the share have been read.</summary>
    private async Task<bool> TryLoadAsync()
    {
        bool isRead = false;
        try
        {
            await _sync.ReadAsync(LoadLimit);
            isRead = true;
            if (_cache.IsFarBehind)
            {
                _ = _cache.SaveAsync(_sync, _queue);
            }

            await OpenJournalAsync();
        }
        catch (StorageException error)
        {
            _context.Notices.Add($"{error.Path} cannot be read now ({error.Reason}): labels shown are those this machine knows.");
        }

        return isRead;
    }

    private async Task OpenJournalAsync()
    {
        try
        {
            _ = await _context.Lane.RunAsync(
                () =>
                {
                    if (_context.Settings.Store is null)
                    {
                        _journals.Share.First.Begin();
                    }

                    foreach (LabelFileProjection projection in _projections)
                    {
                        projection.SweepTemps();
                    }

                    return true;
                },
                _context.Settings.Limits.Answer);
        }
        catch (StorageException error)
        {
            string folder = error.Path.StartsWith(_context.JournalFolder, StringComparison.Ordinal) ? _context.JournalFolder : _context.Settings.AnnotationsRoot;
            _context.Notices.Add($"Nothing can be written to {folder} now: {error.Reason}. Labels are kept on this machine until it can.");
        }
    }

    private async Task CloseJournalAsync()
    {
        if (_context.Settings.Store is not null)
        {
            return;
        }

        try
        {
            byte[] line = System.Text.Encoding.UTF8.GetBytes($"{{\"closed\":\"{LabelTime.Format(_context.Settings.TimeProvider.GetUtcNow())}\"}}\n");
            _ = await _context.Lane.RunAsync(
                () =>
                {
                    _journals.Share.End(line);
                    return true;
                },
                _context.Settings.Limits.Answer);
        }
        catch (StorageException)
        {
            // Only the note "also open on" of other machines lives a little longer.
        }
    }
}
