using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

public sealed class BlockCatalogTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Scan_NestedFolders_ListsBlocksOrdinally()
    {
        _data.Block("block_0002", "a.tif");
        _data.Block("block_0001", "a.tif");
        _data.Block("tile_3/deep/block_0001", "a.tif");
        _data.Block("a/block_0009", "a.tif");

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["a/block_0009", "block_0001", "block_0002", "tile_3/deep/block_0001"], Ids(found));
        Assert.True(found.IsComplete);
        Assert.Empty(found.Problems);
        Assert.True(found.TryGet(BlockId.Parse("block_0002"), out Block? block));
        Assert.Equal(_data.Below("block_0002"), block.Folder);
        Assert.Equal(2, found.IndexOf(block.Id));
        Assert.False(found.TryGet(BlockId.Parse("block_0003"), out _));
    }

    /// <summary>Looking into each folder takes a round trip on a share: the list is there before.</summary>
    [Fact]
    public async Task Scan_TheNamesOfAllBlocksComeFirst_AndOneOfThemCanBeReadAtOnce()
    {
        for (int i = 0; i < 60; i++)
        {
            _data.Block($"tile_{i % 3}/block_{i:0000}", "a.tif", "b.tif");
        }

        Directory.CreateDirectory(_data.Below("tile_0", "block_0999"));
        await File.WriteAllBytesAsync(_data.Below("tile_0", "block_0999", ".zarray"), "{}"u8.ToArray(), TestContext.Current.CancellationToken);
        using var catalog = new BlockCatalog(_data.Path, _data.Path, []);
        CatalogSnapshot? listed = null;
        Task<Block?> finding = Task.FromResult<Block?>(null);
        catalog.Changed += () =>
        {
            if (listed is null && catalog.Current.IsListed)
            {
                listed = catalog.Current;
                finding = catalog.FindAsync(BlockId.Parse("tile_2/block_0059"));
                catalog.ReadSoon([BlockId.Parse("tile_2/block_0059"), BlockId.Parse("tile_0/block_0999"), BlockId.Parse("tile_9/block_0001")]);
            }
        };

        await catalog.ScanAsync(TestContext.Current.CancellationToken);

        Assert.False(listed!.IsComplete);
        Assert.Equal(61, listed.Blocks.Count);
        Assert.All(listed.Blocks, block => Assert.Equal((false, 0, null), (block.IsRead, block.Channels.Count, block.Problem)));
        Block? found = await finding;
        Assert.True(found!.IsRead);
        Assert.Equal(["a.tif", "b.tif"], found.Channels.Select(channel => channel.FileName));
        Assert.Equal(Ids(listed).Where(id => id != "tile_0/block_0999"), Ids(catalog.Current));
        Assert.All(catalog.Current.Blocks, block => Assert.Equal((true, 2), (block.IsRead, block.Channels.Count)));
        Assert.Single(catalog.Current.Problems);
    }

    [Fact]
    public async Task Scan_BothEndingsInAnyCase_OrdersChannelsByFileNameOrdinally()
    {
        _data.Block("block_0001", "b.tif", "a.TIFF", "C.Tif", "notes.txt", "._a.tif", "x.tif.bak");
        Directory.CreateDirectory(_data.Below("block_0001", "folder.tif"));

        Block block = Assert.Single((await ScanAsync()).Blocks);

        Assert.Equal(["C.Tif", "a.TIFF", "b.tif"], block.Channels.Select(c => c.FileName));
        Assert.Equal(["C", "a", "b"], block.Channels.Select(c => c.Name));
        Assert.All(block.Channels, c => Assert.Equal(block.Folder, Path.GetDirectoryName(c.Path)));
    }

    [Fact]
    public async Task Scan_ConfiguredChannelNames_AreTakenOnlyWhereTheCountFits()
    {
        _data.Block("block_0001", "a.tif", "b.tif");
        _data.Block("block_0002", "a.tif", "b.tif", "c.tif");

        CatalogSnapshot found = await ScanAsync("488", "561");

        Assert.Equal(["488", "561"], found.Blocks[0].Channels.Select(c => c.Name));
        Assert.Equal(["a", "b", "c"], found.Blocks[1].Channels.Select(c => c.Name));
    }

    [Fact]
    public async Task Scan_BlockWithoutChannels_IsListedAndSaysWhy()
    {
        _data.Block("block_0001", "readme.txt");

        Block block = Assert.Single((await ScanAsync()).Blocks);

        Assert.Empty(block.Channels);
        Assert.NotNull(block.Problem);
    }

    [Fact]
    public async Task Scan_FoldersThatLookLikeBlocks_AreNamedAndNotListed()
    {
        _data.Block("block_0001", "a.tif");
        _data.Block("block_12", "a.tif");
        _data.Block("tile/Block_0001", "a.tif");
        _data.Block("block_0001_old", "a.tif");
        _data.Block("block_set/block_0003", "a.tif");

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["block_0001", "block_set/block_0003"], Ids(found));
        Assert.Equal(["block_0001_old", "block_12", "tile/Block_0001"], found.IgnoredFolders);
    }

    [Fact]
    public async Task Scan_BlocksInsideABlock_AreNotLookedFor()
    {
        _data.Block("block_0001/block_0002", "a.tif");

        Assert.Equal(["block_0001"], Ids(await ScanAsync()));
    }

    [Fact]
    public async Task Scan_HiddenFolders_AreNotLookedInto()
    {
        _data.Block(".snapshot/hourly/block_0001", "a.tif");

        CatalogSnapshot found = await ScanAsync();

        Assert.Empty(found.Blocks);
        Assert.Empty(found.Problems);
    }

    [Fact]
    public async Task Scan_LinkToAFolderAbove_IsReportedAndEnds()
    {
        _data.Block("tile/block_0001", "a.tif");
        Directory.CreateSymbolicLink(_data.Below("tile", "again"), _data.Path);
        Directory.CreateSymbolicLink(_data.Below("tile", "self"), _data.Below("tile"));

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["tile/block_0001"], Ids(found));
        Assert.Equal(
            [_data.Below("tile", "again"), _data.Below("tile", "self")], found.Problems.Select(p => p.Path));
    }

    [Fact]
    public async Task Scan_LinksToFoldersElsewhere_AreFollowed()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Block("tile/block_0001", "a.tif");
        elsewhere.Block("block_0007", "a.tif");
        Directory.CreateSymbolicLink(_data.Below("far"), elsewhere.Below("tile"));
        Directory.CreateSymbolicLink(_data.Below("block_0002"), elsewhere.Below("block_0007"));

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["block_0002", "far/block_0001"], Ids(found));
        Assert.All(found.Blocks, b => Assert.Single(b.Channels));
    }

    [Fact]
    public async Task Scan_LinksInACircle_Ends()
    {
        Directory.CreateDirectory(_data.Below("a"));
        Directory.CreateDirectory(_data.Below("b"));
        Directory.CreateSymbolicLink(_data.Below("a", "to_b"), _data.Below("b"));
        Directory.CreateSymbolicLink(_data.Below("b", "to_a"), _data.Below("a"));
        _data.Block("b/block_0001", "x.tif");

        CatalogSnapshot found = await ScanAsync();

        Assert.Contains("b/block_0001", Ids(found));
        Assert.NotEmpty(found.Problems);
    }

    [Fact]
    public async Task Scan_LinkThatLeadsNowhere_IsReported()
    {
        Directory.CreateSymbolicLink(_data.Below("block_0004"), _data.Below("gone"));

        CatalogSnapshot found = await ScanAsync();

        Assert.Empty(found.Blocks);
        Assert.Equal(_data.Below("block_0004"), Assert.Single(found.Problems).Path);
    }

    [Fact]
    public async Task Scan_NoFolderAtTheRoot_SaysSo()
    {
        using var catalog = new BlockCatalog(_data.Below("missing"), _data.Below("missing"), []);

        await catalog.ScanAsync(TestContext.Current.CancellationToken);

        Assert.False(catalog.Current.RootExists);
        Assert.True(catalog.Current.IsComplete);
        Assert.Empty(catalog.Current.Problems);
    }

    [Fact]
    public async Task Scan_RootIsABlockItself_SaysWhatToOpen()
    {
        string block = _data.Block("block_0001", "a.tif");
        using var catalog = new BlockCatalog(block, _data.Path, []);

        await catalog.ScanAsync(TestContext.Current.CancellationToken);

        Assert.Empty(catalog.Current.Blocks);
        Assert.Equal(block, Assert.Single(catalog.Current.Problems).Path);
    }

    [Fact]
    public async Task Scan_RootThatIsABrowsedOne_KeysLabelsByParentFolder()
    {
        _data.Block("tile/block_0001", "a.tif");
        using var catalog = new BlockCatalog(_data.Path, "/configured", []);

        await catalog.ScanAsync(TestContext.Current.CancellationToken);

        Block block = Assert.Single(catalog.Current.Blocks);
        Assert.False(catalog.IsConfigured);
        Assert.Equal("tile/block_0001", block.Id.Value);
        Assert.Equal(new LabelKey(_data.Below("tile"), BlockId.Parse("block_0001")), block.Key);
    }

    private static IEnumerable<string> Ids(CatalogSnapshot snapshot) => snapshot.Blocks.Select(b => b.Id.Value);

    private async Task<CatalogSnapshot> ScanAsync(params string[] channelNames)
    {
        using var catalog = new BlockCatalog(_data.Path, _data.Path, channelNames);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        return catalog.Current;
    }
}
