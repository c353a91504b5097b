namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>How many annotators gave each label to each item: row-major [item][label], labels ascending.</summary>
public sealed class LabelCounts
{
    // Items counted at a time: their counts stay in the processor's cache while all columns pass by.
    private const int Chunk = 4096;

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
        _ = Parallel.For(0, (itemCount + Chunk - 1) / Chunk, chunk =>
        {
            int start = chunk * Chunk;
            int length = Math.Min(Chunk, itemCount - start);
            foreach (AnnotatorColumn column in columns)
            {
                counts.Add(column.Labels.Slice(start, length), start);
            }
        });
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

    private void Add(ReadOnlySpan<int> labels, int firstItem)
    {
        int width = _labels.Length;
        Span<int> counts = _counts.AsSpan(firstItem * width, labels.Length * width);
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] != AnnotatorColumn.None)
            {
                counts[(i * width) + _labels.AsSpan().IndexOf(labels[i])]++;
            }
        }
    }
}
