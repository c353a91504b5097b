using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// Brings decisions to a disk: to the share's within a second, else to this machine's too, and the first to take one answers.
/// From here they are delivered when the share is back. Only the share has a limit: what an answer says never changes
/// afterwards, so it waits while either disk may still take the decision. The owner calls one member after another.
/// </summary>
internal sealed class Outbox
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly OwnerContext _context;
    private readonly OwnerJournals _journals;
    private readonly OwnerMemory _memory;
    private readonly PendingDecisions _pending;
    private readonly LocalCleanup _cleanup;
    private readonly ShareDelivery _share;
    private readonly StoreDelivery? _store;

    public Outbox(OwnerContext context, OwnerJournals journals, OwnerMemory memory)
    {
        _context = context;
        _journals = journals;
        _memory = memory;
        _pending = new PendingDecisions(context.Settings.TimeProvider);
        _cleanup = new LocalCleanup(_pending, journals.Waiting, journals.Remembered);
        _share = new ShareDelivery(context, journals, memory, _pending, _cleanup);
        _store = context.Settings.Store is { } store ? new StoreDelivery(store, context, journals, memory, _pending) : null;
    }

    public int Undelivered => _pending.WaitingCount;

    /// <summary>How many that had waited here the share has taken so far.</summary>
    public int Delivered => _pending.DeliveredCount;

    /// <summary>All that the share has not taken, in the order in which it was made.</summary>
    public IReadOnlyList<LabelEvent> Events => _pending.Events;

    public SaveState State => _pending.State;

    /// <summary>Decisions that are on this machine only.</summary>
    public IReadOnlySet<EventId> Waiting => _pending.Waiting;

    /// <summary>Where decisions are that some disk has, as of now: on a share without a flush none is confirmed by the share.</summary>
    public Func<EventId, LabelPlace> Places()
    {
        IReadOnlySet<EventId> waiting = Waiting;
        bool isConfirming = !_context.Root.Flushes.HasNone;
        return id => isConfirming && !waiting.Contains(id) ? LabelPlace.Share : LabelPlace.ThisMachine;
    }

    /// <summary>Some decision of this program stands, or may stand, in a journal that waits on this machine.</summary>
    public bool HasOwnHere => _journals.Waiting.HasOwn;

    /// <summary>Local journals that are no longer needed are gone.</summary>
    public Task Deleting => _cleanup.Running;

    /// <param name="events">What is decided.</param>
    /// <param name="terms">For a database; null: they have nothing but their own ids, and all of its limit.</param>
    /// <exception cref="StorageException">A decision cannot be written so that it is read again.</exception>
    public async Task<LabelResult> KeepAsync(IReadOnlyList<LabelEvent> events, StoreTerms? terms = null)
    {
        if (_store is { } store)
        {
            return await store.KeepAsync(events, terms ?? new StoreTerms(null, DecisionStore.Limit));
        }

        foreach ((int format, IReadOnlyList<LabelEvent> group) in JournalFormat.Split(events))
        {
            _ = _journals.Lines.Of(_journals.Share.Of(format).Name, group);
        }

        _pending.Begin(events);
        try
        {
            ShareAttempt attempt = await _share.TryAsync();
            return attempt.Answer.IsTaken ? ResultOf(attempt.Answer) : await WaitForADiskAsync(events, attempt);
        }
        finally
        {
            _ = _pending.GiveUp(events);
        }
    }

    /// <summary>The decisions that stand under a ticket in a database; a folder knows none. Null: nobody can tell now.</summary>
    public async Task<IReadOnlyList<LabelEvent>?> FindAsync(DecisionTicket ticket) => _store is { } store ? await store.FindAsync(ticket) : [];

    /// <summary>Tries to bring what is on this machine to the share; true when nothing is left.</summary>
    public async Task<bool> DeliverAsync() => Undelivered == 0 || (await _share.TryAsync()).Answer.IsTaken;

    /// <summary>Takes over what a program that ended left on this machine.</summary>
    public void TakeOver(OrphanedOutbox leftover)
    {
        _pending.TakeOver(leftover);
        _memory.Keep(leftover.Events);
    }

    /// <summary>What belongs to another share than this one stays where it is, for a program that finds that one.</summary>
    public void SetAsideOthers(string here) => _ = _share.SetAsideOthers(here);

    private static LabelResult ResultOf(DiskAnswer answer) => answer.Verdict == DiskVerdict.Unconfirmed
        ? new LabelResult(LabelPlace.ThisMachine, answer.Reason)
        : LabelResult.OnShare;

    /// <summary>Until one of the two disks has them, or both have said no.</summary>
    private async Task<LabelResult> WaitForADiskAsync(IReadOnlyList<LabelEvent> events, ShareAttempt attempt)
    {
        while (true)
        {
            Task<DiskAnswer> here = Task.Run(() => TryHere(events));
            if (await Task.WhenAny(here, WhenTakenAsync(attempt.End)) != here)
            {
                _ = _cleanup.RunBehindAsync(here);
                return ResultOf(await attempt.End);
            }

            if ((await here).IsTaken)
            {
                return await KeptHereAsync(attempt);
            }

            if (attempt.End.IsCompleted)
            {
                DiskAnswer there = await attempt.End;
                return there.IsTaken ? ResultOf(there) : await GiveUpAsync(events, there);
            }

            await Task.WhenAny(attempt.End, Task.Delay(RetryPause, _context.Settings.TimeProvider));
        }
    }

    /// <summary>Those of one format are answered for on their own: what stands in one file is true whatever becomes of another.</summary>
    private DiskAnswer TryHere(IReadOnlyList<LabelEvent> events)
    {
        DiskAnswer[] answers = [.. JournalFormat.Split(events).Select(group => TryHere(group.Format, group.Events))];
        return answers.FirstOrDefault(answer => !answer.IsTaken) ?? answers[0];
    }

    private DiskAnswer TryHere(int format, IReadOnlyList<LabelEvent> events)
    {
        DiskAnswer answer;
        try
        {
            _journals.Waiting.Append(format, name => _journals.Lines.Of(name, events));
            answer = DiskAnswer.Taken;
            _memory.Keep(events);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            answer = DiskAnswer.Of(error);
        }

        _pending.AnswerHere(events, answer);
        return answer;
    }

    private async Task<LabelResult> KeptHereAsync(ShareAttempt attempt)
    {
        // The share may have taken them while they were written here.
        _cleanup.Begin();
        return attempt.End.IsCompleted && await attempt.End is { IsTaken: true } there
            ? ResultOf(there)
            : new LabelResult(LabelPlace.ThisMachine, attempt.Answer.Reason);
    }

    /// <summary>On no disk for certain. A line that this machine could not take back must not be delivered one day.</summary>
    private async Task<LabelResult> GiveUpAsync(IReadOnlyList<LabelEvent> events, DiskAnswer there)
    {
        _pending.RefuseOnShare(there);
        Pending? lost = _pending.GiveUp(events);
        bool isGone = await _cleanup.RunAsync();
        bool mayStand = there.Verdict == DiskVerdict.Unknown || (lost is { MayStand: true } && !isGone)
            || (JournalFormat.Split(events).Count > 1 && _memory.Unknown(events).Count < events.Count);
        return new LabelResult(mayStand ? LabelPlace.Unknown : LabelPlace.Refused, lost?.Reason ?? there.Reason)
        {
            InDoubt = mayStand ? [.. events.Select(item => item.Id)] : [],
        };
    }

    /// <summary>Never ends when the share did not take them.</summary>
    private static async Task WhenTakenAsync(Task<DiskAnswer> end)
    {
        if (!(await end).IsTaken)
        {
            await Task.Delay(Timeout.Infinite);
        }
    }
}
