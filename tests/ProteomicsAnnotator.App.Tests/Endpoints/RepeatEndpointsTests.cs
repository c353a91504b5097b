using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>A block of the self-check over HTTP: its voxels, and nothing that tells which it is.</summary>
public sealed class RepeatEndpointsTests : IAsyncLifetime
{
    private const string Hidden = "tile_7/block_0123";
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync(data =>
    {
        // Names of files that tell the block's, as instruments write them.
        string folder = Path.Combine(data, Hidden);
        TestTiff.WriteBlock(folder);
        foreach (string file in Directory.GetFiles(folder))
        {
            File.Move(file, Path.Combine(folder, $"block_0123_{Path.GetFileName(file)}"));
        }

        File.WriteAllBytes(Path.Combine(folder, "block_0123_z_broken.tif"), "II*\0 no volume"u8.ToArray());
    });

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Alias_GivesTheSameVoxels_AndNoHeaderOrBodyTellsTheBlock()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        string alias = await BeginAsync("bob");
        using HttpResponseMessage named = await client.GetAsync($"/api/volumes/0/{Hidden}", Ct);
        Assert.Contains("block_0123", TextOf(named), StringComparison.Ordinal);

        foreach (string path in (string[])["0/ALIAS", "0/ALIAS?z=1", "0/ALIAS?retry=true", "0/ALIAS?root=configured", "9/ALIAS", "all/ALIAS?at=focus", "all/ALIAS?z=0", "all/ALIAS?at=x"])
        {
            using HttpResponseMessage answer = await client.GetAsync("/api/volumes/" + path.Replace("ALIAS", alias, StringComparison.Ordinal), Ct);
            await TellsNothingAsync(answer, named);
        }

        using HttpResponseMessage blind = await client.GetAsync($"/api/volumes/0/{alias}", Ct);
        Assert.Equal(await named.Content.ReadAsByteArrayAsync(Ct), await blind.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("channel%201", Assert.Single(blind.Headers.GetValues("X-Volume-File")));
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/volumes/0/{alias}");
        again.Headers.IfNoneMatch.Add(blind.Headers.ETag!);
        using HttpResponseMessage unchanged = await client.SendAsync(again, Ct);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Alias_OfADamagedFile_SaysOnlyOfWhichKindTheFaultIs()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        string alias = await BeginAsync("bob");
        int broken = Directory.GetFiles(Path.Combine(_program.DataRoot, Hidden)).Length - 1;
        foreach (bool isPage in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/volumes/{broken}/{alias}");
            if (isPage)
            {
                request.Headers.Add("X-Unreadable", "answer");
            }

            using HttpResponseMessage answer = await client.SendAsync(request, Ct);
            Assert.Equal(isPage ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("It cannot be read (corrupt).", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            await TellsNothingAsync(answer, null);
        }
    }

    [Fact]
    public async Task Alias_IsOfOnePersonOnly_AndOfNothingButVoxels()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        string alias = await BeginAsync("bob");
        using HttpClient other = await _program.SignedInClientAsync("carol");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, HttpMethod.Get, $"/api/volumes/0/{alias}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, HttpMethod.Get, $"/api/thumbnails/{alias}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, HttpMethod.Get, $"/api/blocks/{alias}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, HttpMethod.Put, $"/api/labels/{alias}", """{"label":1}"""));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, HttpMethod.Delete, $"/api/labels/{alias}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, HttpMethod.Put, $"/api/marks/{alias}", """{"unsure":true}"""));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, HttpMethod.Get, $"/api/volumes/0/.self-check/block_{Guid.NewGuid()}"));
        Assert.DoesNotContain("self-check", await client.GetStringAsync("/api/blocks", Ct) + await client.GetStringAsync("/api/labels", Ct), StringComparison.Ordinal);

        _program.Services.GetRequiredService<OpenSelfChecks>().Of("bob")!.Stop();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, HttpMethod.Get, $"/api/volumes/0/{alias}"));
    }

    [Fact]
    public async Task Repeats_AreTheCallersFigures_WithoutASelfCheckUnderWay()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        Assert.Equal("""{"total":0,"same":0,"low":null,"high":null,"kappa":null,"classes":[],"different":[]}""", await client.GetStringAsync("/api/repeats", Ct));
        string alias = await BeginAsync("bob");
        UserLabels labels = await _program.Services.GetRequiredService<LabelShare>().OpenUserAsync("bob", Ct);
        await labels.SetAsync(new LabelKey(null, BlockId.Parse("block_0001")), 1, [], Ct);
        await labels.RepeatAsync(new LabelKey(null, BlockId.Parse("block_0001")), 1, Ct);
        await labels.RepeatAsync(new LabelKey(null, BlockId.Parse(Hidden)), 3, Ct);
        Assert.Equal((1, 1), await FiguresAsync(client));

        SelfCheck check = _program.Services.GetRequiredService<OpenSelfChecks>().Of("bob")!;
        check.Answer(BlockId.Parse(alias), 3);
        Assert.Equal((2, 1), await FiguresAsync(client));
        using JsonDocument answer = JsonDocument.Parse(await client.GetStringAsync("/api/repeats", Ct));
        JsonElement different = Assert.Single(answer.RootElement.GetProperty("different").EnumerateArray());
        Assert.Equal((Hidden, 2, 3), (different.GetProperty("block").GetString(), different.GetProperty("first").GetInt32(), different.GetProperty("second").GetInt32()));
        Assert.Equal("""[{"label":1,"total":1,"same":1},{"label":2,"total":1,"same":0}]""", answer.RootElement.GetProperty("classes").GetRawText());

        using HttpClient other = await _program.SignedInClientAsync("carol");
        Assert.Equal((0, 0), await FiguresAsync(other));
    }

    private static async Task<(int Total, int Same)> FiguresAsync(HttpClient client)
    {
        using JsonDocument answer = JsonDocument.Parse(await client.GetStringAsync("/api/repeats", Ct));
        return (answer.RootElement.GetProperty("total").GetInt32(), answer.RootElement.GetProperty("same").GetInt32());
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static async Task TellsNothingAsync(HttpResponseMessage answer, HttpResponseMessage? named)
    {
        string told = TextOf(answer) + Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Ct));
        Assert.DoesNotContain("block_0123", told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("tile_7", told, StringComparison.OrdinalIgnoreCase);
        Assert.False(named is not null && answer.Headers.ETag?.Tag == named.Headers.ETag!.Tag, "the ETag is that of the block");
        Assert.DoesNotContain(named?.Headers.ETag!.Tag.Trim('"') ?? "no tag", told, StringComparison.Ordinal);
    }

    private static string TextOf(HttpResponseMessage answer) => $"{answer.Headers}{answer.Content.Headers}";

    /// <summary>A self-check of one block, which has label 2.</summary>
    private async Task<string> BeginAsync(string username)
    {
        UserLabels labels = await _program.Services.GetRequiredService<LabelShare>().OpenUserAsync(username, Ct);
        await labels.SetAsync(new LabelKey(null, BlockId.Parse(Hidden)), 2, [], Ct);
        using HttpClient client = await _program.SignedInClientAsync(username);
        Assert.Contains(Hidden, await client.GetStringAsync("/api/blocks", Ct), StringComparison.Ordinal);
        return _program.Services.GetRequiredService<OpenSelfChecks>().Begin(username, [BlockId.Parse(Hidden)]).Waiting()[0].Value;
    }
}
