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

        ILookup<bool, LabelEvent> targets = step.ToLookup(target => IsAsLeft(target, isRedo, known));
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
            Expected = first.Kind != DecisionKind.Label ? null : isRedo ? first.Was : first.Label,
            Restored = first.Kind != DecisionKind.Label ? known.Snapshot.Find(first.Key)?.Label : isRedo ? first.Label : first.Was,
            Kind = first.Kind,
            Mark = known.Snapshot.MarkOf(first.Key),
        };
        return new UndoStep(result, [.. free.Select(target => Reverse(target, by, isRedo, known))]);
    }

    /// <summary>What the decision (or, to redo it, its undo) decided is what the block has now.</summary>
    private static bool IsAsLeft(LabelEvent target, bool isRedo, LabelMerge known) =>
        (target.Kind == DecisionKind.Mark || Now(target, known) == (isRedo ? Before(target, known) : target.Label))
        && (isRedo ? MarkBefore(target, known) : target.Mark).Holds(known.Snapshot.MarkOf(target.Key))
        && Changes(target, isRedo, known);

    /// <summary>
    /// False: another program said the same before, so that taking it back changes nothing. An answer is always
    /// one of its own, also where an earlier one was alike.
    /// </summary>
    private static bool Changes(LabelEvent target, bool isRedo, LabelMerge known) => target.IsAnswer
        || (target.Kind != DecisionKind.Mark && target.Label != Before(target, known))
        || !(isRedo ? target.Mark : MarkBefore(target, known)).Holds(known.Snapshot.MarkOf(target.Key));

    /// <summary>The label, or the answer, that there is now.</summary>
    private static int? Now(LabelEvent target, LabelMerge known) =>
        target.IsAnswer ? known.AnswerOf(target.Key, target.Kind, target.By) : known.Snapshot.Find(target.Key)?.Label;

    /// <summary>The same before the decision was made.</summary>
    private static int? Before(LabelEvent target, LabelMerge known) => target.IsAnswer ? known.AnswerBefore(target) : target.Was;

    /// <summary>Of the members that the decision speaks of.</summary>
    private static MarkChange MarkBefore(LabelEvent target, LabelMerge known) => target.Mark.MembersOf(known.SaidBefore(target));

    private static Decision Reverse(LabelEvent target, string? by, bool isRedo, LabelMerge known) => new(target.Key, isRedo ? target.Label : Before(target, known))
    {
        Kind = target.Kind,
        Mark = isRedo ? target.Mark : MarkBefore(target, known),
        IsNotBlind = target.Kind == DecisionKind.Label && by is null && (isRedo ? target.IsNotBlind : known.GivenBefore(target) is { IsNotBlind: true }),
        By = by,
        Seen = (isRedo ? target : known.GivenBefore(target))?.Seen ?? [],
        Position = isRedo ? target.Position : known.PositionBefore(target),
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
