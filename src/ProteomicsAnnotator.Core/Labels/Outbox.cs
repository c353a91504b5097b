using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Brings decisions to a disk: to the share's within a second, else to this machine's, from where they are delivered
/// when the share is back. Only the share has a limit: what an answer says never changes afterwards, so it waits while
/// either disk may still take the decision. Calls are made one after another by the owner; only an operation of the
/// share that hung may end later.
/// </summary>
internal sealed class Outbox
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ShareLane _root;
    private readonly JournalSeries _journals;
    private readonly LocalJournals _local;
    private readonly RememberedDecisions _memory;
    private readonly EventLines _lines;
    private readonly TimeProvider _time;
    private readonly ShareLimits _limits;
    private readonly Action<IReadOnlyList<LabelEvent>> _keep;
    private readonly Func<string?> _findRoot;
    private readonly Lock _gate = new();
    private readonly List<LabelEvent> _undelivered = [];
    private readonly List<OrphanedOutbox> _leftovers = [];
    private int _arriving;
    private Task _deleting = Task.CompletedTask;
    private DateTimeOffset? _savedAt;
    private string? _reason;
    private bool _isSaving;
    private bool _isUnconfirmed;

    /// <param name="root">The share.</param>
    /// <param name="journals">Of this program on the share.</param>
    /// <param name="local">Of this program on this machine, for what has not reached the share.</param>
    /// <param name="memory">For what has.</param>
    /// <param name="lines">Writes the lines.</param>
    /// <param name="settings">For the time of the save state and the limits.</param>
    /// <param name="keep">Called, from any thread, with events that are on a disk now; may come twice.</param>
    /// <param name="findRoot">Blocking. Marker of the share that is there now; throws when none is.</param>
    public Outbox(
        ShareLane root,
        JournalSeries journals,
        LocalJournals local,
        RememberedDecisions memory,
        EventLines lines,
        LabelShareSettings settings,
        Action<IReadOnlyList<LabelEvent>> keep,
        Func<string?> findRoot)
    {
        _root = root;
        _journals = journals;
        _local = local;
        _memory = memory;
        _lines = lines;
        _time = settings.TimeProvider;
        _limits = settings.Limits;
        _keep = keep;
        _findRoot = findRoot;
    }

    /// <summary>Gets decisions that stand on the share, of which it is not known whether they will stay there.</summary>
    public Action<IReadOnlyList<LabelEvent>> Doubt { get; init; } = static _ => { };

    /// <summary>Gets what was taken over and belongs to another share than the one that is there.</summary>
    public Action<OrphanedOutbox> SetAside { get; init; } = static _ => { };

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
                    : _isUnconfirmed ? SaveStateKind.SavedHere
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

    /// <exception cref="StorageException">A decision cannot be written so that it is read again.</exception>
    public async Task<LabelResult> KeepAsync(IReadOnlyList<LabelEvent> events)
    {
        SetSaving(true);
        try
        {
            _ = _lines.Of(_journals.Name, events);
            ShareAttempt attempt = await TryShareAsync(events);
            return attempt.Answer.IsTaken ? ResultOf(attempt.Answer) : await KeepHereAsync(events, attempt);
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
        SetReasonWhileWaiting(attempt.Answer.Reason);
        return attempt.Answer.IsTaken;
    }

    /// <summary>Takes over what a program that ended left on this machine.</summary>
    public void TakeOver(OrphanedOutbox leftover)
    {
        lock (_gate)
        {
            _leftovers.Add(leftover);
            _undelivered.AddRange(leftover.Events);
            _reason ??= "not delivered yet";
        }

        _keep(leftover.Events);
    }

    /// <summary>Deletes a leftover with nothing in it.</summary>
    public void DropEmpty(OrphanedOutbox leftover) => _ = _local.Delete([leftover.Path], static () => false);

    private async Task<ShareAttempt> TryShareAsync(IReadOnlyList<LabelEvent> events)
    {
        LabelEvent[] all;
        lock (_gate)
        {
            all = [.. _undelivered, .. events];
        }

        var end = new TaskCompletionSource<DiskAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            return await _root.RunAsync(() => Append(all, end), _limits.Answer);
        }
        catch (StorageException error)
        {
            DiskAnswer answer = DiskAnswer.Of(error);
            return new ShareAttempt(answer, error.InnerException is TimeoutException ? end.Task : Task.FromResult(answer));
        }
    }

    private ShareAttempt Append(LabelEvent[] events, TaskCompletionSource<DiskAnswer> end)
    {
        try
        {
            events = OfThisShare(events);
            bool isFlushed = events.Length == 0 || _journals.Append(name => _lines.Of(name, events));
            DiskAnswer answer = isFlushed ? DiskAnswer.Taken : DiskAnswer.Unconfirmed;
            if (!isFlushed)
            {
                KeepUnconfirmed(events);
            }

            MarkDelivered(events, isFlushed);
            end.SetResult(answer);
            return new ShareAttempt(answer, end.Task);
        }
        catch (Exception error)
        {
            end.SetResult(DiskAnswer.Of(error));
            throw;
        }
    }

    /// <summary>Labels that wait for one share stay where they are while another one is mounted in its place.</summary>
    private LabelEvent[] OfThisShare(LabelEvent[] events)
    {
        List<OrphanedOutbox> bound;
        lock (_gate)
        {
            bound = [.. _leftovers.Where(leftover => leftover.RootId is not null)];
        }

        if (bound.Count == 0)
        {
            return events;
        }

        string? here = _findRoot();
        _ = bound.RemoveAll(leftover => leftover.RootId == here);
        HashSet<EventId> others = [.. bound.SelectMany(leftover => leftover.Events).Select(item => item.Id)];
        lock (_gate)
        {
            _ = _leftovers.RemoveAll(bound.Contains);
            _ = _undelivered.RemoveAll(item => others.Contains(item.Id));
        }

        bound.ForEach(SetAside);
        return [.. events.Where(item => !others.Contains(item.Id))];
    }

    private static LabelResult ResultOf(DiskAnswer answer) => answer.Verdict == DiskVerdict.Unconfirmed
        ? new LabelResult(LabelPlace.ThisMachine, answer.Reason)
        : LabelResult.OnShare;

    /// <summary>The lines stand on the share, which cannot flush them: what counts is this machine's disk.</summary>
    private void KeepUnconfirmed(IReadOnlyList<LabelEvent> events)
    {
        try
        {
            _memory.Keep(events);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            Doubt(events);
            var doubt = new FlushFailedException(error) { MayStand = true };
            throw new StorageException(_journals.PathOf(_journals.Name), DiskAnswer.Unconfirmed.Reason!, doubt);
        }
    }

    private async Task<LabelResult> KeepHereAsync(IReadOnlyList<LabelEvent> events, ShareAttempt attempt)
    {
        // Counted before they are there: a share operation that comes back meanwhile must not delete the local journal.
        lock (_gate)
        {
            _reason = attempt.Answer.Reason;
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
        bool mayStandHere = false;
        while (true)
        {
            Task<DiskAnswer> here = Task.Run(() => TryKeepHere(events));
            if (await Task.WhenAny(here, WhenTakenAsync(attempt.End)) != here)
            {
                Remove(events);
                _ = DeleteBehindAsync(here);
                return ResultOf(await attempt.End);
            }

            DiskAnswer answer = await here;
            if (answer.IsTaken)
            {
                return await KeptHereAsync(events, attempt);
            }

            mayStandHere |= answer.Verdict == DiskVerdict.Unknown;
            string refusal = $"{attempt.Answer.Reason}; and not on this machine either: {answer.Reason}";
            if (!attempt.End.IsCompleted)
            {
                SetReasonWhileWaiting(refusal);
                await Task.WhenAny(attempt.End, Task.Delay(RetryPause, _time));
                continue;
            }

            DiskAnswer there = await attempt.End;
            return there.IsTaken ? TakenAfterAll(events, there) : await GiveUpAsync(events, there, mayStandHere, refusal);
        }
    }

    private LabelResult TakenAfterAll(IReadOnlyList<LabelEvent> events, DiskAnswer there)
    {
        Remove(events);
        return ResultOf(there);
    }

    /// <summary>On no disk for certain. A line that this machine could not take back must not be delivered one day.</summary>
    private async Task<LabelResult> GiveUpAsync(IReadOnlyList<LabelEvent> events, DiskAnswer there, bool mayStandHere, string refusal)
    {
        lock (_gate)
        {
            _ = Remove_NeedsLock(events);
        }

        bool isGone = await DeleteDeliveredAsync([]);
        return there.Verdict == DiskVerdict.Unknown || (mayStandHere && !isGone)
            ? new LabelResult(LabelPlace.Unknown, refusal)
            : new LabelResult(LabelPlace.Refused, refusal);
    }

    private async Task<LabelResult> KeptHereAsync(IReadOnlyList<LabelEvent> events, ShareAttempt attempt)
    {
        _keep(events);
        if (attempt.End.IsCompleted && await attempt.End is { IsTaken: true } there)
        {
            Remove(events);
            _ = DeleteDeliveredAsync([]);
            return ResultOf(there);
        }

        SetReasonWhileWaiting(attempt.Answer.Reason);

        // The share may have taken them while they were written here.
        if (Undelivered == 0)
        {
            _ = DeleteDeliveredAsync([]);
        }

        return new LabelResult(LabelPlace.ThisMachine, attempt.Answer.Reason);
    }

    private DiskAnswer TryKeepHere(IReadOnlyList<LabelEvent> events)
    {
        try
        {
            _local.Append(name => _lines.Of(name, events));
            return DiskAnswer.Taken;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return DiskAnswer.Of(error);
        }
    }

    /// <summary>Never ends when the share did not take them.</summary>
    private static async Task WhenTakenAsync(Task<DiskAnswer> end)
    {
        if (!(await end).IsTaken)
        {
            await Task.Delay(Timeout.Infinite);
        }
    }

    /// <summary>This machine's disk answered later than the share, on which the decision is.</summary>
    private async Task DeleteBehindAsync(Task here)
    {
        await here;
        _ = DeleteDeliveredAsync([]);
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

    /// <summary>True when nothing of this program is left on this machine.</summary>
    private Task<bool> DeleteDeliveredAsync(IReadOnlyList<string> leftovers)
    {
        lock (_gate)
        {
            Task<bool> deleting = DeleteAsync(_deleting, leftovers);
            _deleting = deleting;
            return deleting;
        }
    }

    /// <summary>What is deleted is remembered before.</summary>
    private async Task<bool> DeleteAsync(Task before, IReadOnlyList<string> leftovers)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await _memory.WhenWrittenAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Task.Run(() => _local.Delete(leftovers, () => Undelivered == 0));
    }

    // Runs on the thread of the share operation, also when nobody waits for it any more.
    private void MarkDelivered(LabelEvent[] events, bool isFlushed)
    {
        bool isAll;
        List<string> leftovers = [];
        lock (_gate)
        {
            bool hadSome = Remove_NeedsLock(events);
            isAll = _undelivered.Count == 0;
            _isUnconfirmed = events.Length == 0 ? _isUnconfirmed : !isFlushed;
            if (isAll)
            {
                _reason = null;
                _savedAt = _time.GetUtcNow();
                leftovers = [.. _leftovers.Where(leftover => leftover.IsUnderstood).Select(leftover => leftover.Path)];
                _leftovers.Clear();
            }

            isAll &= hadSome || leftovers.Count > 0;
        }

        _keep(events);
        if (isFlushed)
        {
            _memory.Add(events);
        }

        if (isAll)
        {
            _ = DeleteDeliveredAsync(leftovers);
        }
    }

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
