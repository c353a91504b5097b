namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Fleiss (1971), "Measuring nominal scale agreement among many raters", Psychological Bulletin 76, 378-382.
/// Every labelled item must have the same number of labels, two or more; with gaps Krippendorff's alpha serves.
/// </summary>
public static class FleissKappa
{
    /// <summary>Null for unequal or fewer than two raters, and when only one label was used.</summary>
    public static double? Of(VotePatterns patterns) => Of(patterns, patterns.Weights);

    internal static double? Of(VotePatterns patterns, ReadOnlySpan<int> weights)
    {
        if (patterns.Raters.Length == 0 || patterns.Raters[0] < 2 || patterns.Raters.AsSpan().ContainsAnyExcept(patterns.Raters[0]))
        {
            return null;
        }

        long raters = patterns.Raters[0];
        long items = 0;
        double agreement = 0;
        Span<double> perLabel = new double[patterns.LabelCount];
        for (int i = 0; i < weights.Length; i++)
        {
            items += weights[i];
            agreement += weights[i] * (patterns.AgreeingPairs[i] / (double)(raters * (raters - 1)));
            ReadOnlySpan<int> counts = patterns[i];
            for (int k = 0; k < counts.Length; k++)
            {
                perLabel[k] += weights[i] * (double)counts[k];
            }
        }

        double chance = 0;
        int used = 0;
        foreach (double count in perLabel)
        {
            double share = count / (items * raters);
            chance += share * share;
            used += count > 0 ? 1 : 0;
        }

        return used < 2 ? null : ((agreement / items) - chance) / (1 - chance);
    }
}
