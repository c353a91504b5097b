using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>The decisions about one block. Most blocks have one, so the list comes with the second.</summary>
internal sealed class KeyEvents
{
    private static readonly Comparer<LabelEvent> Order = Comparer<LabelEvent>.Create(LabelEvent.Compare);
    private List<LabelEvent>? _others;
    private KeyMarks? _marks;
    private List<LabelEvent>? _repeats;

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
    public LabelEvent? Latest => new[] { Winner, _marks?.Latest, _repeats?.Max(Order) }.OfType<LabelEvent>().Max(Order);

    public IEnumerable<LabelEvent> All => _marks is null && _repeats is null ? Labels : Labels.Concat(_marks?.Alone ?? []).Concat(_repeats ?? []);

    /// <summary>Of the repeats the highest (clock, at, id); it may take one back.</summary>
    public LabelEvent? Repeat => _repeats?.Max(Order);

    private IEnumerable<LabelEvent> Labels =>
        Winner is null ? [] : _others is null ? [Winner] : _others.Append(Winner);

    /// <summary>What was said of flag and note before a decision was made.</summary>
    public MarkChange SaidBefore(LabelEvent item) => _marks?.Before(item) ?? default;

    /// <summary>True when flag or note is another one now. Call this for every decision.</summary>
    public bool AddMark(LabelEvent item, LabelEvent? replaced) =>
        (item.Kind == DecisionKind.Mark || !item.Mark.SaysNothing || (replaced is not null && _marks is not null)) && (_marks ??= new KeyMarks()).Add(item, replaced);

    /// <summary>Of a repeat; it changes nothing else.</summary>
    public void AddRepeat(LabelEvent item, LabelEvent? replaced)
    {
        _repeats ??= [];
        _ = replaced is not null && _repeats.Remove(replaced);
        _repeats.Add(item);
    }

    /// <summary>The repeat that stood before a decision was made.</summary>
    public LabelEvent? RepeatBefore(LabelEvent item) => _repeats?.Where(other => LabelEvent.Compare(other, item) < 0).Max(Order);

    /// <summary>
    /// The answer that stands, and when it was given: what an undo or a redo brought back is as old as its first line. Null: there
    /// is none.
    /// </summary>
    public LabelEvent? Answer()
    {
        LabelEvent? item = Repeat;
        while (item is { Label: not null } && BroughtBackBy(item) is { } original)
        {
            item = original;
        }

        return item is { Label: not null } ? item : null;
    }

    /// <summary>The label that stood before a decision was made; null: none.</summary>
    public int? LabelBefore(LabelEvent item) => Labels.Where(other => LabelEvent.Compare(other, item) < 0).Max(Order)?.Label;

    /// <summary>True when the winner, or its origin, changed. Of a label only.</summary>
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

    // Each is lower than the one before, so looking for the next one ends.
    private LabelEvent? BroughtBackBy(LabelEvent item)
    {
        if ((item.Redoes ?? item.Undoes) is not { } id || _repeats?.Find(other => other.Id == id) is not { } target || LabelEvent.Compare(target, item) >= 0)
        {
            return null;
        }

        LabelEvent? original = item.Redoes is null ? RepeatBefore(target) : target;
        return original?.Label == item.Label ? original : null;
    }

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
