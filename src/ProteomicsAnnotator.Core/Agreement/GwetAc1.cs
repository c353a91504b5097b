namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Gwet's AC1 (Gwet 2008, British Journal of Mathematical and Statistical Psychology 61, 29-48) in the form for
/// missing labels (Gwet 2014, Handbook of Inter-Rater Reliability): the observed agreement is over the items with two
/// or more labels, the label shares are over all labelled items, each item weighing the same. q = labels in use.
/// </summary>
public static class GwetAc1
{
    /// <summary>Null when no item has two labels or only one label was used.</summary>
    public static double? Of(VotePatterns patterns) => Of(patterns, patterns.Weights);

    internal static double? Of(VotePatterns patterns, ReadOnlySpan<int> weights)
    {
        if (PercentAgreement.Of(patterns, weights) is not { } observed)
        {
            return null;
        }

        long items = 0;
        Span<double> shares = new double[patterns.LabelCount];
        for (int i = 0; i < weights.Length; i++)
        {
            items += weights[i];
            double weight = weights[i] / (double)patterns.Raters[i];
            ReadOnlySpan<int> counts = patterns[i];
            for (int k = 0; k < counts.Length; k++)
            {
                shares[k] += weight * counts[k];
            }
        }

        double chance = 0;
        int used = 0;
        foreach (double share in shares)
        {
            chance += share / items * (1 - (share / items));
            used += share > 0 ? 1 : 0;
        }

        if (used < 2)
        {
            return null;
        }

        chance /= used - 1;
        return (observed - chance) / (1 - chance);
    }
}
