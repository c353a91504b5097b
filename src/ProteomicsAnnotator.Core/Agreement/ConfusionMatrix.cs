namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Items by two labels: [row label][column label], labels ascending.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _cells;
    private readonly bool _isSymmetric;

    private ConfusionMatrix(IReadOnlyList<int> labels, int[] cells, int total, bool isSymmetric = false)
    {
        Labels = labels;
        _cells = cells;
        _isSymmetric = isSymmetric;
        Total = total;
    }

    public IReadOnlyList<int> Labels { get; }

    /// <summary>Items that stand in at least one cell.</summary>
    public int Total { get; }

    /// <summary>Off the diagonal, the two labels with most items, whichever is the row; null: there are none.</summary>
    public ConfusedLabels? MostConfused
    {
        get
        {
            var pairs = from row in Enumerable.Range(0, Labels.Count)
                        from column in Enumerable.Range(row + 1, Labels.Count - row - 1)
                        select new ConfusedLabels(Labels[row], Labels[column], this[row, column] + (_isSymmetric ? 0 : this[column, row]));
            return pairs.OrderByDescending(pair => pair.Count).FirstOrDefault() is { Count: > 0 } top ? top : null;
        }
    }

    public int this[int row, int column] => _cells[(row * Labels.Count) + column];

    /// <summary>A square table of counts whose labels are 1..n.</summary>
    public static ConfusionMatrix Of(IReadOnlyList<IReadOnlyList<int>> cells) => Of([.. Enumerable.Range(1, cells.Count)], cells);

    /// <param name="labels">Of rows and columns, ascending.</param>
    /// <param name="cells">A square table of counts.</param>
    public static ConfusionMatrix Of(IReadOnlyList<int> labels, IReadOnlyList<IReadOnlyList<int>> cells)
    {
        int[] flat = [.. cells.SelectMany(row => row)];
        return new ConfusionMatrix(labels, flat, flat.Sum());
    }

    /// <summary>Rows: the first annotator's label; columns: the second's. Every item stands in one cell.</summary>
    public static ConfusionMatrix Between(AnnotatorColumn first, AnnotatorColumn second, IReadOnlyList<int> labels)
    {
        int[] sorted = [.. labels];
        int[] cells = new int[sorted.Length * sorted.Length];
        ReadOnlySpan<int> a = first.Labels;
        ReadOnlySpan<int> b = second.Labels[..a.Length];
        int total = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] == AnnotatorColumn.None || b[i] == AnnotatorColumn.None)
            {
                continue;
            }

            cells[(sorted.AsSpan().IndexOf(a[i]) * sorted.Length) + sorted.AsSpan().IndexOf(b[i])]++;
            total++;
        }

        return new ConfusionMatrix(sorted, cells, total);
    }

    /// <summary>
    /// Over all annotators: cell (a, b) counts the blocks on which two different annotators gave a and b, the diagonal
    /// those on which at least two gave a. Symmetric; a block with three labels stands in three cells.
    /// </summary>
    public static ConfusionMatrix Overall(ReviewTable table)
    {
        LabelCounts counts = table.Rated.Counts;
        int width = counts.Labels.Count;
        int[] cells = new int[width * width];
        int total = 0;
        for (int item = 0; item < counts.ItemCount; item++)
        {
            ReadOnlySpan<int> votes = counts[item];
            bool counted = false;
            for (int a = 0; a < width; a++)
            {
                for (int b = 0; votes[a] > 0 && b < width; b++)
                {
                    bool paired = a == b ? votes[a] > 1 : votes[b] > 0;
                    cells[(a * width) + b] += paired ? 1 : 0;
                    counted |= paired;
                }
            }

            total += counted ? 1 : 0;
        }

        return new ConfusionMatrix(counts.Labels, cells, total, isSymmetric: true);
    }

    internal bool Uses(int label)
    {
        for (int i = 0; i < Labels.Count; i++)
        {
            if (this[label, i] > 0 || this[i, label] > 0)
            {
                return true;
            }
        }

        return false;
    }
}

/// <param name="First">The smaller label.</param>
/// <param name="Second">The other one.</param>
/// <param name="Count">Items with both.</param>
public sealed record ConfusedLabels(int First, int Second, int Count);
