using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Points;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>A data root with a <c>source.json</c>: which blocks it has, and what is said of those it has not.</summary>
public sealed class PointsSourceTests : IDisposable
{
    private readonly PointsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scan_TableInVoxels_IsABlockForEachPoint()
    {
        _folder.PutSource("id,z,y,x\nB-2,0,49.9,59\nA_1,10,20,30\n");

        CatalogSnapshot found = await _folder.ScanAsync();

        Assert.Equal(["point_A_1", "point_B-2"], found.Blocks.Select(block => block.Id.Value));
        Assert.Equal([(10L, 20L, 30L), (0, 49, 59)], found.Blocks.Select(block => block.Point!.Voxel));
        Assert.Equal([(6, 15, 24), (-4, 44, 53)], found.Blocks.Select(block => block.Point!.Start));
        Assert.All(found.Blocks, block => Assert.Equal(new FocusPoint(4, 5, 6), block.Focus));
        Assert.Equal([new LabelKey(null, BlockId.Parse("point_A_1")), new LabelKey(null, BlockId.Parse("point_B-2"))], found.Blocks.Select(block => block.Key));
        Assert.Equal("488", Assert.Single(found.Blocks[0].Channels).Name);
        Assert.Equal("ch_488.zarr", found.Blocks[0].Channels[0].FileName);
        Assert.True(found.IsComplete);
        Assert.Empty(found.Problems);
        Assert.Contains("Row 1 is z 0, y 49.9, x 59 in voxels (a whole number is the corner of a voxel): voxel z 0, y 49, x 59 of level 0. Its box begins at z -4, y 44, x 53 of level 0 and is 8 x 10 x 12 voxels.", found.Notes);
    }

    /// <summary>Scale 2, 0.5, 0.25 and translation 10, 0, -5 micrometres.</summary>
    [Theory]
    [InlineData("", "10_20_31", "30,10,2.5")]
    [InlineData("\"origin\": \"corner\"", "10_20_30", "30,10,2.5")]
    [InlineData("\"level\": 1", "10_20_31", "30,10,2.5")]
    public async Task Scan_TableInMicrometres_CountsFromTheStoresOrigin(string more, string id, string um)
    {
        // x: (2.6 + 5) / 0.25 = 30.4 and (2.75 + 5) / 0.25 = 31.
        _folder.PutSource(more.Contains("corner", StringComparison.Ordinal) ? "z,y,x\n30,10,2.6\n" : "z,y,x\n30,10,2.75\n", more: $"\"unit\": \"micrometre\"{(more.Length > 0 ? ", " + more : "")}");

        Block block = Assert.Single((await _folder.ScanAsync()).Blocks);

        Assert.Equal($"point_{id}", block.Id.Value);
        Assert.Equal(30, block.Point!.Micrometres!.Value.Z, 1e-9);
        Assert.Equal(10, block.Point.Micrometres.Value.Y, 1e-9);
        Assert.NotEmpty(um);
        if (more.Contains("level", StringComparison.Ordinal))
        {
            // (10 + 0.5) / 2, (20 + 0.5) / 2, (31 + 0.5) / 2 floored, less half of 8, 10, 12.
            Assert.Equal((5 - 4, 10 - 5, 15 - 6), block.Point.Start);
        }
    }

