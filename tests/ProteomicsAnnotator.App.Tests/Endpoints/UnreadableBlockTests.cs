using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>What nobody can have seen gets no vote over HTTP either; one readable channel is enough.</summary>
public sealed class UnreadableBlockTests : IAsyncLifetime
{
    private TestProgram _program = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _program = await TestProgram.StartAsync(data =>
        {
            Directory.CreateDirectory(Path.Combine(data, "block_0003"));
            Write(data, "block_0004", "a.tif", [1, 2, 3]);
            Write(data, "block_0005", "a.tif", TestTiff.Stack()[..^10]);
            Write(data, "block_0005", "b.tif", "no tiff"u8.ToArray());
            Write(data, "block_0006", "a.tif", [1, 2, 3]);
            Write(data, "block_0006", "b.tif", TestTiff.Stack());
            TestTiff.WriteBlock(Path.Combine(data, "block_0007"));
        });
        File.Delete(Path.Combine(_program.DataRoot, "block_0007", "c0.tif"));
        File.Delete(Path.Combine(_program.DataRoot, "block_0007", "c1.tif"));
        _client = await _program.SignedInClientAsync("bob");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }

    [Theory]
    [InlineData("block_0003", 422, "No .tif or .tiff file")]
    [InlineData("block_0004", 422, "a.tif: ")]
    [InlineData("block_0005", 422, "b.tif: ")]
    [InlineData("block_0007", 503, "c1.tif: ")]
    public async Task Label_OfABlockWithoutAReadableChannel_IsRefusedInWords(string block, int status, string words)
    {
        using HttpResponseMessage put = await _client.PutAsJsonAsync($"/api/labels/{block}", new { label = 1 }, Token);
        Assert.Equal(status, (int)put.StatusCode);
        string detail = (await TestProgram.JsonOfAsync(put)).GetProperty("detail").GetString()!;
        Assert.Contains($"no channel of {block} can be read", detail, StringComparison.Ordinal);
        Assert.Contains(words, detail, StringComparison.Ordinal);

        using HttpResponseMessage labels = await _client.GetAsync("/api/labels", Token);
        Assert.Empty((await TestProgram.JsonOfAsync(labels)).EnumerateArray());
        using HttpResponseMessage cleared = await _client.DeleteAsync($"/api/labels/{block}", Token);
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
    }

    [Fact]
    public async Task Label_OfABlockWithOneReadableChannel_IsTaken()
    {
        using HttpResponseMessage put = await _client.PutAsJsonAsync("/api/labels/block_0006", new { label = 2 }, Token);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        JsonElement answer = await TestProgram.JsonOfAsync(put);
        Assert.Equal(2, answer.GetProperty("label").GetInt32());
    }

    [Fact]
    public async Task Blocks_Listed_SayThatTheListIsWhole()
    {
        using HttpResponseMessage response = await _client.GetAsync("/api/blocks", Token);
        Assert.Equal("true", Assert.Single(response.Headers.GetValues("X-Blocks-Complete")));
    }

    private static void Write(string data, string block, string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.Combine(data, block));
        File.WriteAllBytes(Path.Combine(data, block, file), bytes);
    }
}
