using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>What is answered over HTTP when the share, or this machine too, does not take a label.</summary>
public sealed class RefusingDisksTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Theory]
    [InlineData("labels", "users/bob")]
    [InlineData("final-labels", "admin")]
    public async Task Label_NoDiskTakesIt_Is503AndTheOldOneStays(string kind, string journals)
    {
        Block(Path.Combine(_program.AnnotationsRoot, "history", journals));
        BlockThisMachine();
        using HttpClient client = await _program.SignedInClientAsync(kind == "labels" ? "bob" : "alice");

        using HttpResponseMessage refused = await client.PutAsJsonAsync($"/api/{kind}/block_0001", new { label = 2 }, Ct);
        using HttpResponseMessage cleared = await client.DeleteAsync($"/api/{kind}/block_0001", Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotEmpty((await TestProgram.JsonOfAsync(refused)).GetProperty("detail").GetString()!);

        // To clear what has no label needs no disk.
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Null(await LabelOfAsync(client, kind, "block_0001"));
    }

    [Theory]
    [InlineData("labels", "users/bob")]
    [InlineData("final-labels", "admin")]
    public async Task Label_NoDiskTakesTheSecond_TheFirstStays(string kind, string journals)
    {
        using HttpClient client = await _program.SignedInClientAsync(kind == "labels" ? "bob" : "alice");
        using HttpResponseMessage kept = await client.PutAsJsonAsync($"/api/{kind}/block_0001", new { label = 1 }, Ct);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Directory.Move(Path.Combine(_program.AnnotationsRoot, "history", journals), Path.Combine(_program.AnnotationsRoot, "away"));
        Block(Path.Combine(_program.AnnotationsRoot, "history", journals));
        BlockThisMachine();

        using HttpResponseMessage refused = await client.PutAsJsonAsync($"/api/{kind}/block_0001", new { label = 2 }, Ct);

        using HttpResponseMessage cleared = await client.DeleteAsync($"/api/{kind}/block_0001", Ct);

        foreach (HttpResponseMessage response in new[] { refused, cleared })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotEmpty((await TestProgram.JsonOfAsync(response)).GetProperty("detail").GetString()!);
        }

        Assert.Equal(1, await LabelOfAsync(client, kind, "block_0001"));
    }

    [Theory]
    [InlineData("labels", "users/bob")]
    [InlineData("final-labels", "admin")]
    public async Task Label_TheAnswerSaysWhereItIs(string kind, string journals)
    {
        using HttpClient client = await _program.SignedInClientAsync(kind == "labels" ? "bob" : "alice");
        Assert.Equal("share", await SavedAsync(() => client.PutAsJsonAsync($"/api/{kind}/block_0001", new { label = 1 }, Ct)));
        Directory.Move(Path.Combine(_program.AnnotationsRoot, "history", journals), Path.Combine(_program.AnnotationsRoot, "away"));
        Block(Path.Combine(_program.AnnotationsRoot, "history", journals));

        Assert.Equal("machine", await SavedAsync(() => client.PutAsJsonAsync($"/api/{kind}/block_0001", new { label = 2 }, Ct)));
        Assert.Equal("machine", await SavedAsync(() => client.DeleteAsync($"/api/{kind}/block_0001", Ct)));

        // One that changes nothing, too: what it finds is on this machine only.
        Assert.Equal("machine", await SavedAsync(() => client.DeleteAsync($"/api/{kind}/block_0001", Ct)));
        Assert.Equal("share", await SavedAsync(() => client.DeleteAsync($"/api/{kind}/tile_3/block_0002", Ct)));
    }

    [Fact]
    public async Task Labels_TheListSaysWhichAreOnThisMachineOnly_UntilTheShareTakesThem()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        Assert.Equal("share", await SavedAsync(() => client.PutAsJsonAsync("/api/labels/block_0001", new { label = 1 }, Ct)));
        Assert.Equal("share", await SavedInListAsync(client, "block_0001"));
        string journals = Path.Combine(_program.AnnotationsRoot, "history", "users", "bob");
        Directory.Move(journals, journals + "-away");
        Block(journals);
        Assert.Equal("machine", await SavedAsync(() => client.PutAsJsonAsync("/api/labels/block_0001", new { label = 2 }, Ct)));
        Assert.Equal("machine", await SavedInListAsync(client, "block_0001"));

        File.Delete(journals);
        Directory.Move(journals + "-away", journals);

        await Eventually.IsTrueAsync(async () => await SavedInListAsync(client, "block_0001") == "share", "it is on the share");
    }

    [Fact]
    public async Task ConsensusAndEveryExport_ALabelIsOnThisMachineOnly_Are503AndSaySo()
    {
        Block(Path.Combine(_program.AnnotationsRoot, "history", "users", "bob"));
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        using HttpResponseMessage kept = await bob.PutAsJsonAsync("/api/labels/block_0001", new { label = 2 }, Ct);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        string[] reads =
        [
            .. _program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Contains("admin") == true
                    && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
                .Select(endpoint => endpoint.RoutePattern.RawText!)

                // What was frozen stays as it was.
                .Where(path => !path.StartsWith("/api/releases", StringComparison.Ordinal))

                // Which predictions are stored has nothing to do with labels; their figures have.
                .Where(path => path.TrimEnd('/') != "/api/predictions"),
        ];
        Assert.True(reads.Length >= 8, string.Join(", ", reads));

        (string Path, HttpResponseMessage Response)[] answers = await Task.WhenAll(
            reads.Select(async path => (path, await alice.GetAsync(path, Ct))));

        foreach ((string path, HttpResponseMessage response) in answers)
        {
            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path}: {response.StatusCode}");
            Assert.Contains(
                "1 label of this machine is not on the share yet",
                (await TestProgram.JsonOfAsync(response)).GetProperty("detail").GetString(),
                StringComparison.Ordinal);
            response.Dispose();
        }
    }

    /// <summary>What header and, where there is one, body say.</summary>
    private static async Task<string> SavedAsync(Func<Task<HttpResponseMessage>> call)
    {
        using HttpResponseMessage response = await call();
        string saved = Assert.Single(response.Headers.GetValues("X-Label-Saved"));
        if (response.StatusCode == HttpStatusCode.OK)
        {
            Assert.Equal(saved, (await TestProgram.JsonOfAsync(response)).GetProperty("saved").GetString());
        }

        return saved;
    }

    private static async Task<string?> SavedInListAsync(HttpClient client, string block)
    {
        using HttpResponseMessage response = await client.GetAsync("/api/labels", Ct);
        return (await TestProgram.JsonOfAsync(response)).EnumerateArray()
            .Single(entry => entry.GetProperty("block").GetString() == block).GetProperty("saved").GetString();
    }

    /// <summary>A file where a folder is wanted: nothing can be made in it, whoever asks.</summary>
    private static void Block(string folder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        File.WriteAllBytes(folder, []);
    }

    private void BlockThisMachine()
    {
        string shares = Path.Combine(_program.Services.GetRequiredService<AnnotatorOptions>().Folders.State, "shares");
        string host = Path.Combine(Assert.Single(Directory.GetDirectories(shares)), Environment.MachineName);
        Assert.True(SpinWait.SpinUntil(() => TryBlock(host), TimeSpan.FromMinutes(1)), "labels are still being remembered in " + host);
    }

    private static bool TryBlock(string host)
    {
        try
        {
            if (Directory.Exists(host))
            {
                Directory.Delete(host, recursive: true);
            }

            Block(host);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<int?> LabelOfAsync(HttpClient client, string kind, string block)
    {
        if (kind == "labels")
        {
            JsonElement[] labels = await client.GetFromJsonAsync<JsonElement[]>("/api/labels", Ct) ?? [];
            return labels.Where(label => label.GetProperty("block").GetString() == block).Select(label => (int?)label.GetProperty("label").GetInt32()).FirstOrDefault();
        }

        JsonElement everything = await client.GetFromJsonAsync<JsonElement>("/api/consensus", Ct);
        JsonElement final = everything.GetProperty("blocks").EnumerateArray()
            .Single(row => row.GetProperty("block").GetString() == block).GetProperty("finalLabel");
        return final.ValueKind == JsonValueKind.Null ? null : final.GetInt32();
    }
}
