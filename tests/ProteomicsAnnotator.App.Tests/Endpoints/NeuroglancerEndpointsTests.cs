using System.Net;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Tests.Points;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>Points to Neuroglancer and back, over HTTP.</summary>
public sealed class NeuroglancerEndpointsTests
{
    private const string Voxels = "a,20,25,30\nb,0,0,0\nc,39,49,59\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Scale 2, 0.5, 0.25 µm and translation 10, 0, -5 µm: an OME-Zarr layer has voxel z at z + 5, x at x - 20.</summary>
    [Theory]
    [InlineData("", "[25,25,10] [5,0,-20] [44,49,39]")]
    [InlineData(""", "neuroglancer": {"layers": [{"name": "raw", "type": "image", "source": "precomputed://https://data.example/raw"}]}""", "[20.5,25.5,30.5] [0.5,0.5,0.5] [39.5,49.5,59.5]")]
    public async Task Labels_AsAnnotations_HaveTheClassesAsEnumAndPositionsOfTheLayer(string member, string expected)
    {
        await using TestProgram program = await StartAsync(member);
        using HttpClient client = await program.SignedInClientAsync("alice");
        await PutAsync(client, "/api/labels/point_a", 2);
        await PutAsync(client, "/api/labels/point_b", 1);
        await PutAsync(client, "/api/final-labels/point_b", 2);

        using HttpResponseMessage response = await client.GetAsync("/api/export/neuroglancer.json", Ct);

        Assert.Equal((HttpStatusCode.OK, "neuroglancer.json"), (response.StatusCode, response.Content.Headers.ContentDisposition!.FileName));
        JsonElement state = await TestProgram.JsonOfAsync(response);
        Assert.Equal(member.Length > 0 ? ["raw", "labels"] : ["labels"], state.GetProperty("layers").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        JsonElement layer = state.GetProperty("layers").EnumerateArray().Last();
        JsonElement property = Assert.Single(layer.GetProperty("annotationProperties").EnumerateArray());
        Assert.Equal("""["class","uint8",[0,1,2],["unlabelled","Soma","Other"]]""", JsonSerializer.Serialize(new[] { "id", "type", "enum_values", "enum_labels" }.Select(property.GetProperty)));
        JsonElement[] annotations = [.. layer.GetProperty("annotations").EnumerateArray()];
        Assert.Equal(["point_a", "point_b", "point_c"], annotations.Select(one => one.GetProperty("id").GetString()));
        Assert.All(annotations, one => Assert.Equal("point", one.GetProperty("type").GetString()));
        Assert.Equal(["[2]", "[2]", "[0]"], annotations.Select(one => JsonSerializer.Serialize(one.GetProperty("props"))));
        Assert.Equal(expected, string.Join(' ', annotations.Select(one => JsonSerializer.Serialize(one.GetProperty("point")))));
        JsonElement dimensions = layer.GetProperty("source").GetProperty("transform").GetProperty("outputDimensions");
        Assert.Equal([2e-6, 5e-7, 2.5e-7], new[] { "z", "y", "x" }.Select(axis => dimensions.GetProperty(axis)[0].GetDouble()));
    }

    /// <summary>The file is a table of points like any other state.</summary>
    [Fact]
    public async Task Labels_AsAnnotations_AreReadAsPointsOfTheSameVoxels()
    {
        await using TestProgram program = await StartAsync("");
        using HttpClient client = await program.SignedInClientAsync("alice");
        using var again = new PointsFolder();
        again.PutSource("id,z,y,x\n", points: """{"file": "labels.json", "layer": "labels"}""");
        await File.WriteAllBytesAsync(again.Below("labels.json"), await client.GetByteArrayAsync("/api/export/neuroglancer.json", Ct), Ct);

        CatalogSnapshot catalog = await again.ScanAsync();

        Assert.Empty(catalog.Problems);
        Assert.Equal([("point_point_a", (20L, 25L, 30L)), ("point_point_b", (0L, 0L, 0L)), ("point_point_c", (39L, 49L, 59L))], catalog.Blocks.Select(block => (block.Id.Value, block.Point!.Voxel)));
    }

    [Fact]
    public async Task Block_OfASourceThatNamesLayers_HasALink()
    {
        await using TestProgram program = await StartAsync(""", "neuroglancer": {"layers": [{"name": "raw", "type": "image", "source": "zarr://https://data.example/raw.zarr"}]}""");
        using HttpClient client = await program.SignedInClientAsync("alice");

        JsonElement block = JsonDocument.Parse(await client.GetByteArrayAsync("/api/blocks/point_a", Ct)).RootElement;

        string link = block.GetProperty("neuroglancer").GetString()!;
        Assert.Contains("\"position\":[25,25,10]", Uri.UnescapeDataString(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_OfFoldersOfFiles_AreNoAnnotations()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        using HttpClient client = await program.SignedInClientAsync("alice");

        using HttpResponseMessage response = await client.GetAsync("/api/export/neuroglancer.json", Ct);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("no block is a point of a volume", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("neuroglancer", await client.GetStringAsync("/api/blocks/block_0001", Ct), StringComparison.Ordinal);
    }

    private static Task<TestProgram> StartAsync(string member) => TestProgram.StartAsync(
        data =>
        {
            var folder = new PointsFolder(data);
            folder.PutSource("id,z,y,x\n" + Voxels);
            folder.PutText("source.json", $$"""{"channels": ["ch_488.zarr"], "box": [8, 10, 12], "points": {"file": "points.csv"} {{member}} }""");
        },
        Classes());

    private static LabelClasses Classes() => LabelClasses.Parse("""{"classes":["Soma","Other"]}"""u8.ToArray(), "classes.json", [])!;

    private static async Task PutAsync(HttpClient client, string path, int label)
    {
        using var body = new StringContent($"{{\"label\":{label}}}", Encoding.UTF8, TestProgram.Json);
        using HttpResponseMessage kept = await client.PutAsync(path, body, Ct);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
    }
}
