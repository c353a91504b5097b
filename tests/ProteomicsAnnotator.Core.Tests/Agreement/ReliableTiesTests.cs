using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Tests.Decisions;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

/// <summary>When the model that breaks ties is computed. Votes as in <see cref="TieRuleTests"/>: the ties of blocks 9 and 10 are ann's 2 and 3.</summary>
public sealed class ReliableTiesTests
{
    private static readonly int?[][] Votes =
    [
        [2, 1, 2], [2, 1, 2], [3, 1, 3], [3, 1, 3], [1, 1, 1], [1, 1, 1], [2, 1, 2], [3, 1, 3],
        [2, 1, null], [3, 1, null], [2, null, 2],
    ];

    [Fact]
    public void Model_IsComputedWhenATieIsAskedFor_AndOnceForTheSameVotes()
    {
        var table = ReviewTable.Of(Input(Votes));

        Assert.False(table.HasBrokenTies);
        Assert.Equal(2, table[0].Consensus.Label);
        Assert.Equal(8, table.Statistics.Disagreements);
        Assert.False(table.HasBrokenTies);
        var later = ReviewTable.Of(table.Input with { FinalLabels = new Dictionary<BlockId, FinalLabel> { [Reviews.Id(1)] = new(1, "lead", Reviews.Noon) } }, table);
        Assert.Equal(3, later[9].Consensus.Label);
        Assert.True(table.HasBrokenTies);
    }

    [Fact]
    public void Model_CanBeCancelled_AndIsBegunAgain()
    {
        var table = ReviewTable.Of(Input(Votes));

        _ = Assert.ThrowsAny<OperationCanceledException>(() => table.BreakTies(new CancellationToken(canceled: true)));

        Assert.False(table.HasBrokenTies);
        table.BreakTies(TestContext.Current.CancellationToken);
        Assert.Equal([2, 3], Ties(table));
    }

    [Fact]
    public void TableToShowMeanwhile_KeepsTiesThatAreStillTied_AndGuessesNone()
    {
        var before = ReviewTable.Of(Input(Votes));
        before.BreakTies(TestContext.Current.CancellationToken);
        int?[][] next = [.. Votes[..9], [1, 2, null], [1, 2, null]];
        var now = ReviewTable.Of(Input(next) with { Blocks = before.Input.Blocks }, before);

        ReviewTable shown = now.Awaiting(before);

        Assert.Equal([2, null, null], Ties(shown));
        Assert.Equal(now.Statistics, shown.Statistics);
        Assert.False(now.HasBrokenTies);
        Assert.All(now.Rows.Where(row => !row.Consensus.IsTie), row => Assert.Equal(row.Consensus, shown[row.Index].Consensus));
        Assert.Equal([2, 1, 1], Ties(ReviewTable.Of(shown.Input, shown)));
        Assert.Same(now, now.Awaiting(before));
    }

    private static int?[] Ties(ReviewTable table) => [.. table.Rows.Where(row => row.Consensus.IsTie).Select(row => row.Consensus.Label)];

    private static ReviewInput Input(int?[][] votes) => Reviews.Input(["ann", "ben", "cem"], votes) with
    {
        Campaign = CampaignSettings.Of(CampaignSettingsTests.State(("tie_rule", "reliable"))),
    };
}
