using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>Agreement on each class, graded coefficients and intervals over clusters, against the same computed label by label.</summary>
public sealed class ClassAgreementTests
{
    private static readonly string[] Users = ["ann", "ben", "cem", "dora"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Figures_OfARandomTable_AreThoseOfEveryPairOfLabels(int seed)
    {
        int?[][] blocks = Random(seed, 60);
        ReviewTable table = Reviews.Table(Users, blocks);

        IReadOnlyList<ClassAgreement> all = ClassAgreement.AllOf(table, ct: Ct);

        Assert.Equal([1, 2, 3, 5], all.Select(item => item.Label));
        foreach (ClassAgreement item in all)
        {
            (int Own, int Other)[] pairs = [.. blocks.SelectMany(PairsOf)];
            (int Own, int Other)[] ofClass = [.. pairs.Where(pair => pair.Own == item.Label)];
            Assert.Equal(ofClass.Count(pair => pair.Other == item.Label) / (double)ofClass.Length, item.Specific.Value!.Value, 1e-12);
            Assert.Equal(blocks.Count(block => block.OfType<int>().Count() > 1 && block.Contains(item.Label)), item.Specific.N);

            int?[][] twoClasses = [.. blocks.Select(block => block.Select(label => label is { } given ? given == item.Label ? 1 : 2 : (int?)null).ToArray())];
            Assert.Equal(KrippendorffAlpha.Nominal(VotePatterns.Of(LabelCounts.Of(twoClasses)))!.Value, item.Alpha.Value!.Value, 1e-12);
            Assert.True(item.Alpha.Low < item.Alpha.Value && item.Alpha.Value < item.Alpha.High);
            Assert.True(item.Specific.Low < item.Specific.Value && item.Specific.Value < item.Specific.High);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void WeightedKappa_IsTheMeanDistanceBesideThatOfAllCombinations(int seed)
    {
        int?[][] blocks = Random(seed, 50);
        ReviewTable table = Reviews.Table(Users, blocks);
        GradedFigures figures = GradedFigures.Of(table, ct: Ct);

        Assert.Equal(6, figures.Kappas.Count);
        foreach (GradedKappa pair in figures.Kappas)
        {
            (int a, int b) = (Array.IndexOf(Users, pair.A), Array.IndexOf(Users, pair.B));
            (int A, int B)[] both = [.. blocks.Where(block => block[a] is not null && block[b] is not null).Select(block => (block[a]!.Value, block[b]!.Value))];
            Assert.Equal(both.Length, pair.N);
            Assert.Equal(Kappa(both, distance => distance), pair.Linear!.Value, 1e-12);
            Assert.Equal(Kappa(both, distance => distance * distance), pair.Quadratic!.Value, 1e-12);
        }

        Assert.All(figures.Coefficients, item => Assert.True(item.Coefficient.Low < item.Coefficient.Value && item.Coefficient.Value < item.Coefficient.High, item.Name));
    }

    [Fact]
    public void ClustersOfOneBlockEach_GiveTheIntervalsOfBlocks()
    {
        int?[][] blocks = Random(7, 80);
        ReviewTable table = Reviews.Table(Users, blocks);
        var single = BlockClusters.ByFolder([.. Enumerable.Range(1, 80).Select(i => BlockId.Parse($"tile_{i}/block_0001"))], 1);

        Assert.Equal(80, single.Count);
        Assert.Equal(AgreementCoefficients.WithIntervals(table, ct: Ct), AgreementCoefficients.WithIntervals(table, single, Ct));
    }

    /// <summary>Ten tiles in each of which all blocks are labelled alike say no more than ten blocks.</summary>
    [Fact]
    public void Clusters_OfLikeBlocks_GiveTheIntervalOfAsManyBlocks()
    {
        int?[][] ten = [.. Random(8, 10).Select(block => (int?[])[block[0] ?? 1, block[1] ?? 2, block[2] ?? 3, block[3] ?? 1])];
        int?[][] hundred = [.. Enumerable.Range(0, 100).Select(i => ten[i / 10])];
        BlockId[] ids = [.. Enumerable.Range(0, 100).Select(i => BlockId.Parse($"animal_{i / 50}/tile_{i / 10}/block_{i:0000}"))];
        ReviewTable table = Reviews.Table(Users, hundred);
        Coefficient few = AgreementCoefficients.WithIntervals(Reviews.Table(Users, ten), ct: Ct).PercentAgreement;

        Coefficient clustered = AgreementCoefficients.WithIntervals(table, BlockClusters.ByFolder(ids, 0), Ct).PercentAgreement;

        Assert.Equal(few.Value!.Value, clustered.Value!.Value, 1e-12);
        Assert.Equal((few.Low!.Value, few.High!.Value), (clustered.Low!.Value, clustered.High!.Value), new Near(1e-12));
        Coefficient blocks = AgreementCoefficients.WithIntervals(table, ct: Ct).PercentAgreement;
        Assert.True(blocks.High - blocks.Low < clustered.High - clustered.Low);
        Assert.Equal((2, 10, 10), (BlockClusters.ByFolder(ids, 1).Count, BlockClusters.ByFolder(ids, 2).Count, BlockClusters.ByFolder(ids, 9).Count));
    }

    [Fact]
    public void OneCluster_GivesNoInterval()
    {
        ReviewTable table = Reviews.Table(Users, Random(9, 20));
        Coefficient all = AgreementCoefficients.WithIntervals(table, BlockClusters.ByFolder(table.Blocks, 1), Ct).PercentAgreement;

        Assert.NotNull(all.Value);
        Assert.Null(all.Low);
    }

    [Theory]
    [InlineData(21, 22, true)]
    [InlineData(16, 20, false)]
    [InlineData(17, 20, true)]
    [InlineData(0, 0, false)]
    public void ClassWithMoreThanFourFifths_IsNamed(int common, int all, bool isNamed)
    {
        int?[][] blocks = [.. Enumerable.Range(0, all).Select(i => (int?[])[i < common ? 3 : 1, null, null, null])];
        var prevailing = PrevailingClass.Of(Reviews.Table(Users, blocks));

        Assert.Equal(isNamed, prevailing is not null);
        if (isNamed)
        {
            Assert.StartsWith($"Other holds {common} of {all} labels ({100.0 * common / all:0.0} %)", prevailing!.Words("Other"), StringComparison.Ordinal);
        }
    }

    /// <summary>Classes 1, 2, 3 and 5; about a quarter of the labels missing.</summary>
    private static int?[][] Random(int seed, int count)
    {
        var random = new Random(seed);
        int[] classes = [1, 2, 3, 5];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int truth = random.Next(4);
            return Users.Select(_ => random.NextDouble() switch { < 0.25 => (int?)null, < 0.75 => classes[truth], _ => classes[random.Next(4)] }).ToArray();
        })];
    }

    private static IEnumerable<(int Own, int Other)> PairsOf(int?[] block)
    {
        int[] given = [.. block.OfType<int>()];
        return given.SelectMany((own, i) => given.Where((_, j) => j != i).Select(other => (own, other)));
    }

    private static double Kappa((int A, int B)[] both, Func<double, double> far) =>
        1 - (both.Average(pair => far(Math.Abs(pair.A - pair.B))) / both.SelectMany(one => both.Select(other => far(Math.Abs(one.A - other.B)))).Average());

    private sealed class Near(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) one, (double, double) other) => Math.Abs(one.Item1 - other.Item1) <= tolerance && Math.Abs(one.Item2 - other.Item2) <= tolerance;

        public int GetHashCode((double, double) pair) => 0;
    }
}
