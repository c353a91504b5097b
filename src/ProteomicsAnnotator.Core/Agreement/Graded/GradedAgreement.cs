namespace ProteomicsAnnotator.Core.Agreement.Graded;

/// <summary>
/// Agreement where the classes are grades, in the order of their numbers: near misses count as less than far ones. Krippendorff's
/// alpha (2011) with the squared distance of a <see cref="GradedScale"/>, and Gwet's AC2 (2014) with its weights.
/// </summary>
public static class GradedAgreement
{
    /// <summary>Null when no item has two labels or only one label was used.</summary>
    public static double? Alpha(LabelCounts counts, GradedScale scale) =>
        VotePatterns.Of(counts) is var patterns && counts.Labels.Count < 2 ? null : Alpha(patterns, counts.Labels, scale, patterns.Weights);

    /// <summary>As <see cref="Alpha(LabelCounts, GradedScale)"/>; for every scale but <see cref="GradedScale.Ranks"/>.</summary>
    public static double? Ac2(LabelCounts counts, GradedScale scale) =>
        VotePatterns.Of(counts) is var patterns && counts.Labels.Count < 2 ? null : Ac2(patterns, GradedWeights.Of(scale, counts.Labels), patterns.Weights);

    /// <summary>Cohen's weighted kappa of two people (Cohen 1968, Psychological Bulletin 70, 213-220); null where chance expects no distance.</summary>
    public static double? Kappa(ConfusionMatrix matrix, GradedScale scale)
    {
        int width = matrix.Labels.Count;
        if (width < 2 || matrix.Total == 0)
        {
            return null;
        }

        double[] weights = GradedWeights.Of(scale, matrix.Labels);
        double[] rows = [.. Enumerable.Range(0, width).Select(i => Enumerable.Range(0, width).Sum(j => (double)matrix[i, j]))];
        double[] columns = [.. Enumerable.Range(0, width).Select(j => Enumerable.Range(0, width).Sum(i => (double)matrix[i, j]))];
        double observed = 0;
        double expected = 0;
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                double distance = 1 - weights[(i * width) + j];
                observed += distance * matrix[i, j];
                expected += distance * rows[i] * columns[j] / matrix.Total;
            }
        }

        return expected == 0 ? null : 1 - (observed / expected);
    }

    internal static double? Alpha(VotePatterns patterns, IReadOnlyList<int> labels, GradedScale scale, ReadOnlySpan<int> weights)
    {
        int width = patterns.LabelCount;
        double[] coincidences = Coincidences(patterns, weights);
        double[] totals = [.. Enumerable.Range(0, width).Select(row => coincidences.AsSpan(row * width, width).ToArray().Sum())];
        double[]? similar = scale == GradedScale.Ranks ? null : GradedWeights.Of(scale, labels);
        double observed = 0;
        double expected = 0;
        for (int low = 0; low < width; low++)
        {
            for (int high = low + 1; high < width; high++)
            {
                double distance = similar is null ? SquaredRanks(totals, low, high) : 1 - similar[(low * width) + high];
                observed += coincidences[(low * width) + high] * distance;
                expected += totals[low] * totals[high] * distance;
            }
        }

        return expected == 0 ? null : 1 - ((totals.Sum() - 1) * observed / expected);
    }

    internal static double? Ac2(VotePatterns patterns, double[] similar, ReadOnlySpan<int> weights)
    {
        int width = patterns.LabelCount;
        double agreeing = 0;
        long compared = 0;
        long items = 0;
        double[] shares = new double[width];
        for (int i = 0; i < weights.Length; i++)
        {
            int raters = patterns.Raters[i];
            ReadOnlySpan<int> counts = patterns[i];
            items += weights[i];
            double pairs = 0;
            for (int a = 0; a < width; a++)
            {
                shares[a] += weights[i] * (counts[a] / (double)raters);
                for (int b = 0; counts[a] > 0 && b < width; b++)
                {
                    pairs += counts[a] * similar[(a * width) + b] * (a == b ? counts[b] - 1 : counts[b]);
                }
            }

            if (raters > 1)
            {
                compared += weights[i];
                agreeing += weights[i] * pairs / (raters * (raters - 1.0));
            }
        }

        double used = shares.Count(share => share > 0);
        if (compared == 0 || used < 2)
        {
            return null;
        }

        double chance = similar.Sum() / (width * (width - 1.0)) * shares.Sum(share => share / items * (1 - (share / items)));
        return chance == 1 ? null : ((agreeing / compared) - chance) / (1 - chance);
    }

    private static double SquaredRanks(double[] totals, int low, int high)
    {
        double ranks = totals[low..(high + 1)].Sum() - ((totals[low] + totals[high]) / 2);
        return ranks * ranks;
    }

    private static double[] Coincidences(VotePatterns patterns, ReadOnlySpan<int> weights)
    {
        int width = patterns.LabelCount;
        double[] matrix = new double[width * width];
        for (int i = 0; i < weights.Length; i++)
        {
            ReadOnlySpan<int> item = patterns[i];
            double weight = patterns.Raters[i] > 1 ? weights[i] / (double)(patterns.Raters[i] - 1) : 0;
            for (int a = 0; weight > 0 && a < width; a++)
            {
                for (int b = 0; item[a] > 0 && b < width; b++)
                {
                    matrix[(a * width) + b] += weight * item[a] * (a == b ? item[b] - 1 : item[b]);
                }
            }
        }

        return matrix;
    }
}
