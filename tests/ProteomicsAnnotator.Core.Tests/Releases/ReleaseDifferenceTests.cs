using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Releases;

public sealed class ReleaseDifferenceTests
{
    private static readonly WideTable Before = WideTables.Of(
        "block_id,consensus_label,final_label,has_disagreement,user_alice_label,user_bob_label,exported_at",
        "block_0001,1,,False,1,1,t",
        "block_0002,2,3,False,2,,t",
        "block_0003,1,,False,1,,t",
        "block_0009,1,,False,1,,t");

    [Fact]
    public void Between_TwoStates_CountsAndNamesEachChange()
    {
        var after = WideTables.Of(
            "block_id,consensus_label,final_label,has_disagreement,user_alice_label,user_carol_label,exported_at",
            "block_0001,1,2,True,2,,t",
            "block_0002,2,,False,2,1,t",
            "block_0003,,,False,,,t",
            "block_0010,,,False,,,t");

        var difference = ReleaseDifference.Between(Before, after);

        Assert.Equal((1, 1, 3, 2), (difference.New, difference.Changed, difference.Cleared, difference.Finals));
        Assert.Equal(
            [
                "block_0001: alice 1 -> 2", "block_0001: bob 1 -> -", "block_0001: final label - -> 2", "block_0002: carol - -> 1",
                "block_0002: final label 3 -> -", "block_0003: alice 1 -> -", "block_0009: alice 1 -> -",
            ],
            difference.Changes.Select(change => $"{change.Block}: {change}"));
        Assert.Equal(["block_0010"], difference.AddedBlocks);
        Assert.Equal(["block_0009"], difference.RemovedBlocks);
        Assert.Equal("1 label new, 1 changed, 3 cleared, 2 final labels changed, 1 block added, 1 block gone", difference.Summary);
    }

    [Fact]
    public void Between_EqualStates_IsNone()
    {
        var difference = ReleaseDifference.Between(Before, Before);

        Assert.True(difference.IsNone);
        Assert.Equal("0 labels new, 0 changed, 0 cleared, 0 final labels changed", difference.Summary);
    }

    [Theory]
    [InlineData("block_id,final_label\r\nblock_0001,x\r\n", "found x, expected a whole number")]
    [InlineData("block,final_label\r\n", "found no column block_id")]
    public void Parse_AFileThatIsNoWideTable_NamesIt(string csv, string expected)
    {
        StorageException error = Assert.Throws<StorageException>(() => WideTable.Parse("/r/annotations.csv", System.Text.Encoding.UTF8.GetBytes(csv)));

        Assert.StartsWith("/r/annotations.csv: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
