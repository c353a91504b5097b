namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Krippendorff's alpha from the coincidence matrix (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").
/// Missing labels are fine; an item with a single label pairs with nothing and drops out.
/// </summary>
public static class KrippendorffAlpha
{
    /// <summary>Nominal: two labels are equal or not. Null when no item has two labels or only one label was used.</summary>
    public static double? Nominal(VotePatterns patterns) => Nominal(patterns, patterns.Weights);

    /// <summary>Ordinal: distance by the ranks the labels span. Same rules as <see cref="Nominal(VotePatterns)"/>.</summary>
    public static double? Ordinal(LabelCounts counts)
    {
        double[] coincidences = Coincidences(counts);
        double[] totals = RowSums(coincidences, counts.Labels.Count);
        return Of(coincidences, totals, (low, high) =>
        {
            double ranks = 0;
            for (int k = low; k <= high; k++)
            {
                ranks += totals[k];
            }

            ranks -= (totals[low] + totals[high]) / 2;
            return ranks * ranks;
        });
    }

    /// <summary>Interval: squared difference of the labels as numbers. Same rules as <see cref="Nominal(VotePatterns)"/>.</summary>
    public static double? Interval(LabelCounts counts)
    {
        double[] coincidences = Coincidences(counts);
        double[] totals = RowSums(coincidences, counts.Labels.Count);
        return Of(coincidences, totals, (low, high) =>
        {
            double difference = counts.Labels[high] - (double)counts.Labels[low];
            return difference * difference;
        });
    }

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

    private static double? Of(double[] coincidences, double[] totals, Func<int, int, double> squaredDistance)
    {
        double all = totals.Sum();
        double observed = 0;
        double expected = 0;
        for (int low = 0; low < totals.Length; low++)
        {
            for (int high = low + 1; high < totals.Length; high++)
            {
                double distance = squaredDistance(low, high);
                observed += coincidences[(low * totals.Length) + high] * distance;
                expected += totals[low] * totals[high] * distance;
            }
        }

        return expected == 0 ? null : 1 - ((all - 1) * observed / expected);
    }

    private static double[] Coincidences(LabelCounts counts)
    {
        int width = counts.Labels.Count;
        double[] matrix = new double[width * width];
        for (int i = 0; i < counts.ItemCount; i++)
        {
            ReadOnlySpan<int> item = counts[i];
            int raters = 0;
            foreach (int count in item)
            {
                raters += count;
            }

            for (int a = 0; raters > 1 && a < width; a++)
            {
                for (int b = 0; b < width; b++)
                {
                    int pairs = item[a] * (a == b ? item[b] - 1 : item[b]);
                    matrix[(a * width) + b] += pairs / (double)(raters - 1);
                }
            }
        }

        return matrix;
    }

    private static double[] RowSums(double[] matrix, int width) =>
        [.. Enumerable.Range(0, width).Select(row => matrix.AsSpan(row * width, width).ToArray().Sum())];
}
