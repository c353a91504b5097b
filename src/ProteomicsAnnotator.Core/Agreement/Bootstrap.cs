using ProteomicsAnnotator.Core.Agreement.Clustering;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Percentile bootstrap over labelled blocks, or over clusters of them (Efron and Tibshirani 1993, chapter 13): 1,000 resamples with
/// replacement, 2.5 % and 97.5 % quantiles with linear interpolation. Each resample has a generator of its own, so the
/// result depends neither on the number of cores nor on the run.
/// </summary>
internal static class Bootstrap
{
    internal const int Resamples = 1000;
    private const ulong Seed = 0x5EED_0A6E_E9E7_0001;

    /// <summary>
    /// One interval per statistic. Resamples on which a statistic is undefined are left out; null when fewer than half remain, or
    /// when there are no two clusters.
    /// </summary>
    public static (double Low, double High)?[] Intervals(
        VotePatterns patterns, IReadOnlyList<AgreementCoefficients.Statistic> statistics, BlockClusters? clusters, CancellationToken ct)
    {
        double?[][] values = [.. statistics.Select(_ => new double?[Resamples])];
        int[][]? drawn = clusters?.ItemsOf(patterns.RowOfItem);
        if (drawn is null ? patterns.ItemCount > 0 : drawn.Length > 1)
        {
            _ = Parallel.For(0, Resamples, new ParallelOptions { CancellationToken = ct }, resample =>
            {
                int[] weights = Draw(patterns, drawn, Seed + (ulong)resample);
                for (int i = 0; i < statistics.Count; i++)
                {
                    values[i][resample] = statistics[i](patterns, weights);
                }
            });
        }

        return [.. values.Select(Interval)];
    }

    private static int[] Draw(VotePatterns patterns, int[][]? clusters, ulong seed)
    {
        int[] weights = new int[patterns.Weights.Length];
        ReadOnlySpan<int> patternOfItem = patterns.PatternOfItem;
        ulong state = SplitMix64(ref seed);
        int units = clusters?.Length ?? patternOfItem.Length;
        for (int i = 0; i < units; i++)
        {
            // The high half of a 64 x 64 bit product maps the draw to 0..n-1 with a bias below n / 2^64.
            int unit = (int)Math.BigMul(SplitMix64(ref state), (ulong)units, out _);
            if (clusters is null)
            {
                weights[patternOfItem[unit]]++;
                continue;
            }

            foreach (int item in clusters[unit])
            {
                weights[patternOfItem[item]]++;
            }
        }

        return weights;
    }

    /// <summary>Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators".</summary>
    private static ulong SplitMix64(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static (double Low, double High)? Interval(double?[] values)
    {
        double[] defined = [.. values.OfType<double>().Order()];
        return defined.Length * 2 < Resamples ? null : (Quantile(defined, 0.025), Quantile(defined, 0.975));
    }

    private static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