    [Fact]
    public async Task Scan_RowsThatMakeNoBlock_AreNamedAndTheRestIsUsed()
    {
        _folder.PutSource("""
            id,z,y,x
            7,1,2,3
            7,2,2,3
            7.0,3,2,3
            a/b,1,1,1
            ,1,1,2
            out,40,0,0
            far,1e300,0,0
            under,0,-0.1,0
            same,1,2,3
            nan,NaN,0,0
            007,4,4,4
            """);

        CatalogSnapshot found = await _folder.ScanAsync();

        Assert.Equal(["point_007", "point_7"], found.Blocks.Select(block => block.Id.Value));
        Assert.All(found.Problems, problem => Assert.Equal(_folder.Below("points.csv"), problem.Path));
        string[] words = [.. found.Problems.Select(problem => problem.Message)];
        Assert.Equal(9, words.Length);
        Assert.Contains(words, text => text.StartsWith("Row 2: the id \"7\" stands in row 1, too", StringComparison.Ordinal));
        Assert.Contains(words, text => text.StartsWith("Row 3: the id \"7.0\" stands in row 1, too", StringComparison.Ordinal));
        Assert.Contains(words, text => text.StartsWith("Row 4: the id is \"a/b\"", StringComparison.Ordinal));
        Assert.Contains(words, text => text.StartsWith("Row 6: z 40, y 0, x 0 lies outside of the volume of 40 x 50 x 60 voxels", StringComparison.Ordinal));
        Assert.Contains(words, text => text.StartsWith("Row 9: the point stands in row 1, too", StringComparison.Ordinal));
        Assert.Empty(found.Gaps);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "expected an object")]
    [InlineData("{\"chanels\": []}", "chanels: found []; expected no member of this name")]
    [InlineData("{\"channels\": [], \"box\": [1, 1, 1], \"points\": {\"file\": \"points.csv\"}}", "channels: found []")]
    [InlineData("{\"channels\": [{\"store\": \"ch_488.zarr\"}], \"box\": [8, 10], \"points\": {\"file\": \"points.csv\"}}", "box: found [8, 10]; expected three sizes above 0")]
    [InlineData("{\"channels\": [{\"store\": \"ch_488.zarr\"}], \"box\": [8, 10, 0.5], \"points\": {\"file\": \"points.csv\"}}", "box: found 0.5; expected whole numbers")]
    [InlineData("{\"channels\": [{\"store\": \"ch_488.zarr\"}], \"box\": [8, 10, 1e9], \"points\": {\"file\": \"points.csv\"}}", "box: found 1000000000")]
    [InlineData("{\"channels\": [{\"store\": \"ch_488.zarr\"}], \"box\": [8, 10, 12], \"level\": 2, \"points\": {\"file\": \"points.csv\"}}", "level: found 2; ch_488.zarr has 2 levels; expected at most 1.")]
    [InlineData("{\"channels\": [{\"store\": \"ch_488.zarr\"}], \"box\": [8, 10, 12], \"unit\": \"inch\", \"points\": {\"file\": \"points.csv\"}}", "unit: found \"inch\"; expected \"voxel\" or \"micrometre\".")]
    [InlineData("{\"channels\": [{\"store\": \"ch_488.zarr\"}], \"box\": [8, 10, 12], \"t\": 1, \"points\": {\"file\": \"points.csv\"}}", "t: found 1; ch_488.zarr has 1 time; expected at most 0.")]
    [InlineData("{\"channels\": [{\"store\": \"ch_488.zarr\"}, {\"store\": \"ch_488.zarr\"}], \"box\": [8, 10, 12], \"points\": {\"file\": \"points.csv\"}}", "2 channels called \"ch_488\"")]
    [InlineData("{\"channels\": [{\"store\": \"gone.zarr\"}], \"box\": [8, 10, 12], \"points\": {\"file\": \"points.csv\"}}", "")]
    [InlineData("{\"channels\": [{\"store\": \"ch_488.zarr\"}], \"box\": [8, 10, 12], \"points\": {\"file\": \"gone.csv\"}}", "")]
    [InlineData("{\"channels\": \"ch_{channel}.tiff\", \"box\": [8, 10, 12], \"points\": {\"file\": \"points.csv\"}}", "channels: found no folder ch_{channel}.tiff")]
    public async Task Scan_SourceThatIsNone_ListsNothingAndSaysWhy(string json, string words)
    {
        _folder.PutSource("z,y,x\n1,1,1\n");
        _folder.PutText("source.json", json);

        CatalogSnapshot found = await _folder.ScanAsync();

        Assert.Empty(found.Blocks);
        Assert.Contains(words, Assert.Single(found.Problems).Message, StringComparison.Ordinal);
        Assert.Single(found.Gaps);
        Assert.True(found.IsComplete);
    }

    [Fact]
    public async Task Scan_Pattern_IsAChannelForEachStoreThatFits()
    {
        _folder.PutSource("z,y,x\n1,1,1\n");
        _folder.PutStore("Tile_X_0002_Y_1_ch_561.zarr", 1);
        _folder.PutStore("Tile_X_0002_Y_1_ch_488.zarr", 0);
        _folder.PutText("source.json", """{"channels": "Tile_X_0002_*_ch_{channel}.zarr", "box": [8, 10, 12], "points": {"file": "points.csv"}}""");

        Assert.Equal(["488", "561"], (await _folder.ScanAsync()).Blocks[0].Channels.Select(channel => channel.Name));

        _folder.PutStore("Tile_X_0002_Y_2_ch_561.zarr", 1);
        Assert.Contains("for the channel \"561\"", Assert.Single((await _folder.ScanAsync()).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_StoresThatDoNotFit_AreRefused()
    {
        _folder.PutSource("z,y,x\n1,1,1\n");
        _folder.PutStore("other.zarr", 1, factor: 2);
        _folder.PutText("source.json", """{"channels": ["ch_488.zarr", "other.zarr"], "box": [8, 10, 12], "points": {"file": "points.csv"}}""");

        Assert.StartsWith("channels[1]: found other.zarr with another scale", Assert.Single((await _folder.ScanAsync()).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_MicrometresWithoutAUnit_AreRefusedAndVoxelsAreNot()
    {
        _folder.PutSource("z,y,x\n1,1,1\n", more: "\"unit\": \"micrometre\"");
        _folder.PutStore("ch_488.zarr", 0, unit: null);

        Assert.StartsWith("unit: found micrometres; the store gives no voxel size", Assert.Single((await _folder.ScanAsync()).Problems).Message, StringComparison.Ordinal);

        _folder.PutText("source.json", """{"channels": ["ch_488.zarr"], "box": [8, 10, 12], "points": {"file": "points.csv"}}""");
        Assert.Null(Assert.Single((await _folder.ScanAsync()).Blocks).Point!.Micrometres);
    }

    [Fact]
    public async Task Scan_PathsOutOfTheRoot_AreRefusedWhereTheRootBinds()
    {
        _folder.PutSource("z,y,x\n1,1,1\n");
        using var elsewhere = new PointsFolder();
        elsewhere.PutStore("far.zarr", 0);
        _folder.PutText("source.json", $$$"""{"channels": ["{{{elsewhere.Below("far.zarr")}}}"], "box": [8, 10, 12], "points": {"file": "points.csv"}}""");

        Assert.Single((await _folder.ScanAsync()).Blocks);
        Assert.Contains("leads out of the data root", Assert.Single((await _folder.ScanAsync(isBound: true)).Problems).Message, StringComparison.Ordinal);

        Directory.CreateSymbolicLink(_folder.Below("link.zarr"), elsewhere.Below("far.zarr"));
        _folder.PutText("source.json", """{"channels": ["link.zarr"], "box": [8, 10, 12], "points": {"file": "points.csv"}}""");
        Assert.Contains("leads out of the data root", Assert.Single((await _folder.ScanAsync(isBound: true)).Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-310)]
    public async Task Scan_ScalesOfNoPicture_AreRefused(double factor)
    {
        _folder.PutSource("z,y,x\n1,1,1\n", more: "\"unit\": \"micrometre\"");
        _folder.PutStore("ch_488.zarr", 0, factor: factor);

        CatalogSnapshot found = await _folder.ScanAsync();

        Assert.Empty(found.Blocks);
        Assert.NotEmpty(found.Problems);
    }

    [Fact]
    public async Task Scan_ScaleThatDoesNotFitTheShapeOfTheLevel_IsRefused()
    {
        _folder.PutSource("z,y,x\n1,1,1\n", more: "\"level\": 1");
        string store = Path.Combine("ch_488.zarr", ".zattrs");
        string metadata = await File.ReadAllTextAsync(_folder.Below(store), PointsFolder.Token);
        Assert.Single((await _folder.ScanAsync()).Blocks);

        // As if the second level were not the smaller one: 60 voxels along x, of which it has 30.
        _folder.PutText(store, metadata.Replace("[4, 1, 0.5]", "[4, 1, 0.25]", StringComparison.Ordinal));

        CatalogSnapshot found = await _folder.ScanAsync();
        Assert.Empty(found.Blocks);
        Assert.Equal("level: found 30 voxels along x at level 1, where level 0 has 60 and the scales make them 60; expected a store whose scales fit the shapes of its levels.", Assert.Single(found.Problems).Message);
    }

    [Theory]
    [InlineData("""{"dimensions": {"z": [1e-6, "m"], "y": [1e-6, "m"], "x": [1e-6, "m"], "\ud800": [1e-6, "m"]}, "layers": [{"name": "a", "annotations": [{"type": "point", "point": [1, 1, 1, 1], "id": "1"}]}]}""")]
    [InlineData("""{"dimensions": {"z": [1e-6, "m"], "y": [1e-6, "\ud800"], "x": [1e-6, "m"]}, "layers": [{"name": "a", "annotations": [{"type": "point", "point": [1, 1, 1], "id": "1"}]}]}""")]
    [InlineData("""{"dimensions": {"z": [1e-6, "m"], "y": [1e-6, "m"], "x": [1e-6, "m"]}, "layers": [{"name": "a", "annotations": [{"type": "\ud800", "point": [1, 1, 1], "id": "1"}]}]}""")]
    public async Task Scan_StateWithATextThatIsNone_ListsNothingAndNamesIt(string state)
    {
        _folder.PutSource("z,y,x\n1,1,1\n", """{"file": "state.json"}""");
        _folder.PutText("state.json", state);

        CatalogSnapshot found = await _folder.ScanAsync();

        Assert.Empty(found.Blocks);
        CatalogProblem problem = Assert.Single(found.Problems);
        Assert.Equal(_folder.Below("state.json"), problem.Path);
        Assert.Matches("^found (a text that is none|no JSON) ", problem.Message);
        Assert.True(found.IsComplete);
    }

    [Fact]
    public async Task Scan_SourceThatFailsInAWayNobodyForesaw_LeavesTheListAsItWas()
    {
        _folder.PutSource("id,z,y,x\n1,1,1,1\n");
        bool fails = false;
        CatalogSnapshot? Read(SourceRequest request, CancellationToken token) => fails ? throw new OverflowException("too far") : PointsSource.Read(request, token);
        using var catalog = new BlockCatalog(_folder.Path, _folder.Path, []) { Source = Read };
        await catalog.ScanAsync(PointsFolder.Token);

        fails = true;
        await Assert.ThrowsAsync<OverflowException>(() => catalog.ScanAsync(PointsFolder.Token));
        Assert.True(catalog.Current.IsComplete);
        Assert.Single(catalog.Current.Blocks);

        using var first = new BlockCatalog(_folder.Path, _folder.Path, []) { Source = Read };
        await Assert.ThrowsAsync<OverflowException>(() => first.ScanAsync(PointsFolder.Token));
        Assert.True(first.Current.IsComplete);
        Assert.Contains("too far", Assert.Single(first.Current.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_NapariTable_AsksForItsUnit()
    {
        const string Points = """{"file": "points.csv", "z": "axis-0", "y": "axis-1", "x": "axis-2"}""";
        _folder.PutSource("index,axis-0,axis-1,axis-2\n0.0,35.0,40.5,45.0\n", Points);

        Assert.StartsWith("unit: found nothing; the table has napari's columns", Assert.Single((await _folder.ScanAsync()).Problems).Message, StringComparison.Ordinal);

        _folder.PutSource("index,axis-0,axis-1,axis-2\n0.0,35.0,40.5,45.0\n", Points, more: "\"unit\": \"voxel\", \"origin\": \"center\"");
        Assert.Equal("point_35_41_45", Assert.Single((await _folder.ScanAsync()).Blocks).Id.Value);
    }

    [Fact]
    public async Task Find_PointWhileTheSourceIsRead_WaitsForIt()
    {
        _folder.PutSource("id,z,y,x\n1,1,1,1\n");
        using BlockCatalog catalog = _folder.Catalog();
        Task scan = catalog.ScanAsync(PointsFolder.Token);

        Assert.NotNull(await catalog.FindAsync(BlockId.Parse("point_1"), PointsFolder.Token));
        Assert.Null(await catalog.FindAsync(BlockId.Parse("point_2"), PointsFolder.Token));
        await scan;
    }

    [Fact]
    public async Task Scan_BrowsedRoot_KeepsItsLabelsApart()
    {
        _folder.PutSource("id,z,y,x\n1,1,1,1\n");
        using var catalog = new BlockCatalog(_folder.Path, "/configured", []) { Source = PointsSource.Read };
        await catalog.ScanAsync(PointsFolder.Token);
        using var below = new BlockCatalog(_folder.Path, Path.GetDirectoryName(_folder.Path)!, []) { Source = PointsSource.Read };
        await below.ScanAsync(PointsFolder.Token);

        Assert.Equal(new LabelKey(_folder.Path, BlockId.Parse("point_1")), catalog.Current.Blocks[0].Key);
        Assert.Equal($"{Path.GetFileName(_folder.Path)}/point_1", below.Current.Blocks[0].Id.Value);
        Assert.Equal(new LabelKey(null, below.Current.Blocks[0].Id), below.Current.Blocks[0].Key);
    }
}
