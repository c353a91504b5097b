namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Cohen's kappa of two annotators, A before B by username; N = blocks both labelled.</summary>
public sealed record PairKappa(string A, string B, int N, double? Value)
{
    /// <summary>Ends of the 95 % interval; null where there is none.</summary>
    public (double Low, double High)? Interval { get; init; }

    /// <summary>Every pair of counted annotators with at least one label each, by A, then B.</summary>
    public static IReadOnlyList<PairKappa> AllOf(ReviewTable all, CancellationToken ct = default)
    {
        ReviewTable table = all.Rated;
        (AnnotatorColumn A, AnnotatorColumn B)[] pairs = [.. PairsOf(table)];
        var kappas = new PairKappa[pairs.Length];
        _ = Parallel.For(0, pairs.Length, new ParallelOptions { CancellationToken = ct }, i =>
        {
            (AnnotatorColumn a, AnnotatorColumn b) = pairs[i];
            CohenKappa kappa = CohenKappa.Of(table, a, b);
            kappas[i] = new PairKappa(a.Username, b.Username, kappa.N, kappa.Value)
            {
                Interval = kappa is { Low: { } low, High: { } high } ? (low, high) : null,
            };
        });
        return kappas;
    }

    /// <summary>By the first, then by the second.</summary>
    internal static IEnumerable<(AnnotatorColumn A, AnnotatorColumn B)> PairsOf(ReviewTable table)
    {
        AnnotatorColumn[] columns = [.. table.Counted.Where(column => column.LabelCount > 0)];
        return columns.SelectMany((a, i) => columns.Skip(i + 1).Select(b => (a, b)));
    }
}
