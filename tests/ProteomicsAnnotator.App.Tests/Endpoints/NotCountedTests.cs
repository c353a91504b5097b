using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>What counts nowhere is named by every answer that lacks it.</summary>
public sealed class NotCountedTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task ConflictCopyAndBadValue_AreNamedInConsensusManifestAndExports_AndChangeNoVote()
    {
        Put("bob.json", """{"username": "bob", "annotations": {"block_0001": {"label": 2.0}, "tile_3/block_0002": {"label": "1"}}}""");
        Put("bob (conflicted copy 2024-01-02).json", """{"username": "bob", "annotations": {"block_0001": {"label": 1}}}""");
        using HttpClient alice = await _program.SignedInClientAsync("alice");

        JsonElement consensus = await alice.GetFromJsonAsync<JsonElement>("/api/consensus");
        string?[] unreadable = [.. consensus.GetProperty("statistics").GetProperty("unreadable").EnumerateArray().Select(text => text.GetString())];
        Assert.Equal(2, unreadable.Length);
        Assert.Contains(unreadable, text => text!.Contains("bob (conflicted copy 2024-01-02).json", StringComparison.Ordinal));
        Assert.Contains(unreadable, text => text!.Contains("bob.json: tile_3/block_0002", StringComparison.Ordinal));
        JsonElement block = consensus.GetProperty("blocks")[0];
        Assert.Equal("{\"bob\":2}", block.GetProperty("votes").GetRawText());
        Assert.Equal(2, block.GetProperty("consensus").GetInt32());

        JsonElement manifest = await alice.GetFromJsonAsync<JsonElement>("/api/export/manifest.json");
        Assert.Contains(manifest.GetProperty("faults").EnumerateArray(), text => text.GetString()!.Contains("conflicted copy", StringComparison.Ordinal));
        using HttpResponseMessage csv = await alice.GetAsync("/api/export.csv");
        Assert.Contains("incomplete", csv.Content.Headers.ContentDisposition?.ToString(), StringComparison.Ordinal);
        string text = await csv.Content.ReadAsStringAsync();
        Assert.DoesNotContain("conflicted", text, StringComparison.Ordinal);
        string longTable = await alice.GetStringAsync("/api/export/long.csv");
        Assert.DoesNotContain("1970", longTable, StringComparison.Ordinal);
    }

    private void Put(string name, string text)
    {
        string folder = Path.Combine(_program.AnnotationsRoot, "users");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
    }
}
