namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>How many annotators gave each label to each item: row-major [item][label], labels ascending.</summary>
public sealed class LabelCounts
{
    private readonly int[] _labels;
    private readonly int[] _counts;

    private LabelCounts(int[] labels, int itemCount)
    {
        _labels = labels;
        ItemCount = itemCount;
        _counts = new int[itemCount * labels.Length];
    }

    /// <summary>The labels in use, ascending.</summary>
    public IReadOnlyList<int> Labels => _labels;

    public int ItemCount { get; }

    /// <summary>Counts of one item, at the positions of <see cref="Labels"/>.</summary>
    public ReadOnlySpan<int> this[int item] => _counts.AsSpan(item * _labels.Length, _labels.Length);

    /// <summary>One list of labels per item; null is no label.</summary>
    public static LabelCounts Of(IReadOnlyList<IReadOnlyList<int?>> items)
    {
        int[] labels = [.. items.SelectMany(item => item).OfType<int>().Distinct().Order()];
        var counts = new LabelCounts(labels, items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            foreach (int label in items[i].OfType<int>())
            {
                counts._counts[(i * labels.Length) + Array.BinarySearch(labels, label)]++;
            }
        }

        return counts;
    }

    internal static LabelCounts Of(IReadOnlyList<AnnotatorColumn> columns, int itemCount)
    {
        int[] labels = [.. columns.SelectMany(column => column.DistinctLabels).Distinct().Order()];
        var counts = new LabelCounts(labels, itemCount);
        foreach (AnnotatorColumn column in columns)
        {
            counts.Add(column.Labels);
        }

        return counts;
    }

    internal int At(int item, int label)
    {
        int position = Array.BinarySearch(_labels, label);
        return position < 0 ? 0 : this[item][position];
    }

    internal double EntropyAt(int item)
    {
        ReadOnlySpan<int> counts = this[item];
        int total = 0;
        double sum = 0;
        foreach (int count in counts)
        {
            total += count;
            sum += count == 0 ? 0 : count * Math.Log(count);
        }

        return total == 0 ? 0 : Math.Max(0, Math.Log(total) - (sum / total));
    }

    internal Consensus[] ConsensusOfAll()
    {
        var all = new Consensus[ItemCount];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = Consensus.Of(_labels, this[i]);
        }

        return all;
    }

    private void Add(ReadOnlySpan<int> labels)
    {
        int width = _labels.Length;
        for (int i = 0; i < labels.Length; i++)
        {
            int label = labels[i];
            if (label == AnnotatorColumn.None)
            {
                continue;
            }

            int position = Array.BinarySearch(_labels, label);
            _counts[(i * width) + position]++;
        }
    }
}
