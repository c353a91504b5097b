using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class ReviewFilterTests
{
    private readonly ReviewTable _table = Reviews.ProjectSmall();

    private IEnumerable<int> Blocks(ReviewFilter filter, ReviewSort sort = default) =>
        filter.Select(_table, sort).Select(index => index + 1);

    [Fact]
    public void Select_Status_KeepsIt()
    {
        Assert.Equal([2, 4, 5, 7, 9], Blocks(new ReviewFilter { Status = ReviewStatus.Disagree }));
        Assert.Equal([10], Blocks(new ReviewFilter { Status = ReviewStatus.NotAnnotated }));
        Assert.Equal([6], Blocks(new ReviewFilter { Status = ReviewStatus.SingleVote }));
        Assert.Equal([1, 3, 8], Blocks(new ReviewFilter { Status = ReviewStatus.Agree }));
    }

    [Fact]
    public void Select_Ties_KeepsThem() => Assert.Equal([4, 7, 9], Blocks(new ReviewFilter { TiesOnly = true }));

    [Fact]
    public void Select_Unsettled_LeavesOutUnlabelledBlocks() =>
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], Blocks(new ReviewFilter { UnsettledOnly = true }));

    [Fact]
    public void Select_Class_LooksAtVotesOrAtTheResult()
    {
        Assert.Equal([3, 7, 9], Blocks(new ReviewFilter { VotedLabel = 3 }));
        Assert.Equal([3], Blocks(new ReviewFilter { ResolvedLabel = 3 }));
    }

    [Fact]
    public void Select_OutsideClasses_KeepsVotesAndFinalLabelsThatAreNoClass()
    {
        ReviewInput input = Reviews.Input(["a", "test"], [[1, 1], [4, 1], [1, 0], [null, null]]);
        var table = ReviewTable.Of(input.Without(["test"]) with
        {
            FinalLabels = new Dictionary<BlockId, FinalLabel> { [Reviews.Id(1)] = new(3, "ann", Reviews.Noon), [Reviews.Id(4)] = new(5, "ann", Reviews.Noon) },
        });

        Assert.Equal([1, 2, 3], new ReviewFilter { OutsideClasses = 3 }.Select(table, default));
    }

    [Fact]
    public void Select_ChangedFiles_KeepsBlocksWithALabelGivenOnOtherFiles()
    {
        ReviewInput input = Reviews.Input(["a", "b"], [[1, 1], [2, 1], [1, null], [null, null]]);
        var table = ReviewTable.Of(input with
        {
            Changed = new Lazy<IReadOnlyList<ChangedLabel>>(
            [
                new ChangedLabel(Reviews.Id(3), "a", "a.tif", "10-1", "10-2"),
                new ChangedLabel(Reviews.Id(2), "b", "a.tif", "10-1", null),
                new ChangedLabel(Reviews.Id(2), "b", "b.tif", "10-1", "11-1"),
                new ChangedLabel(BlockId.Parse("block_0099"), "a", "a.tif", "10-1", null),
            ]),
        });

        var filter = new ReviewFilter { ChangedFilesOnly = true };

        Assert.Equal([1, 2], filter.Select(table, default));
        Assert.Equal([1, 2], filter.Select(table.Without(new HashSet<string> { "b" }), default));
        Assert.Equal(["a.tif", "b.tif"], table[1].ChangedLabels.Select(label => label.File));
        Assert.Empty(filter.Select(_table, default));
    }

    [Fact]
    public void Select_Text_IgnoresCase() => Assert.Equal([10], Blocks(new ReviewFilter { Text = "BLOCK_001" }));

    [Fact]
    public void Select_Pair_ListsExactlyTheBlocksOfItsKappa()
    {
        foreach (PairKappa kappa in PairKappa.AllOf(_table, TestContext.Current.CancellationToken))
        {
            var pair = new AnnotatorPair(kappa.A, kappa.B);
            Assert.Equal(kappa.N, Blocks(new ReviewFilter { Pair = pair }).Count());
        }
    }

    [Fact]
    public void Select_Cell_ListsExactlyTheBlocksCountedInIt()
    {
        var overall = ConfusionMatrix.Overall(_table);
        var pair = new AnnotatorPair("alice", "carol");
        var between = ConfusionMatrix.Between(_table.Annotators[0], _table.Annotators[2], _table.Labels);
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                (int, int) cell = (row + 1, column + 1);
                Assert.Equal(overall[row, column], Blocks(new ReviewFilter { Cell = cell }).Count());
                Assert.Equal(between[row, column], Blocks(new ReviewFilter { Pair = pair, Cell = cell }).Count());
            }
        }

        Assert.Equal(8, overall.Total);
        Assert.Equal(7, between.Total);
    }

    [Fact]
    public void Select_DifferingPair_LeavesOutAgreement()
    {
        var pair = new AnnotatorPair("alice", "bob", DifferingOnly: true);

        Assert.Equal([2, 4, 7], Blocks(new ReviewFilter { Pair = pair }));
    }

    [Fact]
    public void Select_Sorted_PutsRowsWithoutAValueLast()
    {
        Assert.Equal([3, 2, 5, 8, 1, 4, 6, 7, 9, 10], Blocks(ReviewFilter.Everything, new ReviewSort(ReviewSortKey.Consensus, Descending: true)));
        Assert.Equal([5, 9, 8, 3, 1, 2, 4, 6, 7, 10], Blocks(
            ReviewFilter.Everything, new ReviewSort(ReviewSortKey.Annotator) { Username = "dave" }));
        Assert.Equal([10, 9], Blocks(ReviewFilter.Everything, new ReviewSort(ReviewSortKey.Block, Descending: true)).Take(2));
    }

    [Fact]
    public void Select_GivenOrOnly_KeepsThoseBlocks()
    {
        Assert.Equal([5, 9], Blocks(new ReviewFilter { Given = ("dave", 1) }));
        Assert.Equal([2, 10], Blocks(new ReviewFilter { Only = new HashSet<BlockId> { Reviews.Id(10), Reviews.Id(2) } }));
        Assert.Empty(Blocks(new ReviewFilter { Given = ("nobody", 1) }));
    }
}
