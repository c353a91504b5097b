using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public sealed class RepeatFiguresTests
{
    /// <summary>Expected: the roots of (share - q)² = z² q (1 - q) / n, found by bisection in Python.</summary>
    [Theory]
    [InlineData(18, 20, 0.69897, 0.97213)]
    [InlineData(0, 10, 0, 0.27753)]
    [InlineData(10, 10, 0.72247, 1)]
    [InlineData(1, 1, 0.20655, 1)]
    [InlineData(50, 100, 0.40383, 0.59617)]
    public void Wilson_IsWhereTheScoreTestTurns(int hits, int n, double low, double high)
    {
        WilsonInterval interval = WilsonInterval.Of(hits, n);
        Assert.Equal((low, high), (Math.Round(interval.Low, 5), Math.Round(interval.High, 5)));
    }

    [Fact]
    public void Figures_CountTheSame_ByClass_AndNameWhatDiffers()
    {
        LabelRepeat[] repeats = [Of(1, 1, 1), Of(2, 1, 1), Of(3, 1, 2), Of(4, 3, 3), Of(5, 2, 2), Of(6, 2, 2), Of(7, 2, 1), Of(8, 3, 3)];

        var figures = RepeatFigures.Of(repeats);

        Assert.Equal((8, 6), (figures.Total, figures.Same));
        Assert.Equal([new(1, 3, 2), new(2, 3, 2), new(3, 2, 2)], figures.Classes);
        Assert.Equal([repeats[2], repeats[6]], figures.Different);

        // Observed 6/8; expected (3*3 + 3*3 + 2*2)/64 = 22/64: (0.75 - 0.34375) / (1 - 0.34375).
        Assert.Equal(0.619, Math.Round(figures.Kappa.Value!.Value, 3));
    }

    [Fact]
    public void Figures_OfNothing_AndOfOneClassAlone_HaveNoKappa()
    {
        var none = RepeatFigures.Of([]);
        Assert.Equal((0, 0, null, null), (none.Total, none.Same, none.Interval, none.Kappa.Value));
        Assert.Null(RepeatFigures.Of([Of(1, 2, 2), Of(2, 2, 2)]).Kappa.Value);
    }

    private static LabelRepeat Of(int block, int first, int second) =>
        new(LabelRig.Key($"block_{block:0000}"), first, second, new DateTimeOffset(2024, 1, 2, 10, 0, block, TimeSpan.Zero));
}
