using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.Core.Tests.Planning;

public sealed class ExpectedPrecisionTests
{
    /// <summary>Beside the spread of the mean agreement in simulated campaigns.</summary>
    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(5, 2)]
    public void HalfWidth_IsTheSpreadOfSimulatedCampaigns(int votes, int classes)
    {
        const int Blocks = 400;
        const int Campaigns = 1500;
        var random = new Random(5);
        double right = RightFor(0.8, classes);
        double[] agreements = [.. Enumerable.Range(0, Campaigns).Select(_ => Enumerable.Range(0, Blocks).Average(_ => Agreement(random, (right, votes, classes))))];
        double mean = agreements.Average();
        double spread = Math.Sqrt(agreements.Sum(value => (value - mean) * (value - mean)) / (Campaigns - 1));

        ExpectedPrecision expected = ExpectedPrecision.Of(Blocks, votes, classes);

        Assert.Equal(0.8, mean, 0.005);
        Assert.InRange(expected.Agreement!.Value / (1.96 * spread), 0.93, 1.07);
        Assert.Equal(expected.Agreement.Value * Math.Sqrt(classes), expected.PerClass!.Value, 1e-9);
    }

    [Fact]
    public void OneVote_HasNoAgreement() => Assert.Equal(new ExpectedPrecision(null, null, null), ExpectedPrecision.Of(100, 1, 3));

    /// <summary>By halving: the chance to be right at which two annotators agree so often.</summary>
    private static double RightFor(double agreement, int classes)
    {
        (double low, double high) = (1.0 / classes, 1.0);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            double wrong = (1 - middle) / (classes - 1);
            (low, high) = (middle * middle) + (wrong * wrong * (classes - 1)) < agreement ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static double Agreement(Random random, (double Right, int Votes, int Classes) model)
    {
        int[] given = [.. Enumerable.Range(0, model.Votes).Select(_ => random.NextDouble() < model.Right ? 0 : random.Next(1, model.Classes))];
        int alike = 0;
        for (int i = 0; i < given.Length; i++)
        {
            for (int j = i + 1; j < given.Length; j++)
            {
                alike += given[i] == given[j] ? 1 : 0;
            }
        }

        return alike / (given.Length * (given.Length - 1) / 2.0);
    }
}
