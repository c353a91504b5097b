using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// The decisions of one owner that the share has not taken. What the window says, what is counted and what may be deleted on
/// this machine follows from them. Thread-safe; nothing here waits for a disk.
/// </summary>
internal sealed class PendingDecisions(TimeProvider time)
{
    // Guards all other fields.
    private readonly Lock _gate = new();
    private readonly List<Pending> _pending = [];
    private readonly List<OrphanedOutbox> _delivered = [];
    private (DiskAnswer Answer, DateTimeOffset At)? _lastTaken;
    private string? _lastRefusal;
    private int _deliveredCount;

    /// <summary>On this machine only, or on no disk yet after the share has said no.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count(item => item.IsWaiting);
            }
        }
    }

    /// <summary>How many that had waited here the share has taken so far.</summary>
    public int DeliveredCount
    {
        get
        {
            lock (_gate)
            {
                return _deliveredCount;
            }
        }
    }

    public IReadOnlySet<EventId> Waiting
    {
        get
        {
            lock (_gate)
            {
                return _pending.Where(item => item.IsWaiting).Select(item => item.Event.Id).ToHashSet();
            }
        }
    }

    /// <summary>All of them, in the order in which they were made.</summary>
    public LabelEvent[] Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _pending.Select(item => item.Event)];
            }
        }
    }

    public SaveState State
    {
        get
        {
            lock (_gate)
            {
                string? reason = _lastRefusal ?? _pending.FindLast(item => item.IsWaiting)?.Reason;
                SaveStateKind kind = reason is not null ? SaveStateKind.NotSaved
                    : _pending.Exists(item => item.IsUnderWay) ? SaveStateKind.Saving
                    : _lastTaken is { Answer.Verdict: DiskVerdict.Unconfirmed } ? SaveStateKind.SavedHere
                    : SaveStateKind.Saved;
                return new SaveState(kind, _lastTaken?.At, reason, _pending.Count(item => item.IsHere));
            }
        }
    }

    /// <summary>Nothing that this program wrote on this machine is needed any more.</summary>
    public bool NeedsNoOwnFile
    {
        get
        {
            lock (_gate)
            {
                return !_pending.Exists(item => item.IsWaiting && item.From is null);
            }
        }
    }

    /// <summary>Some file of an ended program is needed no more.</summary>
    public bool HasDelivered
    {
        get
        {
            lock (_gate)
            {
                return _delivered.Count > 0;
            }
        }
    }

    public void Begin(IReadOnlyList<LabelEvent> events)
    {
        lock (_gate)
        {
            _pending.AddRange(events.Select(item => new Pending(item, null, null)));
        }
    }

    public void TakeOver(OrphanedOutbox leftover)
    {
        lock (_gate)
        {
            _pending.AddRange(leftover.Events.Select(item => new Pending(item, DiskAnswer.NotAsked, DiskAnswer.Taken) { From = leftover }));
        }
    }

    /// <summary>The share did not take what is pending.</summary>
    public void RefuseOnShare(DiskAnswer answer)
    {
        lock (_gate)
        {
            Replace_NeedsLock(static _ => true, item => item with { OnShare = answer });
        }
    }

    /// <summary>What this machine's disk said of those that are still pending.</summary>
    public void AnswerHere(IReadOnlyList<LabelEvent> events, DiskAnswer answer)
    {
        HashSet<EventId> ids = IdsOf(events);
        lock (_gate)
        {
            Replace_NeedsLock(item => ids.Contains(item.Event.Id), item => item.AnsweredHere(answer));
            _lastRefusal = answer.IsTaken ? null : _lastRefusal;
        }
    }

    /// <summary>The share has them.</summary>
    public void Deliver(IReadOnlyList<LabelEvent> events, DiskAnswer answer)
    {
        HashSet<EventId> ids = IdsOf(events);
        lock (_gate)
        {
            if (events.Count > 0)
            {
                _lastTaken = (answer, time.GetUtcNow());
            }

            _lastRefusal = null;
            OrphanedOutbox[] before = Files_NeedsLock();
            _deliveredCount += _pending.Count(item => item.IsWaiting && ids.Contains(item.Event.Id));
            _ = _pending.RemoveAll(item => ids.Contains(item.Event.Id));
            _delivered.AddRange(before.Except(Files_NeedsLock()).Where(file => file.MayGo));
        }
    }

    /// <summary>Gives up those that are certainly on no disk. The window says so until another decision is on a disk.</summary>
    /// <returns>One of them, as it was; null: all are on a disk.</returns>
    public Pending? GiveUp(IReadOnlyList<LabelEvent> events)
    {
        HashSet<EventId> ids = IdsOf(events);
        lock (_gate)
        {
            Pending? found = _pending.Find(IsLost);
            _ = _pending.RemoveAll(IsLost);
            _lastRefusal = found?.Reason ?? _lastRefusal;
            return found;
        }

        bool IsLost(Pending item) => ids.Contains(item.Event.Id) && !item.IsHere;
    }

    /// <summary>Some were taken over and say which share they belong to.</summary>
    public bool HasBound()
    {
        lock (_gate)
        {
            return _pending.Exists(item => item.From is { RootId: not null });
        }
    }

    /// <summary>Labels that wait for one share stay where they are while another one is mounted in its place.</summary>
    /// <param name="here">Marker of the share that is there.</param>
    /// <returns>The files that are left to another program.</returns>
    public IReadOnlyList<OrphanedOutbox> SetAsideOthers(string? here)
    {
        lock (_gate)
        {
            OrphanedOutbox[] others = [.. Files_NeedsLock().Where(file => file.RootId is { } root && root != here)];
            _ = _pending.RemoveAll(item => item.From is { } file && others.Contains(file));
            return others;
        }
    }

    /// <summary>Files of ended programs that are needed no more, once each.</summary>
    public IReadOnlyList<string> TakeDelivered()
    {
        lock (_gate)
        {
            string[] paths = [.. _delivered.Select(file => file.Path)];
            _delivered.Clear();
            return paths;
        }
    }

    private static HashSet<EventId> IdsOf(IReadOnlyList<LabelEvent> events) => [.. events.Select(item => item.Id)];

    private OrphanedOutbox[] Files_NeedsLock() => [.. _pending.Select(item => item.From).OfType<OrphanedOutbox>().Distinct(ReferenceEqualityComparer.Instance).Cast<OrphanedOutbox>()];

    private void Replace_NeedsLock(Func<Pending, bool> isMeant, Func<Pending, Pending> change)
    {
        for (int i = 0; i < _pending.Count; i++)
        {
            if (isMeant(_pending[i]))
            {
                _pending[i] = change(_pending[i]);
            }
        }
    }
}
