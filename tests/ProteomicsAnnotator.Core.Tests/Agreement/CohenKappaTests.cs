using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class CohenKappaTests
{
    [Fact]
    public void Of_TwoByTwo_HasValueErrorAndInterval()
    {
        var kappa = CohenKappa.Of(ConfusionMatrix.Of([[20, 5], [10, 15]]));

        Assert.Equal(0.40, kappa.Value!.Value, 1e-12);
        Assert.Equal(0.126996, kappa.StandardError!.Value, 1e-6);
        Assert.Equal(0.151092, kappa.Low!.Value, 1e-6);
        Assert.Equal(0.648908, kappa.High!.Value, 1e-6);
        Assert.Equal(50, kappa.N);
    }

    [Fact]
    public void Of_ThreeClasses_IsAsPublished() =>
        Assert.Equal(0.676471, CohenKappa.Of(ConfusionMatrix.Of([[75, 1, 4], [5, 4, 1], [0, 0, 10]])).Value!.Value, 1e-6);

    [Fact]
    public void Of_OneClass_IsUndefined()
    {
        var kappa = CohenKappa.Of(ConfusionMatrix.Of([[10, 0], [0, 0]]));

        Assert.Equal(new CohenKappa(null, 10, null), kappa);
        Assert.Null(kappa.Low);
    }

    [Fact]
    public void Of_NothingInCommon_IsUndefined()
    {
        ReviewTable table = Reviews.Table(["a", "b"], [[1, null], [null, 2]]);

        Assert.Equal(new CohenKappa(null, 0, null), CohenKappa.Of(table, table.Annotators[0], table.Annotators[1]));
    }

    [Fact]
    public void Of_OneItemOrPerfectAgreement_HasNoInterval()
    {
        foreach (int[][] cells in new int[][][] { [[0, 1], [0, 0]], [[7, 0], [0, 9]] })
        {
            var kappa = CohenKappa.Of(ConfusionMatrix.Of(cells));

            Assert.NotNull(kappa.Value);
            Assert.Null(kappa.Low);
            Assert.Null(kappa.High);
        }
    }

    [Fact]
    public void Of_TwoConstantButDifferentRaters_IsZero() =>
        Assert.Equal(0, CohenKappa.Of(ConfusionMatrix.Of([[0, 10], [0, 0]])).Value!.Value, 1e-12);
}
