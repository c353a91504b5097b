using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Brings decisions to a disk: to the share's within a second, else to this machine's, from where they are delivered
/// when the share is back. Only the share has a limit: what an answer says never changes afterwards, so it waits while
/// either disk may still take the decision. Calls are made one after another by the owner; only an operation of the
/// share that hung may end later.
/// </summary>
internal sealed class LabelDelivery
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly SharedRoot _root;
    private readonly string _journal;
    private readonly JournalWriter _writer;
    private readonly LocalJournals _local;
    private readonly TimeProvider _time;
    private readonly ShareLimits _limits;
    private readonly Action<IReadOnlyList<LabelEvent>> _keep;
    private readonly Lock _gate = new();
    private readonly List<LabelEvent> _undelivered = [];
    private readonly List<string> _leftovers = [];
    private int _arriving;
    private Task _deleting = Task.CompletedTask;
    private DateTimeOffset? _savedAt;
    private string? _reason;
    private bool _isSaving;
    private long _line;

    /// <param name="root">The share.</param>
    /// <param name="writer">Journal of this program on the share.</param>
    /// <param name="local">Journal of this program on this machine.</param>
    /// <param name="settings">For the time of the save state and the limits.</param>
    /// <param name="keep">Called, from any thread, with events that are on a disk now; may come twice.</param>
    public LabelDelivery(SharedRoot root, JournalWriter writer, LocalJournals local, LabelShareSettings settings, Action<IReadOnlyList<LabelEvent>> keep)
    {
        _root = root;
        _journal = Path.GetFileNameWithoutExtension(writer.Path);
        _writer = writer;
        _local = local;
        _time = settings.TimeProvider;
        _limits = settings.Limits;
        _keep = keep;
    }

    public int Undelivered
    {
        get
        {
            lock (_gate)
            {
                return _undelivered.Count;
            }
        }
    }

    /// <summary>Decisions that are on this machine only.</summary>
    public IReadOnlySet<EventId> Waiting
    {
        get
        {
            lock (_gate)
            {
                return _undelivered.Select(item => item.Id).ToHashSet();
            }
        }
    }

    public SaveState State
    {
        get
        {
            lock (_gate)
            {
                SaveStateKind kind = _reason is not null ? SaveStateKind.NotSaved
                    : _isSaving ? SaveStateKind.Saving
                    : SaveStateKind.Saved;
                return new SaveState(kind, _savedAt, _reason, Math.Max(0, _undelivered.Count - _arriving));
            }
        }
    }

    /// <summary>Local journals that are no longer needed are gone.</summary>
    public Task Deleting
    {
        get
        {
            lock (_gate)
            {
                return _deleting;
            }
        }
    }

    public async Task<LabelResult> KeepAsync(IReadOnlyList<LabelEvent> events)
    {
        SetSaving(true);
        try
        {
            ShareAttempt attempt = await TryShareAsync(events);
            return attempt.Reason is null ? LabelResult.OnShare : await KeepHereAsync(events, attempt);
        }
        finally
        {
            SetSaving(false);
        }
    }

    /// <summary>Tries to bring what is on this machine to the share; true when nothing is left.</summary>
    public async Task<bool> DeliverAsync()
    {
        if (Undelivered == 0)
        {
            return true;
        }

        ShareAttempt attempt = await TryShareAsync([]);
        SetReasonWhileWaiting(attempt.Reason);
        return attempt.Reason is null;
    }

    /// <summary>Takes over what a program that ended left on this machine.</summary>
    public void TakeOver(LocalLeftover leftover)
    {
        lock (_gate)
        {
            _leftovers.Add(leftover.Path);
            _undelivered.AddRange(leftover.Events);
            _reason ??= "not delivered yet";
        }

        _keep(leftover.Events);
    }

    /// <summary>Deletes a leftover with nothing in it.</summary>
    public void DropEmpty(LocalLeftover leftover) => _local.Delete([leftover.Path], static () => false);

    private async Task<ShareAttempt> TryShareAsync(IReadOnlyList<LabelEvent> events)
    {
        LabelEvent[] all;
        lock (_gate)
        {
            all = [.. _undelivered, .. events];
        }

        byte[] lines = ToLines(all);
        var end = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            return await _root.RunAsync(() => Append(lines, all, end), _limits.Answer);
        }
        catch (StorageException error)
        {
            return new ShareAttempt(error.Reason, error.InnerException is TimeoutException ? end.Task : Task.FromResult<string?>(error.Reason));
        }
    }

    private ShareAttempt Append(byte[] lines, LabelEvent[] events, TaskCompletionSource<string?> end)
    {
        try
        {
            _writer.Append(lines);
            MarkDelivered(events);
            end.SetResult(null);
            return new ShareAttempt(null, end.Task);
        }
        catch (Exception error)
        {
            end.SetResult(StorageFault.DescribeWriting(error));
            throw;
        }
    }

    private async Task<LabelResult> KeepHereAsync(IReadOnlyList<LabelEvent> events, ShareAttempt attempt)
    {
        // Counted before they are there: a share operation that comes back meanwhile must not delete the local journal.
        lock (_gate)
        {
            _reason = attempt.Reason;
            _undelivered.AddRange(events);
            _arriving = events.Count;
        }

        try
        {
            return await WaitForADiskAsync(events, attempt);
        }
        finally
        {
            lock (_gate)
            {
                _arriving = 0;
            }
        }
    }

    /// <summary>Until one of the two disks has them, or both have said no.</summary>
    private async Task<LabelResult> WaitForADiskAsync(IReadOnlyList<LabelEvent> events, ShareAttempt attempt)
    {
        byte[] lines = ToLines(events);
        while (true)
        {
            Task<string?> here = Task.Run(() => TryKeepHere(lines));
            if (await Task.WhenAny(here, WhenTakenAsync(attempt.End)) != here)
            {
                Remove(events);
                _ = DeleteBehindAsync(here);
                return LabelResult.OnShare;
            }

            if (await here is not { } fault)
            {
                return await KeptHereAsync(events, attempt);
            }

            string refusal = $"{attempt.Reason}; and not on this machine either: {fault}";
            if (!attempt.End.IsCompleted)
            {
                SetReasonWhileWaiting(refusal);
                await Task.WhenAny(attempt.End, Task.Delay(RetryPause, _time));
                continue;
            }

            if (await attempt.End is null)
            {
                Remove(events);
                return LabelResult.OnShare;
            }

            Forget(events);
            return new LabelResult(LabelPlace.Refused, refusal);
        }
    }

    private async Task<LabelResult> KeptHereAsync(IReadOnlyList<LabelEvent> events, ShareAttempt attempt)
    {
        _keep(events);
        if (attempt.End.IsCompleted && await attempt.End is null)
        {
            Remove(events);
            DeleteDelivered([]);
            return LabelResult.OnShare;
        }

        SetReasonWhileWaiting(attempt.Reason);

        // The share may have taken them while they were written here.
        if (Undelivered == 0)
        {
            DeleteDelivered([]);
        }

        return new LabelResult(LabelPlace.ThisMachine, attempt.Reason);
    }

    private string? TryKeepHere(byte[] lines)
    {
        try
        {
            _local.Append(lines);
            return null;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return StorageFault.DescribeWriting(error);
        }
    }

    /// <summary>Never ends when the share did not take them.</summary>
    private static async Task WhenTakenAsync(Task<string?> end)
    {
        if (await end is not null)
        {
            await Task.Delay(Timeout.Infinite);
        }
    }

    /// <summary>This machine's disk answered later than the share, on which the decision is.</summary>
    private async Task DeleteBehindAsync(Task here)
    {
        await here;
        DeleteDelivered([]);
    }

    /// <summary>Refused: on no disk. A line this machine's disk could not take back must not be delivered one day.</summary>
    private void Forget(IReadOnlyList<LabelEvent> events)
    {
        lock (_gate)
        {
            _ = Remove_NeedsLock(events);
        }

        DeleteDelivered([]);
    }

    /// <summary>On the share, which may have taken them before they were counted as waiting.</summary>
    private void Remove(IReadOnlyList<LabelEvent> events)
    {
        lock (_gate)
        {
            _ = Remove_NeedsLock(events);
            if (_undelivered.Count == 0)
            {
                _reason = null;
            }
        }
    }

    private bool Remove_NeedsLock(IReadOnlyList<LabelEvent> events)
    {
        HashSet<EventId> ids = [.. events.Select(item => item.Id)];
        return _undelivered.RemoveAll(item => ids.Contains(item.Id)) > 0;
    }

    private void DeleteDelivered(IReadOnlyList<string> leftovers)
    {
        lock (_gate)
        {
            _deleting = _deleting.ContinueWith(
                _ => _local.Delete(leftovers, () => Undelivered == 0),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
        }
    }

    // Runs on the thread of the share operation, also when nobody waits for it any more.
    private void MarkDelivered(LabelEvent[] events)
    {
        bool isAll;
        List<string> leftovers = [];
        lock (_gate)
        {
            bool hadSome = Remove_NeedsLock(events);
            isAll = _undelivered.Count == 0;
            if (isAll)
            {
                _reason = null;
                _savedAt = _time.GetUtcNow();
                leftovers = [.. _leftovers];
                _leftovers.Clear();
            }

            isAll &= hadSome || leftovers.Count > 0;
        }

        _keep(events);
        if (isAll)
        {
            DeleteDelivered(leftovers);
        }
    }

    private byte[] ToLines(IReadOnlyList<LabelEvent> events)
    {
        if (events.Count == 1)
        {
            return JournalLine.Write(_journal, SeqOf(events[0]), events[0]);
        }

        using var lines = new MemoryStream();
        foreach (LabelEvent item in events)
        {
            lines.Write(JournalLine.Write(_journal, SeqOf(item), item));
        }

        return lines.ToArray();
    }

    private long SeqOf(LabelEvent item) => item.Id.IsImport ? Interlocked.Increment(ref _line) : item.Id.Seq;

    // An operation given up may have come back just now, after all: then there is nothing left to complain of.
    private void SetReasonWhileWaiting(string? reason)
    {
        lock (_gate)
        {
            _reason = _undelivered.Count > 0 ? reason : null;
        }
    }

    private void SetSaving(bool isSaving)
    {
        lock (_gate)
        {
            _isSaving = isSaving;
        }
    }
}
