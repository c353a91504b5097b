namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Mean over the items with two or more labels of the share of agreeing pairs, 0..1. Not corrected for chance.
/// </summary>
public static class PercentAgreement
{
    /// <summary>Null when no item has two labels.</summary>
    public static double? Of(VotePatterns patterns) => Of(patterns, patterns.Weights);

    internal static double? Of(VotePatterns patterns, ReadOnlySpan<int> weights)
    {
        double sum = 0;
        long items = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            long raters = patterns.Raters[i];
            if (raters < 2 || weights[i] == 0)
            {
                continue;
            }

            items += weights[i];
            sum += weights[i] * (patterns.AgreeingPairs[i] / (double)(raters * (raters - 1)));
        }

        return items == 0 ? null : sum / items;
    }
}
