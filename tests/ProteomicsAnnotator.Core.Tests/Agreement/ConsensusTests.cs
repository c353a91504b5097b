using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class ConsensusTests
{
    [Fact]
    public void Of_MostVotes_Wins() => Assert.Equal(new Consensus(3, false, true, 3, 2), Consensus.Of([3, 1, 3]));

    [Fact]
    public void Of_Tie_GoesToTheSmallestLabel() => Assert.Equal(new Consensus(2, true, true, 4, 2), Consensus.Of([7, 2, 7, 2]));

    [Fact]
    public void Of_TieBelowTheWinner_IsNoTie() => Assert.False(Consensus.Of([1, 2, 3, 3]).IsTie);

    [Fact]
    public void Of_OneVote_HasNoDisagreement() => Assert.Equal(new Consensus(2, false, false, 1, 1), Consensus.Of([2]));

    [Fact]
    public void Of_Nulls_AreNoVotes() => Assert.Equal(new Consensus(1, false, false, 1, 1), Consensus.Of([null, 1, null]));

    [Fact]
    public void Of_NoVotes_HasNoLabel() => Assert.Equal(default, Consensus.Of([]));
}
