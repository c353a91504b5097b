using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class BootstrapTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Three items with three patterns, so that each resample's weights say which items were drawn.
    private static VotePatterns ThreeItems() => VotePatterns.Of(LabelCounts.Of([[1, 1], [1, 2], [2, 2]]));

    [Fact]
    public void Interval_IsBetweenTheOrderStatisticsAsNumpyInterpolates()
    {
        var values = new ConcurrentBag<double>();
        double? Statistic(VotePatterns patterns, ReadOnlySpan<int> weights)
        {
            double value = Math.Sqrt(1 + weights[0]) + (Math.Cbrt(2 + weights[1]) / 3) + (weights[2] * 0.1);
            values.Add(value);
            return value;
        }

        (double Low, double High) interval = Bootstrap.Intervals(ThreeItems(), [Statistic], null, Ct)[0]!.Value;

        // numpy.quantile(values, q), method "linear": position q (n - 1), here 24.975 and 974.025.
        double[] sorted = [.. values.Order()];
        Assert.Equal(1000, sorted.Length);
        Assert.Equal(sorted[24] + (0.975 * (sorted[25] - sorted[24])), interval.Low, 1e-12);
        Assert.Equal(sorted[974] + (0.025 * (sorted[975] - sorted[974])), interval.High, 1e-12);
    }

    [Fact]
    public void Interval_OfValuesThatAllDiffer_IsInterpolated()
    {
        int next = -1;
        double? Statistic(VotePatterns patterns, ReadOnlySpan<int> weights) => Interlocked.Increment(ref next);

        (double Low, double High) interval = Bootstrap.Intervals(ThreeItems(), [Statistic], null, Ct)[0]!.Value;

        // numpy.quantile(numpy.arange(1000), [0.025, 0.975])
        Assert.Equal(24.975, interval.Low, 1e-9);
        Assert.Equal(974.025, interval.High, 1e-9);
    }

    [Theory]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(1000, true)]
    [InlineData(0, false)]
    public void Interval_StandsOnlyWhenHalfOfTheResamplesAreDefined(int defined, bool exists)
    {
        int next = 0;
        double? Statistic(VotePatterns patterns, ReadOnlySpan<int> weights) => Interlocked.Increment(ref next) <= defined ? 1 : null;

        Assert.Equal(exists, Bootstrap.Intervals(ThreeItems(), [Statistic], null, Ct)[0] is not null);
    }

    [Fact]
    public void Interval_OnePairThatAgrees_IsOfPercentAgreementOnly()
    {
        // One pair, and it agrees: alpha is undefined on every resample, percent agreement on those without the pair.
        VotePatterns patterns = VotePatterns.Of(LabelCounts.Of([[1, 1], [2, null], [3, null]]));

        AgreementCoefficients all = AgreementCoefficients.WithIntervals(patterns, ct: Ct);

        Assert.Null(all.KrippendorffAlpha.Low);
        Assert.Equal(1.0, all.PercentAgreement.Low);
    }

    [Fact]
    public void Resamples_AreDrawnWithReplacementFromAllItems()
    {
        var drawn = new ConcurrentBag<int[]>();
        double? Statistic(VotePatterns patterns, ReadOnlySpan<int> weights)
        {
            drawn.Add(weights.ToArray());
            return 0;
        }

        _ = Bootstrap.Intervals(ThreeItems(), [Statistic], null, Ct);

        Assert.All(drawn, weights => Assert.Equal(3, weights.Sum()));
        // Each of 3000 draws hits each item with probability 1/3: 1000 +- 5 standard deviations of 25.8.
        Assert.All(Enumerable.Range(0, 3), item => Assert.InRange(drawn.Sum(weights => weights[item]), 871, 1129));
    }
}
