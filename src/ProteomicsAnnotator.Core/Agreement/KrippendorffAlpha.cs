namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Krippendorff's alpha from the coincidence matrix (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").
/// Missing labels are fine; an item with a single label pairs with nothing and drops out.
/// </summary>
public static class KrippendorffAlpha
{
    /// <summary>Nominal: two labels are equal or not. Null when no item has two labels or only one label was used.</summary>
    public static double? Nominal(VotePatterns patterns) => Nominal(patterns, patterns.Weights);

    internal static double? Nominal(VotePatterns patterns, ReadOnlySpan<int> weights)
    {
        double agreeing = 0;
        double all = 0;
        Span<double> totals = new double[patterns.LabelCount];
        for (int i = 0; i < weights.Length; i++)
        {
            int raters = patterns.Raters[i];
            if (raters < 2 || weights[i] == 0)
            {
                continue;
            }

            agreeing += weights[i] * (patterns.AgreeingPairs[i] / (double)(raters - 1));
            all += weights[i] * (double)raters;
            ReadOnlySpan<int> counts = patterns[i];
            for (int k = 0; k < counts.Length; k++)
            {
                totals[k] += weights[i] * (double)counts[k];
            }
        }

        double expectedAgreeing = 0;
        int used = 0;
        foreach (double total in totals)
        {
            expectedAgreeing += total * (total - 1);
            used += total > 0 ? 1 : 0;
        }

        if (used < 2)
        {
            return null;
        }

        double observed = 1 - (agreeing / all);
        double expected = 1 - (expectedAgreeing / (all * (all - 1)));
        return 1 - (observed / expected);
    }
}
