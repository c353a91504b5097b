using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

public sealed class BlockIdTests
{
    [Theory]
    [InlineData("block_0001", "block_0001")]
    [InlineData("tile_3/block_0042", "block_0042")]
    [InlineData("a b/ü/block_9999", "block_9999")]
    [InlineData("block_7c9e6679-7425-40de-944b-e07fc1f90ae7", "block_7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    [InlineData("HCR/Tile_1/ch_561/blocks/block_7C9E6679-7425-40de-944B-E07FC1F90AE8", "block_7C9E6679-7425-40de-944B-E07FC1F90AE8")]
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
    [InlineData("block_7c9e6679-7425-40de-944b-e07fc1f90ae")]
    [InlineData("block_7c9e6679-7425-40de-944b-e07fc1f90ae70")]
    [InlineData("block_7c9e6679-7425-40de-944b-e07fc1f90aeg")]
    [InlineData("block_7c9e66797425-40de-944b-e07fc1f90ae7--")]
    [InlineData("block_{7c9e6679-7425-40de-944b-e07fc1f90a}")]
    [InlineData("Block_7c9e6679-7425-40de-944b-e07fc1f90ae7")]
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

    [Theory]
    [InlineData("block_0001", false)]
    [InlineData("a-b/block_0001", false)]
    [InlineData("a/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", true)]
    [InlineData("a/block_7C9E6679-7425-40DE-944B-E07FC1F90AE7", true)]
    public void HasUuid_AsksForTheNameAlone(string text, bool expected) => Assert.Equal(expected, BlockId.Parse(text).HasUuid);

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
