using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

public sealed class BlockIdTests
{
    [Theory]
    [InlineData("block_0001", "block_0001")]
    [InlineData("tile_3/block_0042", "block_0042")]
    [InlineData("a b/ü/block_9999", "block_9999")]
    public void TryParse_RelativePathOfABlock_KeepsItsSpelling(string text, string name)
    {
        Assert.True(BlockId.TryParse(text, out BlockId id));
        Assert.Equal(text, id.Value);
        Assert.Equal(name, id.Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("block_001")]
    [InlineData("block_00001")]
    [InlineData("Block_0001")]
    [InlineData("block_000a")]
    [InlineData("block_٠٠٠١")]
    [InlineData("../block_0001")]
    [InlineData("./block_0001")]
    [InlineData("/block_0001")]
    [InlineData("a//block_0001")]
    [InlineData("a\\block_0001")]
    [InlineData("a\n/block_0001")]
    [InlineData("block_0001/")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.False(BlockId.TryParse(text, out _));
    }

    [Fact]
    public void CompareTo_IsOrdinal_SlashBeforeDigitsAndLetters()
    {
        BlockId[] ids = [.. new[] { "b/block_0001", "block_0001", "a/block_0002", "a.b/block_0001", "a/block_0001" }
            .Select(BlockId.Parse).Order()];

        Assert.Equal(
            ["a.b/block_0001", "a/block_0001", "a/block_0002", "b/block_0001", "block_0001"],
            ids.Select(id => id.Value));
    }
}
