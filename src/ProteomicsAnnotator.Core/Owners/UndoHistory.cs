using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>
/// What each person can take back and make again. A stack is built when it is first asked for, without what was decided
/// elsewhere since this program began: that is changed here on purpose only, never by taking something back. Not
/// thread-safe: <see cref="OwnerMemory"/> locks.
/// </summary>
/// <param name="journal">Names the decisions of this program.</param>
internal sealed class UndoHistory(string journal)
{
    private readonly Dictionary<string, UndoStack> _stacks = new(StringComparer.Ordinal);
    private readonly HashSet<EventId> _elsewhere = [];

    /// <summary>Other programs decided these while this one runs.</summary>
    public void NoteElsewhere(IEnumerable<EventId> ids) => _elsewhere.UnionWith(ids);

    /// <summary>To be called before the merge has them.</summary>
    public void Add(IReadOnlyList<LabelEvent> events, LabelMerge known)
    {
        foreach ((string by, UndoStack stack) in _stacks)
        {
            foreach (LabelEvent item in events.Where(item => (item.By ?? "") == by && item.Id.Source == journal && !known.Contains(item.Id)))
            {
                stack.Add(item);
            }
        }
    }

    /// <summary>Whether there is something to take back, and to make again.</summary>
    public (bool Undo, bool Redo) StepsOf(string? by, LabelMerge known)
    {
        UndoStack stack = StackOf(by, known);
        return (stack.HasUndo, stack.HasRedo);
    }

    /// <summary>The next step. Gives up what was changed elsewhere meanwhile.</summary>
    public UndoStep Next(string? by, bool isRedo, LabelMerge known)
    {
        UndoStack stack = StackOf(by, known);
        IReadOnlyList<LabelEvent> step = isRedo ? stack.NextRedo : stack.NextUndo;
        if (step.Count == 0)
        {
            return UndoStep.None;
        }

        ILookup<bool, LabelEvent> targets = step.ToLookup(target => known.Snapshot.Find(target.Key)?.Label == (isRedo ? target.Was : target.Label));
        foreach (LabelEvent changed in targets[false])
        {
            stack.Drop(changed);
        }

        List<LabelEvent> free = [.. targets[true]];
        LabelEvent first = free.Count > 0 ? free[0] : step[0];
        var result = new UndoResult(UndoOutcome.Changed)
        {
            Key = first.Key,
            Keys = [.. free.Select(target => target.Key)],
            ChangedCount = step.Count - free.Count,
            Current = known.Snapshot.Find(first.Key)?.Label,
            Expected = isRedo ? first.Was : first.Label,
            Restored = isRedo ? first.Label : first.Was,
        };
        return new UndoStep(result, [.. free.Select(target => Reverse(target, by, isRedo))]);
    }

    private static Decision Reverse(LabelEvent target, string? by, bool isRedo) => new(target.Key, isRedo ? target.Label : target.Was)
    {
        By = by,
        Seen = target.Seen,
        Undoes = isRedo ? null : target.Id,
        Redoes = isRedo ? target.Id : null,
    };

    private UndoStack StackOf(string? by, LabelMerge known)
    {
        if (!_stacks.TryGetValue(by ?? "", out UndoStack? stack))
        {
            stack = UndoStack.Of(known.Events.Where(item => !_elsewhere.Contains(item.Id)), by);
            _stacks[by ?? ""] = stack;
        }

        return stack;
    }
}
