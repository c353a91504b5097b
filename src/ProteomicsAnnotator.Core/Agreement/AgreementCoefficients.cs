using ProteomicsAnnotator.Core.Agreement.Clustering;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>The agreement of all counted annotators on all blocks.</summary>
public sealed record AgreementCoefficients(
    Coefficient PercentAgreement, Coefficient FleissKappa, Coefficient KrippendorffAlpha, Coefficient GwetAc1)
{
    /// <summary>Votes on each block that <see cref="FleissKappa"/> is of: the commonest number of two or more; 0 without one.</summary>
    public int FleissVotesPerBlock { get; init; }

    internal delegate double? Statistic(VotePatterns patterns, ReadOnlySpan<int> weights);

    internal static IReadOnlyList<Statistic> Statistics { get; } =
    [
        Agreement.PercentAgreement.Of,
        Agreement.FleissKappa.Of,
        Agreement.KrippendorffAlpha.Nominal,
        Agreement.GwetAc1.Of,
    ];

    /// <summary>The values alone: fast enough for every change of a label.</summary>
    public static AgreementCoefficients Of(ReviewTable table) => Of(VotePatterns.Of(table));

    public static AgreementCoefficients Of(VotePatterns patterns)
    {
        int n = patterns.PairableCount;
        Coefficient[] all = [.. Statistics.Select(statistic => new Coefficient(statistic(patterns, patterns.Weights), n))];
        return new AgreementCoefficients(all[0], all[1] with { N = patterns.CommonestCount }, all[2], all[3])
        {
            FleissVotesPerBlock = patterns.CommonestRaters,
        };
    }

    /// <summary>Values and intervals: seconds for the largest tables, so meant for the background.</summary>
    /// <param name="table">Whose votes.</param>
    /// <param name="clusters">What is drawn anew for the intervals; null: single blocks.</param>
    /// <param name="ct">Ends the computation.</param>
    public static AgreementCoefficients WithIntervals(ReviewTable table, BlockClusters? clusters = null, CancellationToken ct = default) =>
        WithIntervals(VotePatterns.Of(table), clusters, ct);

    public static AgreementCoefficients WithIntervals(VotePatterns patterns, BlockClusters? clusters = null, CancellationToken ct = default)
    {
        AgreementCoefficients values = Of(patterns);
        Coefficient[] all = [values.PercentAgreement, values.FleissKappa, values.KrippendorffAlpha, values.GwetAc1];
        (double Low, double High)?[] intervals = Bootstrap.Intervals(patterns, Statistics, clusters, ct);
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = Coefficient.Of(all[i].Value, all[i].N, intervals[i]);
        }

        return values with
        {
            PercentAgreement = all[0],
            FleissKappa = all[1],
            KrippendorffAlpha = all[2],
            GwetAc1 = all[3],
        };
    }
}

/// <summary>
/// A coefficient with its 95 % bootstrap interval. All null where undefined; <paramref name="N"/> = the blocks it is of:
/// those with two or more labels, for Fleiss' kappa those with the commonest number. The interval is null until it has
/// been computed.
/// </summary>
public readonly record struct Coefficient(double? Value, int N, double? Low = null, double? High = null)
{
    internal static Coefficient Of(double? value, int n, (double Low, double High)? interval) =>
        value is null ? new Coefficient(null, n) : new Coefficient(value, n, interval?.Low, interval?.High);
}
