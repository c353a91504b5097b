using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>Links into Neuroglancer: where the voxel of a point lies in a layer (tests/vectors/points/neuroglancer-expected.json, "link_out").</summary>
public sealed class NeuroglancerLinksTests : IDisposable
{
    private const string Layers = """[{"type": "image", "name": "488", "source": "zarr://https://data.example/ch_488.zarr"}]""";
    private readonly PointsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The store has voxels of 2, 0.5 and 0.25 µm, and its voxel 0 lies at 10, 0 and -5 µm.</summary>
    [Theory]
    [InlineData("zarr://https://data.example/ch_488.zarr", "", "[25,25,10]")]
    [InlineData("https://data.example/ch_488.zarr/|zarr2:", "", "[25,25,10]")]
    [InlineData("zarr://https://data.example/ch_488.zarr/0", "", "[20.5,25.5,30.5]")]
    [InlineData("https://data.example/ch_488.zarr/0/|zarr2:", "", "[20.5,25.5,30.5]")]
    [InlineData("precomputed://https://data.example/ch_488", "", "[20.5,25.5,30.5]")]
    [InlineData("precomputed://https://data.example/ch_488", """, "kind": "ome-zarr" """, "[25,25,10]")]
    [InlineData("zarr://https://data.example/ch_488.zarr", """, "kind": "plain" """, "[20.5,25.5,30.5]")]
    public async Task Link_OfLayers_OpensAtTheCentreOfTheVoxel(string address, string kind, string expected)
    {
        Put($$$"""{"layers": [{"type": "image", "name": "488", "source": {"url": "{{{address}}}"}}] {{{kind}}} }""");

        (string link, JsonElement state) = Read(await OnlyAsync());

        Assert.StartsWith("https://neuroglancer-demo.appspot.com/#!%7B", link, StringComparison.Ordinal);
        Assert.Equal("""{"z":[2E-06,"m"],"y":[5E-07,"m"],"x":[2.5E-07,"m"]}""", state.GetProperty("dimensions").GetRawText());
        Assert.Equal(expected, state.GetProperty("position").GetRawText());
        Assert.Equal(address, state.GetProperty("layers")[0].GetProperty("source").GetProperty("url").GetString());
    }

