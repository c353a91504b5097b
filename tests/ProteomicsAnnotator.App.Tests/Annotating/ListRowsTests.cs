using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Queues;
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
        var rows = ListRows.InGroups(Blocks, FoldedGroups.None, null);

        Assert.Equal(
            ["[a/t/c/blocks]", "block_0001", "block_0002", "[a/t/c/blocks/block_00025]", "block_0001", "block_0003", "[b/t/c/blocks]", "block_7c9e6679-7425-40de-944b-e07fc1f90ae7", "[]", "block_0009"],
            rows.Rows.Select(row => row.Block?.Id.Name ?? $"[{row.Folder}]"));
        Assert.All(Enumerable.Range(0, Blocks.Length), i => Assert.Same(Blocks[i], rows.Rows[rows.IndexOf(i)].Block));
        Assert.Equal(~2, rows.IndexOf(~2));
    }

    [Fact]
    public void InGroups_AFoldedOne_HasItsHeadAndTheCurrentBlockAlone()
    {
        FoldedGroups folded = FoldedGroups.None.Toggled("a/t/c/blocks").Toggled("b/t/c/blocks");
        var rows = ListRows.InGroups(Blocks, folded, Blocks[3].Id);

        Assert.Equal(
            ["[a/t/c/blocks]", "[a/t/c/blocks/block_00025]", "block_0001", "block_0003", "[b/t/c/blocks]", "[]", "block_0009"],
            rows.Rows.Select(row => row.Block?.Id.Name ?? $"[{row.Folder}]"));
        Assert.Equal([-1, -1, 2, 3, -1, 6], Enumerable.Range(0, Blocks.Length).Select(rows.IndexOf));
        Assert.True(folded.Toggled("a/t/c/blocks").Toggled("b/t/c/blocks").IsEmpty);
    }

    [Fact]
    public void Folded_BlocksOfAGroup_AreNoLongerChosen_AndNoRangeTakesThem()
    {
        var way = new BlockSequence(_ => null) { Folded = FoldedGroups.Of(["b/t/c/blocks"]) };
        way.Update(Blocks, new BlockFilter(), null, hasGroups: true);

        way.Chosen.ExtendTo(Blocks[5].Id, Blocks[0].Id, way);
        Assert.Equal([true, true, true, true, false, true], Blocks.Select(block => way.Chosen.Has(block.Id)));

        way.Folded = way.Folded.Toggled("a/t/c/blocks");
        way.Update(Blocks, new BlockFilter(), Blocks[0].Id, hasGroups: true);
        Assert.Equal([true, false, true, false, false, true], Blocks.Select(block => way.Chosen.Has(block.Id)));
        Assert.Equal(Blocks, way.Visible);
        Assert.Equal(Blocks[1], way.After(Blocks[0].Id, skipAnnotated: false).First());

        way.Update(Blocks, new BlockFilter { Text = "block" }, null, hasGroups: true);
        Assert.All(Blocks, block => Assert.True(way.HasRow(block.Id)));
    }

    [Fact]
    public void Of_NoDataSets_AreTheBlocksAlone()
    {
        var rows = ListRows.Of(Blocks);

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
