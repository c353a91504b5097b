using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Points;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>What lies around the box of a point, over HTTP.</summary>
public sealed class ContextEndpointTests : IAsyncLifetime
{
    private TestProgram _program = null!;
    private HttpClient _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _program = await TestProgram.StartAsync(data =>
        {
            var folder = new PointsFolder(data);
            folder.PutSource("id,z,y,x\na,20,25,30\nb,0,0,0\n");
            folder.PutStore("ch_561.zarr", 1);
            folder.PutText("source.json", """{"channels": "ch_{channel}.zarr", "box": [8, 10, 12], "points": {"file": "points.csv"}}""");
        });
        _client = await _program.SignedInClientAsync("alice");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }

    [Fact]
    public async Task Context_FewBoxes_IsAPlaneOfTheLevelShown()
    {
        (JsonElement header, ReadOnlyMemory<byte> planes) = await AroundAsync("/api/context/point_a?zoom=2");

        // The box begins at 16, 20, 24; 20 x 24 voxels around its middle (25, 30) begin at 15, 18.
        Assert.Equal("""{"level":0,"zoom":2,"box":[5,15,6,18]}""", header.GetProperty("context").GetRawText());
        Assert.Equal(20, header.GetProperty("z").GetInt32());
        JsonElement second = header.GetProperty("channels")[1];
        Assert.Equal("[1,20,24]", second.GetProperty("channel").GetProperty("shape").GetRawText());
        Assert.Equal("0,1,0,20,0,24", second.GetProperty("inside").GetString());
        int offset = second.GetProperty("offset").GetInt32();
        Assert.Equal(PointsFolder.ValueAt(1, 20, 15, 18), Number(planes, offset, 0));
        Assert.Equal(PointsFolder.ValueAt(1, 20, 25, 30), Number(planes, offset, (10 * 24) + 12));
    }

    [Fact]
    public async Task Context_ManyBoxes_IsOfTheCoarserLevelAndSaysWhatLiesInside()
    {
        (JsonElement header, ReadOnlyMemory<byte> planes) = await AroundAsync("/api/context/point_b?zoom=30");

        // 300 x 360 voxels of level 0 are 150 x 180 of level 1, where the box is 5 x 6 around (0, 0).
        Assert.Equal("""{"level":1,"zoom":30,"box":[72.5,77.5,87,93]}""", header.GetProperty("context").GetRawText());
        Assert.Equal(0, header.GetProperty("z").GetInt32());
        JsonElement first = header.GetProperty("channels")[0];
        Assert.Equal("[1,150,180]", first.GetProperty("channel").GetProperty("shape").GetRawText());
        Assert.Equal("[4,1,0.5]", first.GetProperty("channel").GetProperty("voxelSizeUm").GetRawText());
        Assert.Equal("0,1,75,100,90,120", first.GetProperty("inside").GetString());
        Assert.Equal(PointsFolder.ValueAt(0, 0, 0, 0), Number(planes, 0, (75 * 180) + 90));
        Assert.Equal(PointsFolder.ValueAt(0, 0, 24, 29), Number(planes, 0, (99 * 180) + 119));
        Assert.Equal(0, Number(planes, 0, (74 * 180) + 90));
    }

    [Fact]
    public async Task Context_MoreThanTheCoarsestLevelAllows_IsBounded()
    {
        (JsonElement header, _) = await AroundAsync("/api/context/point_a?zoom=4096");

        Assert.Equal("[1,256,256]", header.GetProperty("channels")[0].GetProperty("channel").GetProperty("shape").GetRawText());
        Assert.Equal(1, header.GetProperty("context").GetProperty("level").GetInt32());
    }

    [Fact]
    public async Task Context_MissingAndBrokenChunks_AreTheChannelsOwn()
    {
        File.Delete(Path.Combine(_program.DataRoot, "ch_488.zarr/0/1.1.1"));
        await File.WriteAllBytesAsync(Path.Combine(_program.DataRoot, "ch_561.zarr/0/1.1.1"), new byte[7], Ct);

        (JsonElement header, _) = await AroundAsync("/api/context/point_a?zoom=2");

        // Rows 15 to 34 and columns 18 to 41: chunk 1.1.1 has y and x from 16 to 31.
        Assert.Equal("0.466667 0,1,1,17,0,14", header.GetProperty("channels")[0].GetProperty("missing").GetString());
        JsonElement failure = header.GetProperty("channels")[1].GetProperty("channel").GetProperty("failure");
        Assert.Equal("corrupt", failure.GetProperty("kind").GetString());
        Assert.Contains("1.1.1", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/context/point_a?zoom=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/context/point_a?zoom=5000", HttpStatusCode.BadRequest)]
    [InlineData("/api/context/point_x", HttpStatusCode.NotFound)]
    public async Task Context_OfNoBoxOrZoom_IsRefused(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await _client.GetAsync(path, Ct);

        Assert.Equal(status, response.StatusCode);
    }

    private static ushort Number(ReadOnlyMemory<byte> planes, int offset, int voxel) => BinaryPrimitives.ReadUInt16LittleEndian(planes.Span[(offset + (2 * voxel))..]);

    private async Task<(JsonElement Header, ReadOnlyMemory<byte> Planes)> AroundAsync(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        byte[] body = await response.Content.ReadAsByteArrayAsync(Ct);
        int length = BinaryPrimitives.ReadInt32LittleEndian(body);
        JsonElement header = JsonDocument.Parse(body.AsMemory(4, length)).RootElement;
        return (header, body.AsMemory((4 + length + 7) / 8 * 8));
    }
}