    /// <summary>The state's units are others than the voxels, in another order and beside an axis of time; its own position and its annotations are not taken.</summary>
    [Fact]
    public async Task Link_OfAState_HasItsLayersAndDimensionsAndOnePosition()
    {
        _folder.PutText("state.json", $$"""
            {"dimensions": {"x": [1e-6, "m"], "y": [1e-7, "m"], "z": [2e-6, "m"], "t": [1, "s"]}, "position": [1, 2, 3, 7.5], "crossSectionScale": 0.5,
             "layers": [{{Layers[1..^1]}}, {"type": "annotation", "name": "cells", "source": "local://annotations", "annotations": [{"type": "point", "id": "1", "point": [0, 0, 0, 0]}]}]}
            """);
        Put("""{"state": "state.json", "address": "https://ng.example/v/"}""");

        (string link, JsonElement state) = Read(await OnlyAsync());

        // z: 20 * 2 + 10 = 50 µm by 2; y: 25 * 0.5 = 12.5 µm by 0.1; x: 30 * 0.25 - 5 = 2.5 µm by 1.
        Assert.StartsWith("https://ng.example/v/#!", link, StringComparison.Ordinal);
        Assert.Equal("[2.5,125,25,7.5]", state.GetProperty("position").GetRawText());
        Assert.Equal(0.5, state.GetProperty("crossSectionScale").GetDouble());
        Assert.Equal(["488"], state.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Link_StoreWithoutAScale_CountsVoxels()
    {
        _folder.PutSource("id,z,y,x\na,20,25,30\n", more: "\"neuroglancer\": {\"layers\": " + Layers + "}");
        _folder.PutStore("ch_488.zarr", 0, unit: null);

        (_, JsonElement state) = Read(await OnlyAsync());

        Assert.Equal("""{"z":[1,""],"y":[1,""],"x":[1,""]}""", state.GetProperty("dimensions").GetRawText());
        Assert.Equal("[20,25,30]", state.GetProperty("position").GetRawText());
    }

    [Theory]
    [InlineData("""{"layers": []}""", "neuroglancer.layers", "a list of layers")]
    [InlineData("""{"layers": [{"type": "annotation", "annotations": []}]}""", "neuroglancer.layers", "a layer of voxels")]
    [InlineData("""{"layers": [{"source": "zarr://https://a/b.zarr"}, {"source": "n5://https://a/c"}]}""", "layers of OME-Zarr beside others", "\"kind\"")]
    [InlineData("""{"state": "gone.json"}""", "there is no such file", "no links to Neuroglancer")]
    public async Task Source_WithLayersThatCannotBeShown_SaysSoAndListsThePoints(string member, string found, string expected)
    {
        Put(member);

        CatalogSnapshot catalog = await _folder.ScanAsync();

        Assert.Null(Assert.Single(catalog.Blocks).Point!.Grid.Neuroglancer);
        CatalogProblem problem = Assert.Single(catalog.Problems);
        Assert.Contains(found, problem.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.False(problem.IsUnread);
    }

    [Theory]
    [InlineData("""{"dimensions": {"z": [2e-6, "m"], "y": [5e-7, "m"]}, "layers": LAYERS}""", "one called x")]
    [InlineData("""{"dimensions": {"z": [2e-6, "m"], "y": [5e-7, "m"], "x": [5, "s"]}, "layers": LAYERS}""", "a length in metres")]
    [InlineData("""{"dimensions": [1, 2, 3], "layers": LAYERS}""", "dimensions, such as")]
    [InlineData("""{"layers": 7}""", "a list of layers")]
    [InlineData("""{"layers": LAYERS""", "a JSON object")]
    public async Task Source_WithAStateThatIsNone_NamesItsFile(string state, string expected)
    {
        _folder.PutText("state.json", state.Replace("LAYERS", Layers, StringComparison.Ordinal));
        Put("""{"state": "state.json"}""");

        CatalogSnapshot catalog = await _folder.ScanAsync();

        Assert.Single(catalog.Blocks);
        CatalogProblem problem = Assert.Single(catalog.Problems);
        Assert.Equal(_folder.Below("state.json"), problem.Path);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"neuroglancer\": {}", "either \"state\"")]
    [InlineData("\"neuroglancer\": {\"layers\": [], \"state\": \"a\"}", "either \"state\"")]
    [InlineData("\"neuroglancer\": {\"layers\": [], \"kind\": \"n5\"}", "\"ome-zarr\" or \"plain\"")]
    [InlineData("\"neuroglancer\": {\"layers\": [], \"address\": \"javascript:alert(1)\"}", "beginning with https://")]
    [InlineData("\"neuroglancer\": {\"layers\": [], \"position\": [1]}", "no member of this name")]
    [InlineData("\"near\": 0", "a distance above 0")]
    [InlineData("\"near\": \"5 um\"", "a number")]
    public async Task Source_WithAMemberThatIsNotUnderstood_IsRefused(string more, string expected)
    {
        _folder.PutSource("id,z,y,x\na,20,25,30\n", more: more);

        CatalogSnapshot catalog = await _folder.ScanAsync();

        Assert.Empty(catalog.Blocks);
        Assert.Contains(expected, Assert.Single(catalog.Problems).Message, StringComparison.Ordinal);
    }

    /// <summary>On a server whoever wrote the source reads nothing outside of the data root by it.</summary>
    [Fact]
    public async Task State_OutsideOfTheRootOfAServer_IsNotRead()
    {
        string outside = Directory.CreateTempSubdirectory("state-").FullName;
        await File.WriteAllBytesAsync(Path.Combine(outside, "state.json"), System.Text.Encoding.UTF8.GetBytes($"{{\"layers\": {Layers}}}"), PointsFolder.Token);
        Put($$"""{"state": "{{Path.Combine(outside, "state.json")}}"}""");

        CatalogSnapshot catalog = await _folder.ScanAsync(isBound: true);

        Assert.Contains("leads out of the data root", Assert.Single(catalog.Problems).Message, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single((await _folder.ScanAsync()).Blocks).Point!.Grid.Neuroglancer);
        Directory.Delete(outside, recursive: true);
    }

    private void Put(string member) => _folder.PutSource("id,z,y,x\na,20,25,30\n", more: $"\"neuroglancer\": {member}");

    private async Task<Block> OnlyAsync()
    {
        CatalogSnapshot catalog = await _folder.ScanAsync();
        Assert.Empty(catalog.Problems);
        return Assert.Single(catalog.Blocks);
    }

    private static (string Link, JsonElement State) Read(Block block)
    {
        string link = block.Point!.Grid.Neuroglancer!.LinkTo(block.Point);
        return (link, JsonDocument.Parse(Uri.UnescapeDataString(link[(link.IndexOf("#!", StringComparison.Ordinal) + 2)..])).RootElement);
    }
}
