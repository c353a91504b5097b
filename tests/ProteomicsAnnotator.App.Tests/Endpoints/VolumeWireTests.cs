using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>The writer's side of docs/volume-wire.md, with files that other programs wrote.</summary>
public sealed class VolumeWireTests : IAsyncLifetime
{
    private const string Block = "block_0100";

    /// <summary>Of tests/vectors/tiff, in the order of the channels.</summary>
    private static readonly string[] Files =
        ["imagej.tif", "resolution-cm.tif", "imagej-time.tif", "float32-nan.tif", "lerc.tif", "bomb.tif", "truncated-deflate.tif", "imagej.tif"];

    private TestProgram _program = null!;
    private HttpClient _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _program = await TestProgram.StartAsync(data =>
        {
            Directory.CreateDirectory(Path.Combine(data, Block));
            for (int i = 0; i < Files.Length; i++)
            {
                File.Copy(Vector(Files[i]), Path.Combine(data, Block, $"{i}.tif"));
            }
        });
        _client = await _program.SignedInClientAsync("bob");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }

    [Theory]
    [InlineData(0, "0.5,0.2,0.25")]
    [InlineData(1, ",0.2,0.25")]
    [InlineData(3, null)]
    public async Task VoxelSize_Known_IsSentAndTheUnknownPartEmpty(int channel, string? expected)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/volumes/{channel}/{Block}", Ct);

        Assert.Equal(expected, response.Headers.TryGetValues("X-Voxel-Size-Um", out IEnumerable<string>? values) ? Assert.Single(values) : null);
    }

    [Fact]
    public async Task Notice_OfAFileThatCanBeUnderstoodOtherwise_IsSentPercentEncoded()
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/volumes/2/{Block}", Ct);
        using HttpResponseMessage plain = await _client.GetAsync($"/api/volumes/0/{Block}", Ct);

        string notice = Assert.Single(response.Headers.GetValues("X-Volume-Notice"));
        Assert.DoesNotContain(' ', notice);
        Assert.Contains(" ", Uri.UnescapeDataString(notice), StringComparison.Ordinal);
        Assert.False(plain.Headers.Contains("X-Volume-Notice"));
    }

    [Fact]
    public async Task Float32_WithNaNAndInfinities_TravelsAsItIs()
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/volumes/3/{Block}", Ct);

        byte[] body = await response.Content.ReadAsByteArrayAsync(Ct);
        using JsonDocument manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Vector("manifest.json"), Ct));
        Assert.Equal("float32", Assert.Single(response.Headers.GetValues("X-Volume-Type")));
        Assert.Equal(
            manifest.RootElement.GetProperty("float32-nan.tif").GetProperty("sha256").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(body)));
        float[] voxels = MemoryMarshal.Cast<byte, float>(body).ToArray();
        Assert.Contains(voxels, float.IsNaN);
        Assert.Contains(voxels, float.IsInfinity);
    }

    [Theory]
    [InlineData(4, HttpStatusCode.UnprocessableEntity, "unsupported")]
    [InlineData(5, HttpStatusCode.UnprocessableEntity, "too-large")]
    [InlineData(6, HttpStatusCode.UnprocessableEntity, "corrupt")]
    [InlineData(7, HttpStatusCode.ServiceUnavailable, "unreadable")]
    public async Task Volume_ThatThereIsNot_HasItsStatusKindFileAndWords(int channel, HttpStatusCode status, string kind)
    {
        await MakeUnreadableAsync("7.tif");

        using HttpResponseMessage response = await _client.GetAsync($"/api/volumes/{channel}/{Block}", Ct);
        (JsonElement header, _, _) = await SliceAsync("z=0");

        Assert.Equal(status, response.StatusCode);
        JsonElement problem = await TestProgram.JsonOfAsync(response);
        Assert.Equal(kind, problem.GetProperty("kind").GetString());
        Assert.Equal($"{channel}.tif", problem.GetProperty("file").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        JsonElement failure = header.GetProperty("channels")[channel].GetProperty("channel").GetProperty("failure");
        Assert.Equal(kind, failure.GetProperty("kind").GetString());
        Assert.NotEmpty(failure.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task SliceVersion_WithoutAFile_IsNullAndAsInTheETagWithOne()
    {
        File.Delete(Path.Combine(_program.DataRoot, Block, "7.tif"));
        using HttpResponseMessage volume = await _client.GetAsync($"/api/volumes/0/{Block}", Ct);

        (JsonElement header, _, _) = await SliceAsync("z=0");

        JsonElement channels = header.GetProperty("channels");
        Assert.Equal(JsonValueKind.Null, channels[7].GetProperty("version").ValueKind);
        Assert.Equal(volume.Headers.ETag!.Tag, $"\"{channels[0].GetProperty("version").GetString()}\"");
    }

    [Fact]
    public async Task Retry_OfAFileThatCouldNotBeRead_ReadsItAgain()
    {
        string path = Path.Combine(_program.DataRoot, Block, "0.tif");
        byte[] good = await File.ReadAllBytesAsync(path, Ct);
        DateTime time = File.GetLastWriteTimeUtc(path);
        await File.WriteAllBytesAsync(path, new byte[good.Length], Ct);
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusAsync(""));

        // Neither size nor time tells that it is another one.
        await File.WriteAllBytesAsync(path, good, Ct);
        File.SetLastWriteTimeUtc(path, time);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusAsync(""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await StatusAsync("?retry=false"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("?retry=true"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(""));
    }

    [Theory]
    [InlineData("at=first&z=4", 4)]
    [InlineData("z=3&at=middle", 3)]
    [InlineData("at=middle", 2)]
    public async Task Slice_ByZ_IsThatOneWhateverAtSays(string query, int expected)
    {
        (JsonElement header, _, _) = await SliceAsync(query);

        Assert.Equal(expected, header.GetProperty("z").GetInt32());
    }

    [Fact]
    public async Task SlicePadding_AfterMemoryThatHeldOtherThings_IsZero()
    {
        for (int round = 0; round < 10; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(DirtyPool, Ct)));
            (JsonElement header, byte[] body, int begin) = await SliceAsync("z=0");

            var isVoxel = new bool[body.Length];
            foreach (JsonElement channel in header.GetProperty("channels").EnumerateArray().Where(channel => channel.GetProperty("offset").ValueKind == JsonValueKind.Number))
            {
                int bytes = 37 * 41 * (channel.GetProperty("channel").GetProperty("type").GetString() == "float32" ? 4 : 2);
                isVoxel.AsSpan(begin + channel.GetProperty("offset").GetInt32(), bytes).Fill(true);
            }

            int headerEnd = 4 + (int)BinaryPrimitives.ReadUInt32LittleEndian(body);
            int[] padding = [.. Enumerable.Range(headerEnd, body.Length - headerEnd).Where(i => !isVoxel[i])];
            Assert.NotEmpty(padding);
            Assert.All(padding, i => Assert.Equal(0, body[i]));
        }
    }

    private static void DirtyPool()
    {
        byte[][] rented = [.. Enumerable.Range(12, 7).Select(power => ArrayPool<byte>.Shared.Rent(1 << power))];
        foreach (byte[] memory in rented)
        {
            memory.AsSpan().Fill(0xA5);
            ArrayPool<byte>.Shared.Return(memory);
        }
    }

    /// <summary>A link to itself: it is there, and whoever opens it fails, root too.</summary>
    private async Task MakeUnreadableAsync(string name)
    {
        string path = Path.Combine(_program.DataRoot, Block, name);
        using HttpResponseMessage known = await _client.GetAsync("/api/blocks", Ct);
        File.Delete(path);
        File.CreateSymbolicLink(path, path);
    }

    private async Task<HttpStatusCode> StatusAsync(string query)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/volumes/0/{Block}{query}", Ct);
        return response.StatusCode;
    }

    private async Task<(JsonElement Header, byte[] Body, int PlanesAt)> SliceAsync(string query)
    {
        byte[] body = await _client.GetByteArrayAsync($"/api/volumes/all/{Block}?{query}", Ct);
        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(body);
        return (JsonDocument.Parse(body.AsMemory(4, length)).RootElement, body, (4 + length + 7) / 8 * 8);
    }

    private static string Vector(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "tests", "vectors", "tiff", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException($"tests/vectors/tiff/{name} is not above the tests.");
    }
}
