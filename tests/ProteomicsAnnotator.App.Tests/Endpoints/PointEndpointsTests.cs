using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Points;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>A data root of points, over HTTP: the list, voxels, labels and exports.</summary>
public sealed class PointEndpointsTests : IAsyncLifetime
{
    private TestProgram _program = null!;
    private HttpClient _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _program = await TestProgram.StartAsync(data =>
        {
            var folder = new PointsFolder(data);
            folder.PutSource("id,z,y,x\na,20,25,30\nb,0,0,0\nc,39,49,59\nd,400,0,0\n");
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

    [Theory]
    [InlineData("", "point_a point_b point_c")]
    [InlineData("?offset=1", "point_b point_c")]
    [InlineData("?offset=1&limit=1", "point_b")]
    [InlineData("?limit=2", "point_a point_b")]
    [InlineData("?offset=7", "")]
    public async Task Blocks_OffsetAndLimit_TakeAPart(string query, string ids)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/blocks{query}", Ct);

        JsonElement blocks = await TestProgram.JsonOfAsync(response);
        Assert.Equal(ids, string.Join(' ', blocks.EnumerateArray().Select(block => block.GetProperty("id").GetString())));
        Assert.Equal("3", Assert.Single(response.Headers.GetValues("X-Blocks-Total")));
    }

    [Theory]
    [InlineData("?offset=-1")]
    [InlineData("?limit=0")]
    [InlineData("?limit=x")]
    public async Task Blocks_OtherNumbers_AreRefused(string query)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/blocks{query}", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Block_OfAPoint_HasItsPosition()
    {
        JsonElement listed = (await JsonAsync("/api/blocks?limit=1"))[0];
        JsonElement detail = await JsonAsync("/api/blocks/point_a");

        // Scale 2, 0.5, 0.25 and translation 10, 0, -5.
        Assert.Equal("""{"voxel":[20,25,30],"um":[50,12.5,2.5]}""", listed.GetProperty("point").GetRawText());
        Assert.Equal(listed.GetProperty("point").GetRawText(), detail.GetProperty("point").GetRawText());
        Assert.Equal(["488", "561"], listed.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("name").GetString()));
        Assert.Equal("[8,10,12]", detail.GetProperty("channels")[1].GetProperty("shape").GetRawText());
    }

    [Fact]
    public async Task Volume_OverACorner_SaysWhichVoxelsAreRealAndTheOthersAreZero()
    {
        using HttpResponseMessage response = await _client.GetAsync("/api/volumes/1/point_b", Ct);
        byte[] voxels = await response.Content.ReadAsByteArrayAsync(Ct);

        Assert.Equal("4,8,5,10,6,12", Assert.Single(response.Headers.GetValues("X-Volume-Inside")));
        Assert.False(response.Headers.Contains("X-Volume-Missing"));
        Assert.Equal("8,10,12", Assert.Single(response.Headers.GetValues("X-Volume-Shape")));
        Assert.Equal("ch_561.zarr", Assert.Single(response.Headers.GetValues("X-Volume-File")));
        Assert.Equal(PointsFolder.ValueAt(1, 0, 0, 0), BinaryPrimitives.ReadUInt16LittleEndian(voxels.AsSpan(2 * ((4 * 120) + (5 * 12) + 6))));
        Assert.Equal(0, BinaryPrimitives.ReadUInt16LittleEndian(voxels));

        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/volumes/1/point_b");
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(response.Headers.ETag!.Tag));
        using HttpResponseMessage same = await _client.SendAsync(again, Ct);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Matches("^\"[0-9]+-[0-9]+-[0-9a-f]{32}\"$", response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Voxels_OfMissingAndBrokenChunks_AreToldPerChannel()
    {
        File.Delete(Path.Combine(_program.DataRoot, "ch_488.zarr/0/1.1.1"));
        await File.WriteAllBytesAsync(Path.Combine(_program.DataRoot, "ch_561.zarr/0/1.1.1"), new byte[7], Ct);

        using HttpResponseMessage missing = await _client.GetAsync("/api/volumes/0/point_a", Ct);
        using HttpResponseMessage broken = await _client.GetAsync("/api/volumes/1/point_a", Ct);
        using HttpResponseMessage slice = await _client.GetAsync("/api/volumes/all/point_a?at=focus", Ct);

        // The box is z 16..24, y 20..30, x 24..36: chunk 1.1.1 has x to 32, which is 8 of 12.
        Assert.Equal("0.666667 0,8,0,10,0,8", Assert.Single(missing.Headers.GetValues("X-Volume-Missing")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        JsonElement problem = await TestProgram.JsonOfAsync(broken);
        Assert.Equal(("corrupt", "ch_561.zarr"), (problem.GetProperty("kind").GetString(), problem.GetProperty("file").GetString()));
        Assert.Contains("0/1.1.1: found", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        byte[] body = await slice.Content.ReadAsByteArrayAsync(Ct);
        JsonElement header = JsonDocument.Parse(body.AsMemory(4, BinaryPrimitives.ReadInt32LittleEndian(body))).RootElement;
        Assert.Equal(4, header.GetProperty("z").GetInt32());
        Assert.Equal(("0,1,0,10,0,12", "0.666667 0,1,0,10,0,8"), (header.GetProperty("channels")[0].GetProperty("inside").GetString(), header.GetProperty("channels")[0].GetProperty("missing").GetString()));
        Assert.Equal("corrupt", header.GetProperty("channels")[1].GetProperty("channel").GetProperty("failure").GetProperty("kind").GetString());
        Assert.False(header.GetProperty("channels")[1].TryGetProperty("inside", out _));
    }

    [Fact]
    public async Task Thumbnail_OfAPoint_IsMade()
    {
        using HttpResponseMessage response = await _client.GetAsync("/api/thumbnails/point_a", Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Label_OfAPoint_IsInJournalListAndExportsWithItsPosition()
    {
        using var body = new StringContent("""{"label":2}""", Encoding.UTF8, TestProgram.Json);
        using HttpResponseMessage kept = await _client.PutAsync("/api/labels/point_a", body, Ct);
        using var final = new StringContent("""{"label":1}""", Encoding.UTF8, TestProgram.Json);
        using HttpResponseMessage settled = await _client.PutAsync("/api/final-labels/point_c", final, Ct);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (kept.StatusCode, settled.StatusCode));
        Assert.Equal(2, (await JsonAsync("/api/blocks"))[0].GetProperty("label").GetInt32());
        string[] lines = [.. Directory.GetFiles(Path.Combine(_program.AnnotationsRoot, "history", "users", "alice")).SelectMany(File.ReadLines)];
        Assert.Contains(lines, line => line.StartsWith("{\"format\":3,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("\"point\":{\"voxel\":[20,25,30],\"um\":[50,12.5,2.5]}", StringComparison.Ordinal));

        string csv = await _client.GetStringAsync("/api/export/blocks.csv", Ct);
        string[] rows = csv.Split("\r\n");
        Assert.StartsWith("point_a,2,", rows[1], StringComparison.Ordinal);
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $",20,25,30,50,12.5,{2.5}"), rows[1], StringComparison.Ordinal);
        Assert.EndsWith(",39,49,59,88,24.5,9.75", rows[3], StringComparison.Ordinal);
        JsonElement exported = await JsonAsync("/api/export/annotations.json");
        Assert.Equal("""{"voxel":[20,25,30],"um":[50,12.5,2.5]}""", JsonSerializer.Serialize(exported.GetProperty("blocks")[0].GetProperty("point")));
    }

    private async Task<JsonElement> JsonAsync(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await TestProgram.JsonOfAsync(response);
    }
}
