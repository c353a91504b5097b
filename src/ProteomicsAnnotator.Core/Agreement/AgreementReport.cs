namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>All figures of one table.</summary>
public sealed record AgreementReport(
    ReviewStatistics Statistics, AgreementCoefficients Coefficients, IReadOnlyList<PairKappa> PairKappas)
{
    /// <summary>With bootstrap intervals: seconds for the largest tables.</summary>
    public static AgreementReport Of(ReviewTable table, CancellationToken ct = default) => new(
        table.Statistics, AgreementCoefficients.WithIntervals(table, ct), PairKappa.AllOf(table, ct));
}
