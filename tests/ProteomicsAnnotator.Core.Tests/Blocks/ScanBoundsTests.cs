using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

/// <summary>Every scan ends, finds each block once, and says what it left out.</summary>
public sealed class ScanBoundsTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("..")]
    [InlineData("../..")]
    [InlineData(".")]
    public async Task Scan_LinkToARootOrAFolderAbove_EndsAndSaysSo(string target)
    {
        _data.Block("tile/block_0001", "a.tif");
        Directory.CreateSymbolicLink(_data.Below("tile", "out"), target);

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["tile/block_0001"], Ids(found));
        CatalogProblem problem = Assert.Single(found.Problems);
        Assert.Equal(_data.Below("tile", "out"), problem.Path);
        Assert.Contains("not followed", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/sys")]
    [InlineData("/proc/self")]
    [InlineData("/sys/class")]
    public async Task Scan_PartOfTheSystem_IsNeverEntered(string target)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /proc here");
        _data.Block("tile/block_0001", "a.tif");
        Directory.CreateSymbolicLink(_data.Below("system"), target);

        CatalogSnapshot linked = await ScanAsync();
        using var root = new BlockCatalog(target, _data.Path, []);
        await root.ScanAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["tile/block_0001"], Ids(linked));
        Assert.Contains("operating system", Assert.Single(linked.Problems).Message, StringComparison.Ordinal);
        Assert.Empty(root.Current.Blocks);
        Assert.Contains("operating system", Assert.Single(root.Current.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_LinkToWhatTheScanHasAnyway_ListsItOnceUnderItsOwnName()
    {
        _data.Block("z/deep/block_0001", "a.tif");
        Directory.CreateSymbolicLink(_data.Below("a_link"), _data.Below("z", "deep"));
        Directory.CreateSymbolicLink(_data.Below("b_link"), _data.Below("z"));

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["z/deep/block_0001"], Ids(found));
        Assert.Equal([_data.Below("a_link"), _data.Below("b_link")], found.Problems.Select(problem => problem.Path));
    }

    [Fact]
    public async Task Scan_TwoLinksToOneFolderElsewhere_FollowTheFirst()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Block("tile/block_0001", "a.tif");
        Directory.CreateSymbolicLink(_data.Below("b"), elsewhere.Path);
        Directory.CreateSymbolicLink(_data.Below("a"), elsewhere.Below("tile"));
        Directory.CreateSymbolicLink(elsewhere.Below("back"), _data.Path);
        Directory.CreateSymbolicLink(elsewhere.Below("tile", "up"), elsewhere.Path);

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["a/block_0001"], Ids(found));
        Assert.Equal(3, found.Problems.Count);
    }

    [Fact]
    public async Task Scan_MoreFoldersThanAnyCampaignHas_AsksWhetherThisIsTheRightOne()
    {
        for (int i = 0; i < 30; i++)
        {
            _data.Block($"tile_{i:00}/block_0001", "a.tif");
        }

        using var catalog = new BlockCatalog(_data.Path, _data.Path, []) { MostFolders = 10 };
        await catalog.ScanAsync(TestContext.Current.CancellationToken);

        Assert.True(catalog.Current.IsComplete);
        Assert.True(catalog.Current.IsCutOff);
        Assert.Equal(10, catalog.Current.Blocks.Count);
        string words = Assert.Single(catalog.Current.Problems).Message;
        Assert.Contains("More than 10 folders lie here: is this the right one?", words, StringComparison.Ordinal);
        Assert.Contains("20 were not looked into", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".zgroup")]
    [InlineData(".zattrs")]
    [InlineData(".zarray")]
    [InlineData("zarr.json")]
    public async Task Scan_ZarrStore_IsNotEntered(string marker)
    {
        _data.Block("tile/block_0001", "a.tif");
        _data.Block("store.zarr/0/block_0002", "a.tif");
        _data.Block("block_0003", "a.tif", marker);
        await File.WriteAllBytesAsync(_data.Below("store.zarr", marker), [], TestContext.Current.CancellationToken);

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["tile/block_0001"], Ids(found));
        Assert.Equal([_data.Below("block_0003"), _data.Below("store.zarr")], found.Problems.Select(problem => problem.Path));
        Assert.All(found.Problems, problem => Assert.Contains(marker, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scan_NameInAnyUnicodeForm_IsOneBlockInFormC()
    {
        string folder = _data.Block("Pra\u0308parat/block_0001", "a.tif");

        CatalogSnapshot found = await ScanAsync();

        Block block = Assert.Single(found.Blocks);
        Assert.Equal("Pr\u00E4parat/block_0001", block.Id.Value);
        Assert.Equal(folder, block.Folder);
        Assert.True(found.TryGet(BlockId.Parse("Pra\u0308parat/block_0001"), out _));
    }

    [Fact]
    public async Task Scan_TwoFoldersThatDifferInUnicodeFormOnly_AreBothNamedAndNeitherIsListed()
    {
        _data.Block("tile/block_0001", "a.tif");
        string composed = _data.Block("Pr\u00E4parat/block_0001", "a.tif");
        string decomposed = _data.Block("Pra\u0308parat/block_0001", "a.tif");
        Assert.SkipWhen(Directory.GetDirectories(_data.Path).Length < 3, "this file system makes them one");

        CatalogSnapshot found = await ScanAsync();

        Assert.Equal(["tile/block_0001"], Ids(found));
        Assert.Equal(
            new[] { Path.GetDirectoryName(decomposed), Path.GetDirectoryName(composed) }, found.Problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData("block_0001", true)]
    [InlineData("tile/Pr\u00E4parat/block_0002", true)]
    [InlineData("tile/Pra\u0308parat/block_0002", true)]
    [InlineData("tile/block_0002", false)]
    [InlineData("block_0001/block_0003", false)]
    [InlineData("up/block_0001", false)]
    [InlineData("store/block_0004", false)]
    [InlineData("same/block_0002", false)]
    [InlineData("kept/block_0005", true)]
    public async Task Find_BeforeTheScanHasBegun_LooksForTheOneBlock(string id, bool isThere)
    {
        _data.Block("block_0001", "b.tif", "a.tif");
        _data.Block("block_0001/block_0003", "a.tif");
        _data.Block("tile/Pra\u0308parat/block_0002", "a.tif");
        _data.Block("store/block_0004", "a.tif");
        await File.WriteAllBytesAsync(_data.Below("store", "zarr.json"), [], TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(_data.Below("up"), _data.Path);
        _data.Block(".hidden/block_0005", "a.tif");
        Directory.CreateSymbolicLink(_data.Below("kept"), ".hidden");
        Directory.CreateSymbolicLink(_data.Below("same"), _data.Below("tile", "Pra\u0308parat"));
        using var catalog = new BlockCatalog(_data.Path, _data.Path, []);

        Block? looked = await catalog.FindAsync(BlockId.Parse(id), TestContext.Current.CancellationToken);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        Block? listed = await catalog.FindAsync(BlockId.Parse(id), TestContext.Current.CancellationToken);

        Assert.Equal(isThere, looked is not null);
        Assert.Equal(listed?.Folder, looked?.Folder);
        Assert.Equal(listed?.Channels ?? [], looked?.Channels ?? []);
    }

    private static IEnumerable<string> Ids(CatalogSnapshot snapshot) => snapshot.Blocks.Select(b => b.Id.Value);

    private async Task<CatalogSnapshot> ScanAsync()
    {
        using var catalog = new BlockCatalog(_data.Path, _data.Path, []);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        return catalog.Current;
    }
}
