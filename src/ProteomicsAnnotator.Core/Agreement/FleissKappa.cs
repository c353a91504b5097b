namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Fleiss (1971), "Measuring nominal scale agreement among many raters", Psychological Bulletin 76, 378-382.
/// It needs items with one number of labels each, so it is of those with the commonest number of two or more
/// (<see cref="VotePatterns.CommonestRaters"/>); over all items Krippendorff's alpha serves.
/// </summary>
public static class FleissKappa
{
    /// <summary>Null when no item has two labels, and when those items hold only one label.</summary>
    public static double? Of(VotePatterns patterns) => Of(patterns, patterns.Weights);

    internal static double? Of(VotePatterns patterns, ReadOnlySpan<int> weights)
    {
        // Of the whole table, also for a resample of it: the statistic stays the same one.
        long raters = patterns.CommonestRaters;
        long items = 0;
        double agreement = 0;
        Span<double> perLabel = new double[patterns.LabelCount];
        for (int i = 0; i < weights.Length; i++)
        {
            if (patterns.Raters[i] != raters)
            {
                continue;
            }

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
