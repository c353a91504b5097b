using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

/// <summary>A block that lacks a channel of its neighbours says so, and its other channels keep their names.</summary>
public sealed class UsualChannelsTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task BlockThatLacksAChannel_SaysWhich_AndKeepsTheNamesOfTheOthers()
    {
        _data.Block("block_0001", "channel_0.tiff", "channel_1.tiff", "channel_2.tiff");
        _data.Block("block_0002", "channel_0.tiff", "channel_2.tif");
        _data.Block("block_0003", "channel_0.tiff", "channel_1.tiff", "channel_2.tiff");
        _data.Block("block_0004", "channel_1.tiff");
        _data.Block("block_0005", "channel_0.tiff", "channel_1.tiff", "channel_2.tiff");

        CatalogSnapshot found = await ScanAsync("488", "561", "638");

        Assert.Equal(["488", "638"], Names(found, "block_0002"));
        Assert.Equal([new MissingChannel(1, "561", "channel_1.tiff")], Get(found, "block_0002").Missing);
        Assert.Equal(["561"], Names(found, "block_0004"));
        Assert.Equal([new MissingChannel(0, "488", "channel_0.tiff"), new MissingChannel(2, "638", "channel_2.tiff")], Get(found, "block_0004").Missing);
        Assert.Equal(["488", "561", "638"], Names(found, "block_0001"));
        Assert.Empty(Get(found, "block_0001").Missing);
    }

    [Fact]
    public async Task EachFolder_HasItsOwnUsualChannels()
    {
        foreach (int number in (int[])[1, 2, 3])
        {
            _data.Block($"one/block_{number:0000}", "a.tif", "b.tif");
            _data.Block($"two/block_{number:0000}", "b.tif");
        }

        _data.Block("one/block_0004", "b.tif");

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["one/block_0004"], found.Blocks.Where(block => block.Missing.Count > 0).Select(block => block.Id.Value));
    }

    /// <summary>A name that only one block has may tell which block it is.</summary>
    [Fact]
    public async Task FilesThatOtherBlocksHave_AreUsual_AndNamesOfItsOwnAreNot()
    {
        foreach (int number in (int[])[1, 2, 3])
        {
            _data.Block($"same/block_{number:0000}", "a.tif", "b.tif");
            _data.Block($"own/block_{number:0000}", $"{number:0000}_a.tif");
        }

        _data.Block("same/block_0004", "b.tif");

        CatalogSnapshot found = await ScanAsync();

        Assert.All(found.Blocks, block => Assert.Equal(block.Id.Value.StartsWith("same/", StringComparison.Ordinal), block.HasUsualFiles));
    }

    [Theory]
    [InlineData("half of the blocks have them", "a.tif b.tif", "a.tif")]
    [InlineData("a channel of its own", "a.tif b.tif", "a.tif b.tif", "a.tif c.tif")]
    [InlineData("more channels than the others", "a.tif", "a.tif", "a.tif b.tif")]
    [InlineData("no channel at all, which it says itself", "a.tif", "a.tif", "")]
    public async Task NothingIsMissing_Where(string why, params string[] blocks)
    {
        foreach ((int i, string files) in blocks.Index())
        {
            _data.Block($"block_{i + 1:0000}", files.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        CatalogSnapshot found = await ScanAsync();

        Assert.True(found.Blocks.All(block => block.Missing.Count == 0), why);
    }

    private static Block Get(CatalogSnapshot found, string id) => found.TryGet(BlockId.Parse(id), out Block? block) ? block : throw new InvalidOperationException(id);

    private static IEnumerable<string> Names(CatalogSnapshot found, string id) => Get(found, id).Channels.Select(channel => channel.Name);

    private async Task<CatalogSnapshot> ScanAsync(params string[] channelNames)
    {
        using var catalog = new BlockCatalog(_data.Path, _data.Path, channelNames);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        return catalog.Current;
    }
}
