using ProteomicsAnnotator.Core.Agreement.Clustering;

namespace ProteomicsAnnotator.Core.Agreement.Classes;

/// <summary>How well people agree on one class, with 95 % bootstrap intervals.</summary>
/// <param name="Label">The class.</param>
/// <param name="Specific">
/// Of a vote for it on a block with two or more votes: the share of that block's other votes that say the same (Spitzer and Fleiss 1974);
/// of the blocks with two or more votes, one of them for it.
/// </param>
/// <param name="Alpha">Krippendorff's alpha of this class against all others together.</param>
public sealed record ClassAgreement(int Label, Coefficient Specific, Coefficient Alpha)
{
    /// <summary>Of every label in use, ascending.</summary>
    /// <param name="table">Whose votes.</param>
    /// <param name="clusters">What is drawn anew for the intervals; null: single blocks.</param>
    /// <param name="ct">Ends the computation.</param>
    public static IReadOnlyList<ClassAgreement> AllOf(ReviewTable table, BlockClusters? clusters = null, CancellationToken ct = default) =>
        AllOf(VotePatterns.Of(table), table.Rated.Labels, clusters, ct);

    internal static IReadOnlyList<ClassAgreement> AllOf(VotePatterns patterns, IReadOnlyList<int> labels, BlockClusters? clusters, CancellationToken ct)
    {
        AgreementCoefficients.Statistic[] statistics =
        [
            .. Enumerable.Range(0, labels.Count).SelectMany<int, AgreementCoefficients.Statistic>(label =>
            [
                (all, weights) => SpecificOf(all, label, weights),
                (all, weights) => AlphaOf(all, label, weights),
            ]),
        ];
        (double Low, double High)?[] intervals = Bootstrap.Intervals(patterns, statistics, clusters, ct);
        Coefficient[] all = [.. statistics.Select((statistic, i) => Coefficient.Of(statistic(patterns, patterns.Weights), patterns.PairableCount, intervals[i]))];
        return [.. labels.Select((label, i) => new ClassAgreement(label, all[2 * i] with { N = patterns.PairableCountOf(i) }, all[(2 * i) + 1]))];
    }

    private static double? SpecificOf(VotePatterns patterns, int label, ReadOnlySpan<int> weights)
    {
        long agreeing = 0;
        long possible = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            long count = patterns[i][label];
            agreeing += weights[i] * count * (count - 1);
            possible += weights[i] * count * (patterns.Raters[i] - 1);
        }

        return possible == 0 ? null : agreeing / (double)possible;
    }

    /// <summary>Nominal alpha of two classes, from the coincidences of the class with the rest.</summary>
    private static double? AlphaOf(VotePatterns patterns, int label, ReadOnlySpan<int> weights)
    {
        double apart = 0;
        double ofClass = 0;
        double ofRest = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            int raters = patterns.Raters[i];
            if (raters > 1)
            {
                int count = patterns[i][label];
                apart += weights[i] * (count * (double)(raters - count) / (raters - 1));
                ofClass += weights[i] * (double)count;
                ofRest += weights[i] * (double)(raters - count);
            }
        }

        return ofClass == 0 || ofRest == 0 ? null : 1 - ((ofClass + ofRest - 1) * apart / (ofClass * ofRest));
    }
}
