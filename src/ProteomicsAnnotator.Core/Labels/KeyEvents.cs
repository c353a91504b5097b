namespace ProteomicsAnnotator.Core.Labels;

/// <summary>The decisions about one block. Most blocks have one, so the list comes with the second.</summary>
internal sealed class KeyEvents
{
    private List<LabelEvent>? _others;

    /// <summary>The highest (clock, at, id).</summary>
    public LabelEvent? Winner { get; private set; }

    public long HighestClock => Winner?.Clock ?? 0;

    public IEnumerable<LabelEvent> All =>
        Winner is null ? [] : _others is null ? [Winner] : _others.Append(Winner);

    /// <summary>True when the winner changed.</summary>
    public bool Add(LabelEvent item, LabelEvent? replaced)
    {
        LabelEvent? before = Winner;
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

        return !ReferenceEquals(before, Winner);
    }

    public bool Has(int label, DateTimeOffset at) =>
        Is(Winner, label, at) || (_others is not null && _others.Exists(item => Is(item, label, at)));

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

        Winner = _others?.MaxBy(other => other, Comparer<LabelEvent>.Create(LabelEvent.Compare));
        if (Winner is not null)
        {
            _ = _others!.Remove(Winner);
        }
    }
}
