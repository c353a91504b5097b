namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Cohen's kappa of two annotators, A before B by username; N = blocks both labelled.</summary>
public sealed record PairKappa(string A, string B, int N, double? Value)
{
    /// <summary>Ends of the 95 % interval; null where there is none.</summary>
    public (double Low, double High)? Interval { get; init; }

    /// <summary>Every pair of counted annotators with at least one label each, by A, then B.</summary>
    public static IReadOnlyList<PairKappa> AllOf(ReviewTable table, CancellationToken ct = default)
    {
        AnnotatorColumn[] columns = [.. table.Counted.Where(column => column.LabelCount > 0)];
        (int A, int B)[] pairs =
            [.. Enumerable.Range(0, columns.Length).SelectMany(a => Enumerable.Range(a + 1, columns.Length - a - 1).Select(b => (a, b)))];
        var kappas = new PairKappa[pairs.Length];
        _ = Parallel.For(0, pairs.Length, new ParallelOptions { CancellationToken = ct }, i =>
        {
            (AnnotatorColumn a, AnnotatorColumn b) = (columns[pairs[i].A], columns[pairs[i].B]);
            CohenKappa kappa = CohenKappa.Of(table, a, b);
            kappas[i] = new PairKappa(a.Username, b.Username, kappa.N, kappa.Value)
            {
                Interval = kappa is { Low: { } low, High: { } high } ? (low, high) : null,
            };
        });
        return kappas;
    }
}
