using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

public class VoteDictionaryTests
{
    private static readonly DateTimeOffset Noon = new(2024, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static KeyValuePair<BlockId, Vote> Vote(string block, int label, int minute) =>
        KeyValuePair.Create(BlockId.Parse(block), new Vote(label, Noon.AddMinutes(minute)));

    [Fact]
    public void Of_AnyOrder_IsInBlockOrderAndFound()
    {
        var votes = VoteDictionary.Of([Vote("tile_1/block_0001", 3, 0), Vote("block_0002", 2, 0), Vote("block_0001", 1, 0)]);

        Assert.Equal(["block_0001", "block_0002", "tile_1/block_0001"], votes.Keys.Select(block => block.Value));
        Assert.Equal(new Vote(2, Noon), votes[BlockId.Parse("block_0002")]);
        Assert.False(votes.ContainsKey(BlockId.Parse("block_0003")));
        Assert.Throws<KeyNotFoundException>(() => votes[BlockId.Parse("block_0003")]);
    }

    [Fact]
    public void Of_BlockTwice_KeepsTheYoungestThenTheFirst()
    {
        var votes = VoteDictionary.Of(
            [Vote("block_0001", 1, 0), Vote("block_0001", 2, 5), Vote("block_0001", 3, 5), Vote("block_0001", 4, 1)]);

        Assert.Equal(2, Assert.Single(votes).Value.Label);
    }
}
