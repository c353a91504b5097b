using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Annotating;

public sealed class BlockRefTests
{
    [Fact]
    public void Of_ChannelsWithTheSameName_HaveKeysOfTheirOwn()
    {
        BlockRef block = Describe(OpenRoots.ConfiguredId, "block_0001", ["488", "561", "488"]);

        Assert.Equal(["488", "561", "488 (2)"], block.Channels.Select(channel => channel.Key));
        Assert.Equal(["488", "561", "488"], block.Channels.Select(channel => channel.Name));
    }

    [Fact]
    public void Of_FolderWithSpecialCharacters_IsEscapedInTheUrlAndNamesABrowsedRoot()
    {
        BlockRef block = Describe("ab12", "tile #3/block_0001", ["a"]);

        Assert.Equal("/api/volumes/0/tile%20%233/block_0001?root=ab12", block.Channels[0].Url);
        Assert.Equal("/api/volumes/all/tile%20%233/block_0001?root=ab12", block.SliceUrl);
        Assert.Equal([1.0, 2.0, 3.0], block.Focus!);
    }

    private static BlockRef Describe(string root, string id, string[] names)
    {
        var blockId = BlockId.Parse(id);
        ChannelFile[] files = [.. names.Select((name, index) => new ChannelFile(name, $"/data/{id}/{index}.tif"))];
        var block = new Block(blockId, new LabelKey(null, blockId), "/data", files) { Focus = new FocusPoint(1, 2, 3) };
        using var catalog = new BlockCatalog("/data", "/data", []);
        return BlockRef.Of(new OpenRoot(root, catalog), block, null, null, new BlockWords(null, "", null));
    }
}
