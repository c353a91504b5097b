using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>
/// All decisions of one owner in memory. It holds a decision only once a disk has it. Thread-safe; nothing here waits for a
/// disk.
/// </summary>
/// <param name="journal">Names the decisions of this program.</param>
/// <param name="time">For the times of decisions.</param>
internal sealed class OwnerMemory(string journal, TimeProvider time)
{
    // Guards every other field and what it refers to.
    private readonly Lock _gate = new();
    private readonly DecisionClock _clock = new(journal, time);
    private UndoHistory _undo = new(journal);
    private LabelMerge _merge = new();
    private readonly Dictionary<EventId, LabelEvent> _resurfaced = [];

    public LabelSnapshot Current
    {
        get
        {
            lock (_gate)
            {
                return _merge.Snapshot;
            }
        }
    }

    public int EventCount
    {
        get
        {
            lock (_gate)
            {
                return _merge.EventCount;
            }
        }
    }

    /// <summary>Differs when another set of decisions is held.</summary>
    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _merge.Version;
            }
        }
    }

    public IReadOnlyList<LabelEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _merge.Events];
            }
        }
    }

    /// <summary>
    /// A file was closed for good, so some decisions of this program were not acknowledged, but a journal shows them.
    /// </summary>
    public bool HasResurfaced
    {
        get
        {
            lock (_gate)
            {
                return _resurfaced.Count > 0;
            }
        }
    }

    /// <summary>All decisions about a block, oldest first.</summary>
    public IReadOnlyList<LabelEvent> EventsOf(LabelKey key)
    {
        lock (_gate)
        {
            return _merge.EventsOf(key);
        }
    }

    /// <summary>The repeats that stand, in the order of their answers.</summary>
    public IReadOnlyList<LabelRepeat> Repeats
    {
        get
        {
            lock (_gate)
            {
                return _merge.Repeats();
            }
        }
    }

    /// <summary>The second adjudications that stand, in the order in which they were made.</summary>
    public IReadOnlyList<SecondLabel> Seconds
    {
        get
        {
            lock (_gate)
            {
                return _merge.Seconds();
            }
        }
    }

    /// <summary>What a person answered about a block; null: nothing that stands.</summary>
    public int? AnswerOf(LabelKey key, DecisionKind kind, string? by)
    {
        lock (_gate)
        {
            return _merge.AnswerOf(key, kind, by);
        }
    }

    /// <summary>Those that are not here.</summary>
    public List<LabelEvent> Unknown(IEnumerable<LabelEvent> events)
    {
        lock (_gate)
        {
            return [.. events.Where(item => !_merge.Contains(item.Id))];
        }
    }

    /// <summary>True: all are here. Null: a journal shows some that are not on a disk that can be trusted. False: neither.</summary>
    public bool? Holds(IReadOnlyList<EventId> decisions)
    {
        lock (_gate)
        {
            return decisions.All(_merge.Contains) ? true : decisions.Any(_resurfaced.ContainsKey) ? null : false;
        }
    }

    /// <summary>These are on a disk; may come twice.</summary>
    public void Keep(IReadOnlyList<LabelEvent> events)
    {
        lock (_gate)
        {
            _undo.Add(events, _merge);
            _ = _merge.AddRange(events);
            _clock.Note(_merge.HighestClock);
            _clock.NoteKept(events);
        }
    }

    /// <summary>Holds nothing then.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _merge = new LabelMerge(_merge.Version + 1);
            _undo = new UndoHistory(journal);
            _clock.Forget();
            _resurfaced.Clear();
        }
    }

    /// <summary>The decisions as events to be written, and apart from them those that decide nothing, as far as is known here.</summary>
    /// <param name="decisions">One step.</param>
    /// <param name="withIdle">False: nobody has a use for the latter.</param>
    public (IReadOnlyList<LabelEvent> Events, IReadOnlyList<LabelEvent> Idle) Make(IReadOnlyList<Decision> decisions, bool withIdle)
    {
        lock (_gate)
        {
            ILookup<bool, (Decision Asked, Decision Written)> byEffect = decisions
                .Select(decision => (Asked: decision, Written: decision.Changing(_merge.Snapshot.MarkOf(decision.Key))))
                .ToLookup(item => HasEffect_NeedsLock(item.Written));
            List<Decision> effective = [.. byEffect[true].Select(item => Blinded_NeedsLock(item.Written))];
            List<Decision> idle = withIdle ? [.. byEffect[false].Select(item => item.Asked.Whole)] : [];
            List<LabelEvent> made = effective.Count + idle.Count == 0 ? [] : _clock.Make([.. effective, .. idle], _merge);
            return (made[..effective.Count], made[effective.Count..]);
        }
    }

    /// <summary>Of all that is here.</summary>
    public long HighestClock
    {
        get
        {
            lock (_gate)
            {
                return _merge.HighestClock;
            }
        }
    }

    /// <summary>Whether a person has something to take back, and to make again.</summary>
    public (bool Undo, bool Redo) StepsOf(string? by)
    {
        lock (_gate)
        {
            return _undo.StepsOf(by, _merge);
        }
    }

    public UndoStep NextUndo(string? by, bool isRedo)
    {
        lock (_gate)
        {
            return _undo.Next(by, isRedo, _merge);
        }
    }

    /// <summary>Undo here does not take back what other programs decide while this one runs.</summary>
    public void NoteElsewhere(IReadOnlyList<LabelEvent> events)
    {
        lock (_gate)
        {
            _undo.NoteElsewhere(events.Select(item => item.Id).Where(id => id.Source != journal && !_merge.Contains(id)));
        }
    }

    /// <summary>Entries of a file that no decision here knows.</summary>
    public ExternalEdits CompareBrowsed(LabelFile content)
    {
        lock (_gate)
        {
            return ExternalEdits.InBrowsed(content, _merge);
        }
    }

    public ExternalEdits Compare(LabelFile content, NestedFolders folders, bool isVariant = false)
    {
        lock (_gate)
        {
            return ExternalEdits.In(content, _merge, folders, isVariant);
        }
    }

    /// <summary>What a journal says, without this program's unacknowledged decisions: those have resurfaced.</summary>
    public List<LabelEvent> SetResurfacedApart(IReadOnlyList<LabelEvent> events)
    {
        List<LabelEvent> others = [];
        lock (_gate)
        {
            foreach (LabelEvent item in events)
            {
                if (item.Id.Source == journal && !_merge.Contains(item.Id))
                {
                    _resurfaced[item.Id] = item;
                }
                else
                {
                    others.Add(item);
                }
            }
        }

        return others;
    }

    /// <summary>Those that have resurfaced and are still not here.</summary>
    public List<LabelEvent> TakeResurfaced()
    {
        lock (_gate)
        {
            foreach (EventId known in _resurfaced.Keys.Where(_merge.Contains).ToList())
            {
                _ = _resurfaced.Remove(known);
            }

            return [.. _resurfaced.Values];
        }
    }

    // What an undo or a redo brings back is as blind as it was. A clear, and a final label, is no vote.
    private Decision Blinded_NeedsLock(Decision decision) => decision is not { Undoes: null, Redoes: null }
        ? decision
        : decision with { IsNotBlind = decision is { Kind: DecisionKind.Label, Label: { } label, By: null } && _merge.IsNotBlind(decision.Key, label, decision.IsNotBlind) };

    // Clearing a block without a label decides nothing, nor does taking back an answer that is not there, nor does saying of its flag and note what they are.
    private bool HasEffect_NeedsLock(Decision decision) =>
        decision.Label is not null
        || (decision.Kind == DecisionKind.Label && _merge.Snapshot.Find(decision.Key) is not null)
        || (decision.IsAnswer && _merge.AnswerOf(decision.Key, decision.Kind, decision.By) is not null)
        || !decision.Mark.SaysNothing;
}
