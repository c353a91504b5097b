using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

public sealed class VolumeEndpointsTests : IAsyncLifetime
{
    private const int PlaneBytes = TestTiff.Height * TestTiff.Width * 2;

    private TestProgram _program = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _program = await TestProgram.StartAsync(data =>
        {
            TestTiff.WriteBlock(Path.Combine(data, "a%2fb", "block_0001"));
            TestTiff.WriteBlock(Path.Combine(data, "block_0009"));
            byte[] stack = TestTiff.Stack();
            File.WriteAllBytes(Path.Combine(data, "block_0009", "c1.tif"), stack[..^10]);
        });
        _client = await _program.SignedInClientAsync("bob");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }

    [Theory]
    [InlineData("block_0001")]
    [InlineData("tile_3/block_0002")]
    [InlineData("tile_3%2Fblock_0002")]
    [InlineData("a%252fb/block_0001")]
    [InlineData("a%252Fb/block_0001", false)]
    [InlineData("a%252fb%2Fblock_0001")]
    [InlineData("a%252fb%2fblock_0001?x=/")]
    [InlineData("a%2fb/block_0001", false)]
    public async Task Volume_OfAChannel_IsItsRawVoxels(string block, bool isThere = true)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/volumes/1/{block}");
        Assert.Equal(isThere ? HttpStatusCode.OK : HttpStatusCode.NotFound, response.StatusCode);
        if (!isThere)
        {
            return;
        }

        Assert.Equal("3,4,5", Header(response, "X-Volume-Shape"));
        Assert.Equal("uint16", Header(response, "X-Volume-Type"));
        Assert.Equal("none", Header(response, "X-Volume-Codec"), ignoreCase: true);
        Assert.Equal("uint16", Header(response, "X-Volume-Stored-Type"));
        Assert.Equal("c1.tif", Header(response, "X-Volume-File"));
        Assert.Equal(TestTiff.Voxels.Length, response.Content.Headers.ContentLength);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal(TestTiff.Voxels, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Plane_ByZ_IsThatPlaneAlone()
    {
        using HttpResponseMessage response = await _client.GetAsync("/api/volumes/0/block_0001?z=2");
        Assert.Equal("1,4,5", Header(response, "X-Volume-Shape"));
        Assert.Equal(
            TestTiff.Voxels.AsSpan(2 * PlaneBytes, PlaneBytes).ToArray(), await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task ETag_OfAnUnchangedFile_Gives304()
    {
        using HttpResponseMessage first = await _client.GetAsync("/api/volumes/0/block_0001");
        var file = new FileInfo(Path.Combine(_program.DataRoot, "block_0001", "c0.tif"));
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"\"{file.Length}-{file.LastWriteTimeUtc.Ticks}\""),
            first.Headers.ETag?.ToString());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/volumes/0/block_0001");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await _client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/api/volumes/0/block_0002")]
    [InlineData("/api/volumes/2/block_0001")]
    [InlineData("/api/volumes/-1/block_0001")]
    [InlineData("/api/volumes/0/block_0001?z=3")]
    [InlineData("/api/volumes/0/block_0001?z=-1")]
    [InlineData("/api/volumes/0/block_0001?root=unknown")]
    [InlineData("/api/volumes/0/..%2F..%2Fetc%2Fblock_0001")]
    [InlineData("/api/volumes/0/tile_3")]
    [InlineData("/api/volumes/all/block_0002")]
    [InlineData("/api/volumes/all/block_0001?root=unknown")]
    [InlineData("/api/volumes/all/..%2F..%2Fetc%2Fblock_0001")]
    public async Task Volume_OfSomethingUnknown_Is404(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Volume_OfATruncatedFile_Is422WithKindAndFile()
    {
        using HttpResponseMessage response = await _client.GetAsync("/api/volumes/1/block_0009");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        JsonElement problem = await TestProgram.JsonOfAsync(response);
        Assert.Equal("corrupt", problem.GetProperty("kind").GetString());
        Assert.Equal("c1.tif", problem.GetProperty("file").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);

        using HttpResponseMessage neighbour = await _client.GetAsync("/api/volumes/0/block_0009");
        Assert.Equal(HttpStatusCode.OK, neighbour.StatusCode);
    }

    [Fact]
    public async Task Volume_OfATruncatedFile_AskedForAsAnAnswer_Is200WithTheSameProblem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/volumes/1/block_0009");
        request.Headers.Add("X-Unreadable", "answer");
        using HttpResponseMessage response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await TestProgram.JsonOfAsync(response);
        Assert.Equal((422, "corrupt", "c1.tif"), (problem.GetProperty("status").GetInt32(), problem.GetProperty("kind").GetString(), problem.GetProperty("file").GetString()));

        using var missing = new HttpRequestMessage(HttpMethod.Get, "/api/volumes/9/block_0009");
        missing.Headers.Add("X-Unreadable", "answer");
        using HttpResponseMessage unknown = await _client.SendAsync(missing);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Volume_OfABrowsedRoot_IsFoundByItsOpaqueId()
    {
        string folder = Directory.CreateTempSubdirectory("annotator-browsed-").FullName;
        TestTiff.WriteBlock(Path.Combine(folder, "block_0777"));
        OpenRoots roots = _program.Services.GetRequiredService<OpenRoots>();
        OpenRoot root = roots.Open(folder);
        await roots.ScanAsync(root);

        using HttpResponseMessage response = await _client.GetAsync($"/api/volumes/0/block_0777?root={root.Id}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(Path.GetFileName(folder), root.Id, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Volume_WithTokenButSignedOut_Is401()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.GetAsync("/api/volumes/0/block_0001");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("?at=focus", 1)]
    [InlineData("?at=first", 0)]
    [InlineData("?z=2", 2)]
    public async Task Slice_OfABlock_IsOnePlaneOfEveryChannel(string query, int expected)
    {
        (JsonElement header, byte[] planes) = await SliceAsync("block_0001" + query);

        Assert.Equal(expected, header.GetProperty("z").GetInt32());
        JsonElement[] channels = [.. header.GetProperty("channels").EnumerateArray()];
        Assert.Equal(["c0.tif", "c1.tif"], channels.Select(channel => channel.GetProperty("channel").GetProperty("file").GetString()));
        foreach (JsonElement channel in channels)
        {
            int offset = channel.GetProperty("offset").GetInt32();
            Assert.Equal(0, offset % 8);
            Assert.Equal(
                TestTiff.Voxels.AsSpan(expected * PlaneBytes, PlaneBytes).ToArray(), planes.AsSpan(offset, PlaneBytes).ToArray());
        }
    }

    [Fact]
    public async Task Slice_OfABlockWithABrokenFile_NamesTheFaultBesideTheOthersPlane()
    {
        string file = Path.Combine(_program.DataRoot, "block_0009", "c1.tif");
        await File.WriteAllBytesAsync(file, [1, 2, 3]);

        (JsonElement header, _) = await SliceAsync("block_0009?at=middle");

        JsonElement[] channels = [.. header.GetProperty("channels").EnumerateArray()];
        Assert.Equal([JsonValueKind.Number, JsonValueKind.Null], channels.Select(channel => channel.GetProperty("offset").ValueKind));
        JsonElement failure = channels[1].GetProperty("channel").GetProperty("failure");
        Assert.Equal("corrupt", failure.GetProperty("kind").GetString());
        Assert.NotEmpty(failure.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Slice_BeyondEveryChannel_HasNoPlane()
    {
        (JsonElement header, byte[] planes) = await SliceAsync("block_0001?z=3");
        Assert.All(
            header.GetProperty("channels").EnumerateArray(),
            channel => Assert.Equal(JsonValueKind.Null, channel.GetProperty("offset").ValueKind));
        Assert.Empty(planes);
    }

    [Theory]
    [InlineData("at=last")]
    [InlineData("at=1")]
    [InlineData("z=two")]
    public async Task Slice_AskedForInOtherWords_Is400(string query)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/volumes/all/block_0001?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task SliceHeader_AsDocumented_HasTheNamesThatAreSent()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "docs", "volume-wire.md")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("docs/volume-wire.md is not above the tests");
        }

        string document = await File.ReadAllTextAsync(Path.Combine(folder, "docs", "volume-wire.md"));
        string text = document.Split("```json")[1].Split("```")[0];
        JsonElement documented = JsonDocument.Parse(text).RootElement;
        (JsonElement sent, _) = await SliceAsync("block_0001");

        Assert.Equal(Names(documented), Names(sent));
        Assert.Equal(Names(documented.GetProperty("channels")[0]), Names(sent.GetProperty("channels")[0]));
        Assert.Equal(
            Names(documented.GetProperty("channels")[0].GetProperty("channel")), Names(sent.GetProperty("channels")[0].GetProperty("channel")));
    }

    private static IEnumerable<string> Names(JsonElement value) =>
        value.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);

    /// <summary>The header, and what begins at the next multiple of eight bytes.</summary>
    private async Task<(JsonElement Header, byte[] Planes)> SliceAsync(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/volumes/all/{path}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(body);
        int begin = (4 + length + 7) / 8 * 8;
        return (JsonDocument.Parse(body.AsMemory(4, length)).RootElement, body[begin..]);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.GetValues(name));
}
