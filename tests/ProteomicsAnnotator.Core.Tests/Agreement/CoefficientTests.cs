using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Graded;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class CoefficientTests
{
    private static readonly IReadOnlyList<IReadOnlyList<int?>> Canonical = Vectors.Items(
        "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .");

    private static VotePatterns Patterns(IReadOnlyList<IReadOnlyList<int?>> items) => VotePatterns.Of(LabelCounts.Of(items));

    [Fact]
    public void Fleiss_FourteenRaters_IsAsPublished()
    {
        int[][] counts =
        [
            [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
        ];
        VotePatterns patterns = Patterns(
            [.. counts.Select(item => (IReadOnlyList<int?>)[.. item.SelectMany((n, k) => Enumerable.Repeat<int?>(k, n))])]);

        Assert.Equal(0.209931, FleissKappa.Of(patterns)!.Value, 1e-6);
    }

    [Fact]
    public void Fleiss_UnequalRaters_IsOfTheCommonestNumber()
    {
        IReadOnlyList<int?>[] threes = [[1, 1, 2, null], [1, 1, 1, null], [2, 2, 1, null]];
        IReadOnlyList<int?>[] others = [[1, 2, null, null], [1, 2, 2, 2], [1, 1, 1, 2], [3, null, null, null], [3, null, null, null]];

        AgreementCoefficients all = AgreementCoefficients.Of(Patterns([.. threes, .. others]));

        // By hand: P = (1/3 + 1 + 1/3) / 3 = 5/9; shares 6/9 and 3/9, so P_e = 5/9 and kappa 0.
        Assert.Equal(0, all.FleissKappa.Value!.Value, 1e-12);
        Assert.Equal((3, 3), (all.FleissVotesPerBlock, all.FleissKappa.N));
        Assert.Equal(6, all.KrippendorffAlpha.N);
    }

    [Theory]
    [InlineData("1 2|1 1|1 1 1|1 2 2", 3, 2)]
    [InlineData("1 2|1 1|1 1|1 2 2|1 1 1", 2, 3)]
    [InlineData("1|2|1|1 2", 2, 1)]
    [InlineData("1|2|1", 0, 0)]
    public void Fleiss_CommonestNumber_IsTheLargerOfEquallyCommonAndNeverOne(string blocks, int votes, int n)
    {
        IReadOnlyList<int?>[] items = [.. blocks.Split('|').Select(block => (IReadOnlyList<int?>)[.. block.Split(' ').Select(vote => (int?)int.Parse(vote))])];

        AgreementCoefficients all = AgreementCoefficients.Of(Patterns(items));

        Assert.Equal((votes, n), (all.FleissVotesPerBlock, all.FleissKappa.N));
        Assert.Equal(votes == 0, all.FleissKappa.Value is null);
    }

    [Fact]
    public void Fleiss_UnlabelledItems_AreNoItems() =>
        Assert.NotNull(FleissKappa.Of(Patterns([[1, 2], [null, null], [1, 1]])));

    [Fact]
    public void Alpha_CanonicalExample_IsAsPublished()
    {
        var counts = LabelCounts.Of(Canonical);

        Assert.Equal(0.743421, KrippendorffAlpha.Nominal(VotePatterns.Of(counts))!.Value, 1e-6);
        Assert.Equal(0.8182, PercentAgreement.Of(VotePatterns.Of(counts))!.Value, 5e-5);
        Assert.Equal(0.7754, GwetAc1.Of(VotePatterns.Of(counts))!.Value, 5e-5);
    }

    [Fact]
    public void Alpha_HayesKrippendorff_IsAsPublished()
    {
        VotePatterns patterns = Patterns(Vectors.Items(Vectors.Json("hayes_krippendorff_2007.json")["HK2007"]!));

        Assert.Equal(0.476510, KrippendorffAlpha.Nominal(patterns)!.Value, 1e-6);
        Assert.Equal(0.6250, PercentAgreement.Of(patterns)!.Value, 5e-5);
        Assert.Equal(0.5093, GwetAc1.Of(patterns)!.Value, 5e-5);
    }

    public static TheoryData<string, string> Undefined => new()
    {
        { ". . .", ". . ." },
        { "1 2 3", ". . ." },
        { "1 . 3", ". 2 ." },
        { "2 2 2", "2 2 2" },
    };

    [Theory]
    [MemberData(nameof(Undefined))]
    public void Coefficients_OneClassOrNoPairs_AreUndefined(string first, string second)
    {
        var counts = LabelCounts.Of(Vectors.Items(first, second));
        var patterns = VotePatterns.Of(counts);

        Assert.Null(FleissKappa.Of(patterns));
        Assert.Null(KrippendorffAlpha.Nominal(patterns));
        Assert.All(Enum.GetValues<GradedScale>(), scale => Assert.Null(GradedAgreement.Alpha(counts, scale)));
        Assert.All(Enum.GetValues<GradedScale>().Skip(1), scale => Assert.Null(GradedAgreement.Ac2(counts, scale)));
        Assert.Null(GwetAc1.Of(patterns));
    }

    [Fact]
    public void Percent_OneClass_IsOne() => Assert.Equal(1.0, PercentAgreement.Of(Patterns([[2, 2], [2, 2]])));

    [Fact]
    public void Percent_NoPairs_IsUndefined() => Assert.Null(PercentAgreement.Of(Patterns([[1, null]])));

    [Fact]
    public void Intervals_RunTwice_AreTheSameAndHoldTheValue()
    {
        VotePatterns patterns = Patterns(Vectors.Items(Vectors.Json("hayes_krippendorff_2007.json")["HK2007"]!));

        AgreementCoefficients first = AgreementCoefficients.WithIntervals(patterns, ct: TestContext.Current.CancellationToken);
        AgreementCoefficients second = AgreementCoefficients.WithIntervals(patterns, ct: TestContext.Current.CancellationToken);

        Assert.Equal(first, second);
        foreach (Coefficient coefficient in new[] { first.PercentAgreement, first.KrippendorffAlpha, first.GwetAc1 })
        {
            Assert.InRange(coefficient.Value!.Value, coefficient.Low!.Value, coefficient.High!.Value);
            Assert.InRange(coefficient.High.Value - coefficient.Low.Value, 0.1, 0.5);
            Assert.Equal(40, coefficient.N);
        }

        Assert.InRange(first.FleissKappa.Value!.Value, first.FleissKappa.Low!.Value, first.FleissKappa.High!.Value);
    }

    [Fact]
    public void Intervals_MeanOfShares_MatchTheNormalApproximation()
    {
        // 400 pairs, half of them equal: s.e. of the share = sqrt(0.25 / 400) = 0.025.
        VotePatterns patterns = Patterns([.. Enumerable.Range(0, 400).Select(i => (IReadOnlyList<int?>)[1, i % 2 == 0 ? 1 : 2])]);

        Coefficient percent = AgreementCoefficients.WithIntervals(patterns, ct: TestContext.Current.CancellationToken).PercentAgreement;

        Assert.Equal(0.5 - (1.96 * 0.025), percent.Low!.Value, 0.01);
        Assert.Equal(0.5 + (1.96 * 0.025), percent.High!.Value, 0.01);
    }

    [Fact]
    public void Intervals_Cancelled_Throw()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => AgreementCoefficients.WithIntervals(Patterns(Canonical), ct: stopped.Token));
    }
}
