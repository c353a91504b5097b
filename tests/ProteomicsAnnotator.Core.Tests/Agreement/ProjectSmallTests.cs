using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class ProjectSmallTests
{
    private readonly ReviewTable _table = Reviews.ProjectSmall();

    [Fact]
    public void Consensus_OfEveryBlock_IsAsListed() =>
        Assert.Equal([1, 2, 3, 1, 2, 1, 1, 2, 1, null], _table.Rows.Select(row => row.Consensus.Label));

    [Fact]
    public void Disagreement_IsOnFiveBlocks() => Assert.Equal(
        [2, 4, 5, 7, 9], _table.Rows.Where(row => row.Consensus.HasDisagreement).Select(row => row.Index + 1));

    [Fact]
    public void Statistics_AreTheFive()
    {
        Assert.Equal(new ReviewStatistics(10, 9, 5, 4) { ComparableBlocks = 8 }, _table.Statistics);
        Assert.Equal(4 / 9.0, _table.Statistics.ConsensusRate);
        Assert.Equal(3 / 8.0, _table.Statistics.ComparableConsensusRate);
    }

    [Fact]
    public void Coefficients_AreAsListed()
    {
        AgreementCoefficients all = AgreementCoefficients.Of(_table);

        Assert.Equal(0.365411437, all.KrippendorffAlpha.Value!.Value, 1e-9);
        Assert.Equal(0.296007, all.GwetAc1.Value!.Value, 1e-6);
        Assert.Equal(0.5208333333333333, all.PercentAgreement.Value!.Value, 1e-12);
        Assert.Equal((4, 4), (all.FleissVotesPerBlock, all.FleissKappa.N));
        Assert.Equal(8, all.KrippendorffAlpha.N);
    }

    [Fact]
    public void PairKappas_AreAsListed()
    {
        (string, string, int, double)[] expected =
        [
            ("alice", "bob", 8, .478261), ("alice", "carol", 7, .363636), ("alice", "dave", 4, .333333),
            ("bob", "carol", 7, .548387), ("bob", "dave", 4, .333333), ("carol", "dave", 4, .636364),
        ];

        Assert.Equal(expected, PairKappa.AllOf(_table, TestContext.Current.CancellationToken)
            .Select(pair => (pair.A, pair.B, pair.N, Math.Round(pair.Value!.Value, 6))));
    }

    [Fact]
    public void Queue_ByVoteEntropy_BreaksTiesInBlockOrder() => Assert.Equal(
        [7, 4, 9, 2, 5], ContestedBlocks.ByVoteEntropy(_table).Select(block => int.Parse(block.Name[6..])));
}
