namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Items grouped by their vector of label counts. A coefficient that does not ask who gave which label depends on
/// nothing else, so a bootstrap resample is a new weight per pattern instead of a new table. Items without a label
/// are not items.
/// </summary>
public sealed class VotePatterns
{
    private readonly int[] _counts;
    private readonly int[] _patternOfItem;

    private readonly int[] _rowOfItem;

    private VotePatterns(int labelCount, int[] counts, (int[] Pattern, int[] Row) items)
    {
        LabelCount = labelCount;
        _counts = counts;
        (_patternOfItem, _rowOfItem) = items;
        int patterns = labelCount == 0 ? 0 : counts.Length / labelCount;
        Raters = new int[patterns];
        AgreeingPairs = new long[patterns];
        Weights = new int[patterns];
        for (int i = 0; i < patterns; i++)
        {
            foreach (int count in this[i])
            {
                Raters[i] += count;
                AgreeingPairs[i] += (long)count * (count - 1);
            }
        }

        foreach (int pattern in _patternOfItem)
        {
            Weights[pattern]++;
        }

        (CommonestRaters, CommonestCount) = Commonest();
    }

    /// <summary>Number of distinct labels in use.</summary>
    public int LabelCount { get; }

    /// <summary>Items with at least one label.</summary>
    public int ItemCount => _patternOfItem.Length;

    /// <summary>Items with two or more labels.</summary>
    public int PairableCount => Enumerable.Range(0, Weights.Length).Sum(i => Raters[i] > 1 ? Weights[i] : 0);

    /// <summary>Of these the ones with the label at this position.</summary>
    internal int PairableCountOf(int label) => Enumerable.Range(0, Weights.Length).Sum(i => Raters[i] > 1 && this[i][label] > 0 ? Weights[i] : 0);

    /// <summary>
    /// The number of labels, two or more, that most items have; of equally common numbers the larger. 0 when no item has two.
    /// </summary>
    public int CommonestRaters { get; }

    /// <summary>Items with <see cref="CommonestRaters"/> labels.</summary>
    public int CommonestCount { get; }

    /// <summary>Labels per item of each pattern.</summary>
    internal int[] Raters { get; }

    /// <summary>Ordered pairs of equal labels within an item of each pattern.</summary>
    internal long[] AgreeingPairs { get; }

    /// <summary>Number of items of each pattern.</summary>
    internal int[] Weights { get; }

    internal ReadOnlySpan<int> PatternOfItem => _patternOfItem;

    /// <summary>Row of the table that each item is.</summary>
    internal ReadOnlySpan<int> RowOfItem => _rowOfItem;

    internal ReadOnlySpan<int> this[int pattern] => _counts.AsSpan(pattern * LabelCount, LabelCount);

    public static VotePatterns Of(ReviewTable table) => Of(table.Rated.Counts);

    public static VotePatterns Of(LabelCounts counts) => Of(counts, [.. Enumerable.Range(0, counts.ItemCount)]);

    /// <param name="counts">Of a table.</param>
    /// <param name="rows">Of these the ones that count.</param>
    internal static VotePatterns Of(LabelCounts counts, IReadOnlyList<int> rows)
    {
        int width = counts.Labels.Count;
        var known = new Dictionary<CountVector, int>();
        List<int> flat = [];
        List<int> patternOfItem = new(rows.Count);
        List<int> rowOfItem = new(rows.Count);
        foreach (int i in rows)
        {
            ReadOnlySpan<int> vector = counts[i];
            if (!vector.ContainsAnyExcept(0))
            {
                continue;
            }

            var key = new CountVector(counts, i);
            if (!known.TryGetValue(key, out int pattern))
            {
                pattern = known.Count;
                known.Add(key, pattern);
                flat.AddRange(vector);
            }

            patternOfItem.Add(pattern);
            rowOfItem.Add(i);
        }

        return new VotePatterns(width, [.. flat], ([.. patternOfItem], [.. rowOfItem]));
    }

    private (int Raters, int Count) Commonest()
    {
        var items = new Dictionary<int, int>();
        for (int i = 0; i < Weights.Length; i++)
        {
            items[Raters[i]] = items.GetValueOrDefault(Raters[i]) + Weights[i];
        }

        return items
            .Where(group => group.Key >= 2)
            .OrderByDescending(group => group.Value)
            .ThenByDescending(group => group.Key)
            .Select(group => (group.Key, group.Value))
            .FirstOrDefault();
    }

    private readonly struct CountVector : IEquatable<CountVector>
    {
        private readonly LabelCounts _counts;
        private readonly int _item;

        public CountVector(LabelCounts counts, int item)
        {
            _counts = counts;
            _item = item;
        }

        private ReadOnlySpan<int> Values => _counts[_item];

        public bool Equals(CountVector other) => Values.SequenceEqual(other.Values);

        public override bool Equals(object? obj) => obj is CountVector other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (int value in Values)
            {
                hash.Add(value);
            }

            return hash.ToHashCode();
        }
    }
}
