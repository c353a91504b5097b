using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>
/// A person's own decisions as a stack, rebuilt from the journals: a decision goes on top and ends what could be
/// redone; an undo moves one over, a redo moves it back. Imports and decisions that changed nothing are not in it.
/// What was decided about many blocks at once (one journal, one time) is one step.
/// </summary>
internal sealed class UndoStack
{
    private readonly List<LabelEvent> _done = [];
    private readonly List<LabelEvent> _undone = [];

    public bool HasUndo => _done.Count > 0;

    public bool HasRedo => _undone.Count > 0;

    /// <summary>What one undo takes back; empty when there is nothing.</summary>
    public IReadOnlyList<LabelEvent> NextUndo => StepOn(_done);

    public IReadOnlyList<LabelEvent> NextRedo => StepOn(_undone);

    /// <param name="events">All known events, in any order.</param>
    /// <param name="by">The admin, or null for a user's own labels.</param>
    public static UndoStack Of(IEnumerable<LabelEvent> events, string? by)
    {
        List<LabelEvent> own = [.. events.Where(item => !item.Id.IsImport && item.By == by)];
        own.Sort(LabelEvent.Compare);
        var stack = new UndoStack();
        own.ForEach(stack.Add);
        return stack;
    }

    public void Add(LabelEvent item)
    {
        if (item.Undoes is { } undone)
        {
            Move(undone, _done, _undone);
        }
        else if (item.Redoes is { } redone)
        {
            Move(redone, _undone, _done);
        }
        else if (item.Kind != DecisionKind.Label || item.Label != item.Was || !item.Mark.SaysNothing)
        {
            _done.Add(item);
            _undone.Clear();
        }
    }

    /// <summary>Gives up a decision that can no longer be taken back (or made again).</summary>
    public void Drop(LabelEvent item)
    {
        _ = _done.Remove(item);
        _ = _undone.Remove(item);
    }

    private static List<LabelEvent> StepOn(List<LabelEvent> stack)
    {
        if (stack.Count == 0)
        {
            return [];
        }

        LabelEvent top = stack[^1];
        int from = stack.Count - 1;
        while (from > 0 && IsSameStep(stack[from - 1], top))
        {
            from--;
        }

        return stack[from..];
    }

    private static bool IsSameStep(LabelEvent item, LabelEvent other) =>
        item.Id.Source == other.Id.Source && item.At == other.At;

    private static void Move(EventId id, List<LabelEvent> from, List<LabelEvent> to)
    {
        int index = from.FindLastIndex(item => item.Id == id);
        if (index >= 0)
        {
            to.Add(from[index]);
            from.RemoveAt(index);
        }
    }
}
