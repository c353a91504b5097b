using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>The decisions about one block. Most blocks have one, so the list comes with the second.</summary>
internal sealed class KeyEvents
{
    private static readonly Comparer<LabelEvent> Order = Comparer<LabelEvent>.Create(LabelEvent.Compare);
    private List<LabelEvent>? _others;
    private KeyMarks? _marks;

    /// <summary>Of those that decide the label the highest (clock, at, id).</summary>
    public LabelEvent? Winner { get; private set; }

    /// <summary>
    /// The decision whose label the winner has: the winner itself, but for a final label that an undo or a redo brought
    /// back the one that set it, where it is known.
    /// </summary>
    public LabelEvent? Origin { get; private set; }

    public long HighestClock => Winner?.Clock ?? 0;

    /// <summary>What is said of the block's flag and note.</summary>
    public MarkChange Said => _marks?.Said ?? default;

    /// <summary>The highest (clock, at, id) of all.</summary>
    public LabelEvent? Latest => _marks?.Latest is { } mark && (Winner is null || LabelEvent.Compare(mark, Winner) > 0) ? mark : Winner;

    public IEnumerable<LabelEvent> All => _marks is null ? Labels : Labels.Concat(_marks.Alone);

    private IEnumerable<LabelEvent> Labels =>
        Winner is null ? [] : _others is null ? [Winner] : _others.Append(Winner);

    /// <summary>What was said of flag and note before a decision was made.</summary>
    public MarkChange SaidBefore(LabelEvent item) => _marks?.Before(item) ?? default;

    /// <summary>True when flag or note is another one now. Call this for every decision.</summary>
    public bool AddMark(LabelEvent item, LabelEvent? replaced) =>
        (item.IsMark || !item.Mark.SaysNothing || (replaced is not null && _marks is not null)) && (_marks ??= new KeyMarks()).Add(item, replaced);

    /// <summary>True when the winner, or its origin, changed. Not for a mark alone.</summary>
    public bool Add(LabelEvent item, LabelEvent? replaced)
    {
        (LabelEvent? Winner, LabelEvent? Origin) before = (Winner, Origin);
        if (replaced is not null)
        {
            Remove(replaced);
        }

        if (Winner is null || LabelEvent.Compare(item, Winner) > 0)
        {
            Keep(Winner);
            Winner = item;
        }
        else
        {
            Keep(item);
        }

        Origin = OriginOf(Winner);
        return !ReferenceEquals(before.Winner, Winner) || !ReferenceEquals(before.Origin, Origin);
    }

    public bool Has(int label, DateTimeOffset at) =>
        Is(Winner, label, at) || (_others is not null && _others.Exists(item => Is(item, label, at)));

    // Ends: each is lower than the one before.
    private LabelEvent? OriginOf(LabelEvent? item)
    {
        while (item is { By: not null, Label: not null } && RestoredBy(item) is { } restored && LabelEvent.Compare(restored, item) < 0)
        {
            item = restored;
        }

        return item;
    }

    /// <summary>What a redo makes again, or what an undo goes back to: the latest decision for its label before the undone one.</summary>
    private LabelEvent? RestoredBy(LabelEvent item)
    {
        if ((item.Redoes ?? item.Undoes) is not { } id || Labels.FirstOrDefault(other => other.Id == id) is not { } target)
        {
            return null;
        }

        return item.Redoes is null
            ? Labels.Where(other => other.Label == item.Label && LabelEvent.Compare(other, target) < 0).Max(Order)
            : target.Label == item.Label ? target : null;
    }

    private static bool Is(LabelEvent? item, int label, DateTimeOffset at) =>
        item is not null && item.Label == label && item.At == at;

    private void Keep(LabelEvent? item)
    {
        if (item is not null)
        {
            _others ??= [];
            _others.Add(item);
        }
    }

    private void Remove(LabelEvent item)
    {
        if (!ReferenceEquals(item, Winner))
        {
            _ = _others?.Remove(item);
            return;
        }

        Winner = _others?.Max(Order);
        if (Winner is not null)
        {
            _ = _others!.Remove(Winner);
        }
    }
}
