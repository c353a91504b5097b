namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Who gave what to which item, as (item, rater, label, count): a rater may have rated an item more than once.
/// Positions everywhere; <see cref="Labels"/> says what a label position means.
/// </summary>
public sealed class RatingList
{
    private readonly int[] _starts;
    private readonly (int Rater, int Label, int Count)[] _ratings;

    private RatingList(IReadOnlyList<int> labels, int raterCount, int[] starts, (int, int, int)[] ratings)
    {
        Labels = labels;
        RaterCount = raterCount;
        _starts = starts;
        _ratings = ratings;
    }

    /// <summary>The labels in use, ascending.</summary>
    public IReadOnlyList<int> Labels { get; }

    public int RaterCount { get; }

    public int ItemCount => _starts.Length - 1;

    internal ReadOnlySpan<(int Rater, int Label, int Count)> this[int item] =>
        _ratings.AsSpan(_starts[item].._starts[item + 1]);

    /// <summary>[item][rater] -> the labels that rater gave.</summary>
    public static RatingList Of(IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>> items)
    {
        int[] labels = [.. items.SelectMany(item => item).SelectMany(given => given).Distinct().Order()];
        List<(int, int, int)> ratings = [];
        int[] starts = new int[items.Count + 1];
        for (int item = 0; item < items.Count; item++)
        {
            for (int rater = 0; rater < items[item].Count; rater++)
            {
                ratings.AddRange(items[item][rater]
                    .GroupBy(label => label)
                    .Select(group => (rater, Array.BinarySearch(labels, group.Key), group.Count())));
            }

            starts[item + 1] = ratings.Count;
        }

        return new RatingList(labels, items.Max(item => (int?)item.Count) ?? 0, starts, [.. ratings]);
    }

    /// <summary>Items are the table's blocks, raters its counted annotators. Without votes that are not blind.</summary>
    public static RatingList Of(ReviewTable all)
    {
        ReviewTable table = all.Rated;
        int[] labels = [.. table.Labels];
        int[] starts = new int[table.Count + 1];
        var ratings = new (int, int, int)[table.Counted.Sum(column => column.LabelCount)];
        int next = 0;
        for (int item = 0; item < table.Count; item++)
        {
            for (int rater = 0; rater < table.Counted.Count; rater++)
            {
                int label = table.Counted[rater].Labels[item];
                if (label != AnnotatorColumn.None)
                {
                    ratings[next++] = (rater, labels.AsSpan().IndexOf(label), 1);
                }
            }

            starts[item + 1] = next;
        }

        return new RatingList(labels, table.Counted.Count, starts, ratings);
    }
}
