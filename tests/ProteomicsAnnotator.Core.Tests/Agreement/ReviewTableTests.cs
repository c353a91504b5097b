using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class ReviewTableTests
{
    private static ReviewTable With(ReviewInput input, int block, int label, DateTimeOffset at) => ReviewTable.Of(input with
    {
        FinalLabels = new Dictionary<BlockId, FinalLabel> { [Reviews.Id(block)] = new(label, "ann", at) },
    });

    [Fact]
    public void Of_NoBlocks_HasNoRate()
    {
        ReviewTable table = Reviews.Table([], []);

        Assert.Equal(new ReviewStatistics(0, 0, 0, 0), table.Statistics);
        Assert.Null(table.Statistics.ConsensusRate);
    }

    [Fact]
    public void Of_UserWithoutLabels_HasAColumnButIsNoAnnotator()
    {
        ReviewTable table = Reviews.Table(["bob", "alice"], [[null, 1]]);

        Assert.Equal(["alice", "bob"], table.Annotators.Select(column => column.Username));
        Assert.Equal(1, table.Statistics.Annotators);
    }

    [Fact]
    public void Of_UnreadableUser_IsNamedAndKeepsNobodyOut()
    {
        ReviewInput input = Reviews.Input(["alice"], [[1]]);
        AnnotatorVotes broken = Reviews.Votes("bob") with { Fault = "bob.json: not JSON" };

        ReviewTable table = ReviewTable.Of(input with { Annotators = [.. input.Annotators, broken] });

        Assert.Equal("bob.json: not JSON", table.Annotators[1].Fault);
        Assert.Equal(1, table[0].Consensus.Label);
    }

    [Fact]
    public void Of_ExcludedAnnotator_IsShownButCountsNowhere()
    {
        ReviewInput input = Reviews.Input(["alice", "test"], [[1, 2], [null, 2]]);

        ReviewTable table = ReviewTable.Of(input.Without(["test"]));

        Assert.Equal(2, table.Annotators[1].At(0)!.Value.Label);
        Assert.Equal(new ReviewStatistics(2, 1, 0, 1), table.Statistics);
        Assert.Equal([1], table.Labels);
        Assert.Equal(["alice"], table[0].Votes.Select(vote => vote.Key));
    }

    [Fact]
    public void Of_LabelsOfVanishedBlocks_AreListedAndCountNowhere()
    {
        ReviewInput input = Reviews.Input(["alice"], [[1], [2]]);

        ReviewTable table = With(input with { Blocks = [Reviews.Id(1)] }, 2, 3, Reviews.Noon);

        Assert.Equal(
            [
                new OrphanedLabel(Reviews.Id(2), "alice", 2, Reviews.Noon.AddMinutes(1)),
                new OrphanedLabel(Reviews.Id(2), null, 3, Reviews.Noon),
            ],
            table.Vanished);
        Assert.Equal(new ReviewStatistics(1, 1, 0, 1), table.Statistics);
    }

    [Fact]
    public void Of_LabelOutsideTheClasses_IsAVoteLikeAnyOther()
    {
        ReviewTable table = Reviews.Table(["a", "b", "c"], [[9, 9, 1], [0, -4, null]]);

        Assert.Equal(9, table[0].Consensus.Label);
        Assert.Equal(-4, table[1].Consensus.Label);
        Assert.Equal([-4, 0, 1, 9], table.Labels);
    }

    [Fact]
    public void FinalLabel_VoteAfterIt_IsMarkedAsNew()
    {
        ReviewInput input = Reviews.Input(["alice", "bob"], [[1, 2]]);

        ReviewRow before = With(input, 1, 2, Reviews.Noon.AddSeconds(-1))[0];
        ReviewRow after = With(input, 1, 2, Reviews.Noon)[0];

        Assert.True(before.HasNewVotes);
        Assert.False(before.IsSettled);
        Assert.False(after.HasNewVotes);
        Assert.True(after.IsSettled);
        Assert.Equal((2, ResolvedBy.FinalLabel), (after.ResolvedLabel, after.ResolvedBy));
        Assert.Equal(ReviewStatus.Disagree, after.Status);
    }

    [Fact]
    public void FinalLabel_VoteRepeatedAfterIt_IsNotNew()
    {
        ReviewInput input = Reviews.Input(["alice", "bob"], [[1, 2]]);
        ReviewTable table = With(input, 1, 2, Reviews.Noon.AddSeconds(-1));
        LaterVote alice = new("alice", Reviews.Id(1), 1, Reviews.Noon.AddSeconds(-1));

        Assert.Equal([alice, alice with { Username = "bob", Label = 2 }], table.LaterVotes);
        Assert.True(table.WithRepeated(new HashSet<LaterVote> { alice })[0].HasNewVotes);
        Assert.True(table.WithRepeated(table.LaterVotes.ToHashSet())[0].IsSettled);
    }

    [Fact]
    public void FinalLabel_VoteOfAnExcludedAnnotatorAfterIt_DoesNotReopenTheBlock()
    {
        ReviewInput input = Reviews.Input(["alice", "bob"], [[1, null], [2, 2]]);

        ReviewTable table = With(input, 2, 2, Reviews.Noon.AddSeconds(1));

        Assert.True(table[1].HasNewVotes);
        Assert.False(table.Without(new HashSet<string> { "alice", "bob" })[1].HasNewVotes);
    }

    [Fact]
    public void ResolvedBy_WithoutFinalLabel_SaysHow()
    {
        ReviewTable table = Reviews.Table(["a", "b", "c"], [[null, null, null], [1, null, null], [2, 2, null], [1, 2, 2], [1, 2, null]]);

        Assert.Equal(
            [ResolvedBy.Nothing, ResolvedBy.SingleVote, ResolvedBy.Unanimous, ResolvedBy.Majority, ResolvedBy.Tie],
            table.Rows.Select(row => row.ResolvedBy));
    }

    [Fact]
    public void Of_OneChangedUser_KeepsTheColumnsOfTheOthers()
    {
        ReviewInput input = Reviews.Input(["alice", "bob"], [[1, 1], [2, 2]]);
        var before = ReviewTable.Of(input);

        var after = ReviewTable.Of(input with { Annotators = [input.Annotators[0], Reviews.Votes("bob", 3, 2)] }, before);

        Assert.Same(before.Annotators[0], after.Annotators[0]);
        Assert.True(after[0].Consensus.HasDisagreement);
        Assert.Equal(3, after.Annotators[1].At(0)!.Value.Label);
    }

    [Fact]
    public void Of_SameVotesWithAnotherFault_SaysTheFaultOfNow()
    {
        ReviewInput input = Reviews.Input(["alice"], [[1]]);
        var before = ReviewTable.Of(input);

        var broken = ReviewTable.Of(input with { Annotators = [input.Annotators[0] with { Fault = "no permission" }] }, before);
        var mended = ReviewTable.Of(input, broken);

        Assert.Equal("no permission", broken.Annotators[0].Fault);
        Assert.Null(mended.Annotators[0].Fault);
    }

    [Fact]
    public void Find_UnknownBlock_IsNull()
    {
        ReviewTable table = Reviews.ProjectSmall();

        Assert.Equal(6, table.Find(Reviews.Id(7))!.Value.Index);
        Assert.Null(table.Find(Reviews.Id(11)));
    }

    [Fact]
    public void Of_BlocksNotSorted_IsRefused()
    {
        ReviewInput input = Reviews.Input(["alice"], [[1], [2]]);

        Assert.Throws<ArgumentException>(() => ReviewTable.Of(input with { Blocks = [.. input.Blocks.Reverse()] }));
    }
}
