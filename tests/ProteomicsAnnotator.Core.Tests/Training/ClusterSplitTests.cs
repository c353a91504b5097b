using ProteomicsAnnotator.Core.Training;

namespace ProteomicsAnnotator.Core.Tests.Training;

public sealed class ClusterSplitTests
{
    [Fact]
    public void Clusters_OfAnySizes_AreWholeAndFillEveryPart()
    {
        var random = new Random(3);
        for (int round = 0; round < 300; round++)
        {
            Dictionary<string, int> sizes = Enumerable.Range(0, random.Next(3, 60)).ToDictionary(i => $"animal_{i}/tile", _ => random.Next(1, random.Next(2, 400)), StringComparer.Ordinal);
            SplitParts parts = SplitParts.Parse(round % 2 == 0 ? "80/10/10" : "70/30")!;

            IReadOnlyDictionary<string, int> chosen = ClusterSplit.Of(sizes, parts, round);

            Assert.Equal(sizes.Keys.Order(StringComparer.Ordinal), chosen.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(Enumerable.Range(0, parts.Percent.Count), chosen.Values.Distinct().Order());
            Assert.Equal(chosen, ClusterSplit.Of(sizes.Reverse().ToDictionary(StringComparer.Ordinal), parts, round));
        }
    }

    [Fact]
    public void Clusters_OfOneSize_AreDividedAsAsked_AndOtherwiseByAnotherSeed()
    {
        Dictionary<string, int> sizes = Enumerable.Range(0, 1000).ToDictionary(i => $"block_{i:0000}", _ => 1, StringComparer.Ordinal);

        IReadOnlyDictionary<string, int> one = ClusterSplit.Of(sizes, SplitParts.Usual, 1);

        Assert.Equal([800, 100, 100], one.Values.CountBy(part => part).OrderBy(part => part.Key).Select(part => part.Value));
        Assert.NotEqual(one, ClusterSplit.Of(sizes, SplitParts.Usual, 2));
    }

    [Theory]
    [InlineData(0, 3, false)]
    [InlineData(1, 1, true)]
    [InlineData(2, 3, false)]
    [InlineData(3, 3, true)]
    public void TooFewClusters_AreRefusedByNumber(int clusters, int parts, bool isFine)
    {
        string? why = ClusterSplit.WhyNot(clusters, SplitParts.Parse(parts == 1 ? "100" : "80/10/10")!);

        Assert.Equal(isFine, why is null);
        Assert.True(isFine || why!.Contains($"{clusters} cluster", StringComparison.Ordinal), why);
    }

    [Theory]
    [InlineData("80/10/10", true)]
    [InlineData("50/50", true)]
    [InlineData("100", true)]
    [InlineData("80/20/0", false)]
    [InlineData("80/10", false)]
    [InlineData("25/25/25/25", false)]
    [InlineData("80/10/+10", false)]
    [InlineData("99999999999/1", false)]
    [InlineData("", false)]
    public void Parts_AreWholePercentThatAddUp(string text, bool isFine) => Assert.Equal(isFine, SplitParts.Parse(text)?.ToString() == text);
}
