using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Annotating;

public sealed class ListRowsTests
{
    private static readonly Block[] Blocks =
    [
        .. new[] { "a/t/c/blocks/block_0001", "a/t/c/blocks/block_0002", "a/t/c/blocks/block_00025/block_0001", "a/t/c/blocks/block_0003", "b/t/c/blocks/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", "block_0009" }
            .Select(BlockId.Parse)
            .Select(id => new Block(id, new LabelKey(null, id), "/" + id.Value, [])),
    ];

    [Fact]
    public void Of_DataSets_HaveOneHeadEachBeforeTheirBlocks()
    {
        var rows = ListRows.Of(Blocks, hasHeads: true);

        Assert.Equal(
            ["[a/t/c/blocks]", "block_0001", "block_0002", "[a/t/c/blocks/block_00025]", "block_0001", "block_0003", "[b/t/c/blocks]", "block_7c9e6679-7425-40de-944b-e07fc1f90ae7", "[]", "block_0009"],
            rows.Rows.Select(row => row.Block?.Id.Name ?? $"[{row.Folder}]"));
        Assert.All(Enumerable.Range(0, Blocks.Length), i => Assert.Same(Blocks[i], rows.Rows[rows.IndexOf(i)].Block));
        Assert.Equal(~2, rows.IndexOf(~2));
    }

    [Fact]
    public void Of_NoDataSets_AreTheBlocksAlone()
    {
        var rows = ListRows.Of(Blocks, hasHeads: false);

        Assert.Equal(Blocks, rows.Rows.Select(row => row.Block));
        Assert.Equal(4, rows.IndexOf(4));
    }

    [Fact]
    public void Folders_CountTheirOwnBlocksOnly()
    {
        var folders = BlockFolders.Of(Blocks);

        Assert.True(folders.HasDataSets);
        Assert.Equal(["a/t/c/blocks", "a/t/c/blocks/block_00025", "b/t/c/blocks", ""], folders.Names);
        Assert.Equal([3, 1, 1, 1], Enumerable.Range(0, 4).Select(folders.TotalOf));
        Assert.Equal([Blocks[0], Blocks[1], Blocks[3]], folders.BlocksOf(0));
        Assert.Equal([Blocks[5]], folders.BlocksOf(folders.IndexOf("")));
        Assert.Equal(-1, folders.IndexOf("c"));
        Assert.False(BlockFolders.Of([Blocks[5]]).HasDataSets);
    }

    [Theory]
    [InlineData(2, 4, true)]
    [InlineData(63, 160, true)]
    [InlineData(1, 24, false)]
    [InlineData(8, 1, false)]
    [InlineData(8, 3, false)]
    public void Folders_OfTiles_AreGroupsWhereEachHasSeveralBlocks(int tiles, int blocks, bool areGroups)
    {
        Block[] all =
        [
            .. Enumerable.Range(0, tiles)
                .SelectMany(tile => Enumerable.Range(0, blocks).Select(block => BlockId.Parse($"tile_{tile:00}/block_{block:0000}")))
                .Select(id => new Block(id, new LabelKey(null, id), "/" + id.Value, [])),
        ];

        Assert.Equal(areGroups, BlockFolders.Of(all).HasGroups);
        Assert.False(BlockFolders.Of(all).HasDataSets);
    }
}
