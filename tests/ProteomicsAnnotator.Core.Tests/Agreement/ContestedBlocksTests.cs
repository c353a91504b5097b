using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Tests.Agreement;

public class ContestedBlocksTests
{
    [Fact]
    public void Queue_SettledBlock_ComesBackOnlyWithANewVoteThatCounts()
    {
        ReviewInput input = Reviews.Input(["a", "b"], [[1, 2], [1, 2], [1, 1]]) with
        {
            FinalLabels = new Dictionary<BlockId, FinalLabel>
            {
                [Reviews.Id(1)] = new(1, "ann", Reviews.Noon.AddSeconds(-1)),
                [Reviews.Id(2)] = new(1, "ann", Reviews.Noon.AddHours(1)),
                [Reviews.Id(3)] = new(1, "ann", Reviews.Noon.AddSeconds(-1)),
            },
        };
        var table = ReviewTable.Of(input);

        Assert.Equal([Reviews.Id(1)], ContestedBlocks.ByVoteEntropy(table));
        Assert.Equal([Reviews.Id(1)], ContestedBlocks.ByUncertainty(table, DawidSkene.Of(table, TestContext.Current.CancellationToken)!));
        Assert.Empty(ContestedBlocks.ByVoteEntropy(table.WithRepeated(table.LaterVotes.ToHashSet())));
    }

    [Fact]
    public void Queue_SameSplitOverOtherClasses_KeepsBlockOrder()
    {
        // One split of 18 votes over four classes in all its orders: equal in theory, not in the last digit of the sums.
        int[][] orders = [.. Permutations([1, 2, 5, 10])];
        IReadOnlyList<int?>[] blocks = [.. orders.Select(order =>
            (IReadOnlyList<int?>)[.. order.SelectMany((count, label) => Enumerable.Repeat<int?>(label + 1, count))])];
        ReviewTable table = Reviews.Table([.. Enumerable.Range(0, 18).Select(i => $"r{i:00}")], blocks);

        Assert.NotEqual(1, table.Rows.Select(row => row.VoteEntropy).Distinct().Count());
        Assert.Equal(table.Blocks, ContestedBlocks.ByVoteEntropy(table));
    }

    /// <summary>Three against one is easier than two against one, which is easier than a tie.</summary>
    [Fact]
    public void Queue_OfFlaggedBlocks_HasThemRightAfterTies()
    {
        ReviewInput input = Reviews.Input(["a", "b", "c", "d"], [[1, 1, 1, 2], [1, 1, 2, null], [1, 2, null, null], [1, 1, 1, 2], [1, 1, 1, 1]]);
        input = input with
        {
            Annotators = [.. input.Annotators.Select(votes => votes.Username switch
            {
                "d" => votes with { Marks = Marks(4, 5) },
                "a" => votes with { Marks = Marks(1) },
                _ => votes,
            })],
        };
        var table = ReviewTable.Of(input);

        Assert.Equal([3, 1, 4, 2], Numbers(table));
        Assert.Equal([2, 4, 1], Numbers(table.Without(new HashSet<string>(StringComparer.Ordinal) { "a" })));
        Assert.Equal([1, 4, 5], new ReviewFilter { UnsureOnly = true }.Select(table, default).Select(row => row + 1));
        Assert.Equal([5], new ReviewFilter { NotesOnly = true }.Select(table, default).Select(row => row + 1));
    }

    private static IEnumerable<int> Numbers(ReviewTable table) => ContestedBlocks.ByVoteEntropy(table).Select(block => int.Parse(block.Name[6..], System.Globalization.CultureInfo.InvariantCulture));

    private static Dictionary<BlockId, BlockMark> Marks(params int[] blocks) =>
        blocks.ToDictionary(Reviews.Id, block => new BlockMark(true, block == 5 ? "dim" : null));

    private static IEnumerable<int[]> Permutations(int[] values) => values.Length == 1
        ? [values]
        : values.SelectMany((value, i) => Permutations([.. values[..i], .. values[(i + 1)..]]).Select(rest => (int[])[value, .. rest]));
}
