using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>Settings and changes of classes over HTTP: counted first, decided with an author, and in the figures at once.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SettingsEndpointsTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task RuleForTies_IsCountedFirst_AndStandsInTheConsensus()
    {
        using HttpClient admin = await TieAsync();
        JsonElement asked = await PutAsync(admin, "/api/settings?dryRun=true", new { tie_rule = "none", target_votes = 2 });
        Assert.False(asked.GetProperty("stored").GetBoolean());
        Assert.Contains("1 block is tied", asked.GetProperty("effects")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(("first", 1), await ConsensusAsync(admin));

        JsonElement decided = await PutAsync(admin, "/api/settings", new { tie_rule = "none", target_votes = 2 });

        Assert.True(decided.GetProperty("stored").GetBoolean());
        Assert.Equal((2, "the campaign's setting"), (decided.GetProperty("votesWanted").GetInt32(), decided.GetProperty("votesWantedBy").GetString()));
        Assert.Equal(["target_votes alice", "tie_rule alice"], decided.GetProperty("decided").EnumerateArray().Select(one => $"{one.GetProperty("key").GetString()} {one.GetProperty("by").GetString()}"));
        Assert.Equal(("none", null), await ConsensusAsync(admin));
        JsonElement statistics = (await admin.GetFromJsonAsync<JsonElement>("/api/consensus", Ct)).GetProperty("statistics");
        Assert.Equal((2, 1), (statistics.GetProperty("votesWanted").GetInt32(), statistics.GetProperty("blocksWithVotesWanted").GetInt32()));

        JsonElement shown = await UndoAsync(admin, "?key=tie_rule&dryRun=true", HttpStatusCode.OK);
        Assert.Contains("1 block is tied: the consensus of 1 of them changes", shown.GetProperty("effects")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal((false, "none"), (shown.GetProperty("stored").GetBoolean(), shown.GetProperty("tieRule").GetString()));
        Assert.Equal("first", (await UndoAsync(admin, "?key=tie_rule", HttpStatusCode.OK)).GetProperty("tieRule").GetString());
        Assert.Equal(("first", 1), await ConsensusAsync(admin));
        Assert.Equal("none", (await UndoAsync(admin, "?key=tie_rule", HttpStatusCode.OK)).GetProperty("tieRule").GetString());
        Assert.Contains("nothing is decided of deadline", (await UndoAsync(admin, "?key=deadline", HttpStatusCode.Conflict)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("found key=color; expected name, target_votes, ", (await UndoAsync(admin, "?key=color", HttpStatusCode.BadRequest)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        _ = await UndoAsync(admin, "", HttpStatusCode.BadRequest);
    }

    private static async Task<JsonElement> UndoAsync(HttpClient admin, string query, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await admin.PostAsync("/api/settings/undo" + query, null, Ct);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    [Fact]
    public async Task Name_StandsOnTheSignInPage_ElseTheFolders_AndOneOfTwoLinesIsNone()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        string folder = await TitleAsync();
        Assert.NotEmpty(folder);
        JsonElement decided = await PutAsync(admin, "/api/settings", new { name = "Cortex pilot" });
        Assert.Equal("Cortex pilot", decided.GetProperty("name").GetString());
        Assert.Equal("Cortex pilot", await TitleAsync());

        using HttpResponseMessage wrong = await admin.PutAsJsonAsync("/api/settings", new { name = "Cortex\npilot" }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        _ = await PutAsync(admin, "/api/settings", new { name = (string?)null });
        Assert.Equal(folder, await TitleAsync());

        async Task<string> TitleAsync() => (await admin.GetFromJsonAsync<JsonElement>("/api/start", Ct)).GetProperty("campaign").GetString()!;
    }

    [Fact]
    public async Task Display_IsPublishedWithAnAuthor_AndAnArrayIsNone()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        JsonElement decided = await PutAsync(admin, "/api/settings", new { display = new { channels = new { } } });
        Assert.Equal("""{"channels":{}}""", decided.GetProperty("display").GetRawText());

        using HttpResponseMessage wrong = await admin.PutAsJsonAsync("/api/settings", new { display = Array.Empty<int>() }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task ClassThatIsSplit_GivesEachAnnotatorTheOwnLabels_AndIsTakenBack()
    {
        using HttpClient admin = await TieAsync();
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        JsonElement asked = await PutAsync(admin, "/api/class-changes?dryRun=true", new { from = "Class 2", to = new[] { "A", "B" } });
        Assert.Contains("Class 2, number 2, is split into A and B. 1 label stands under the old name until whoever gave it has answered again (bob 1)", asked.GetProperty("effect").GetString(), StringComparison.Ordinal);
        Assert.Empty((await bob.GetFromJsonAsync<JsonElement>("/api/class-changes", Ct)).GetProperty("changes").EnumerateArray());

        await PutAsync(admin, "/api/class-changes", new { from = "Class 2", to = new[] { "A", "B" } });

        JsonElement mine = await bob.GetFromJsonAsync<JsonElement>("/api/class-changes", Ct);
        Assert.Equal(("block_0001", 2, "Class 2"), (mine.GetProperty("awaited")[0].GetProperty("block").GetString(), mine.GetProperty("awaited")[0].GetProperty("label").GetInt32(), mine.GetProperty("awaited")[0].GetProperty("from").GetString()));
        Assert.Empty((await admin.GetFromJsonAsync<JsonElement>("/api/class-changes", Ct)).GetProperty("awaited").EnumerateArray());
        using (HttpResponseMessage again = await bob.PutAsJsonAsync("/api/labels/block_0001", new { label = 2 }, Ct))
        {
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }

        Assert.Empty((await bob.GetFromJsonAsync<JsonElement>("/api/class-changes", Ct)).GetProperty("awaited").EnumerateArray());
        await PutAsync(admin, "/api/class-changes", new { from = "Class 2", to = Array.Empty<string>() });
        Assert.Empty((await bob.GetFromJsonAsync<JsonElement>("/api/class-changes", Ct)).GetProperty("changes").EnumerateArray());

        foreach (object wrong in new object[] { new { from = "Class 9", to = new[] { "A" } }, new { from = "Class 2" }, new { to = new[] { "A" } }, new { from = "Class 2", to = new string?[] { null } }, new { from = "Class 2", to = Array.Empty<string>() } })
        {
            using HttpResponseMessage refused = await admin.PutAsJsonAsync("/api/class-changes", wrong, Ct);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    /// <summary>alice, an admin, and bob say something else of one block.</summary>
    private async Task<HttpClient> TieAsync()
    {
        HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        foreach ((HttpClient client, int label) in new[] { (admin, 1), (bob, 2) })
        {
            using HttpResponseMessage answer = await client.PutAsJsonAsync("/api/labels/block_0001", new { label }, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        return admin;
    }

    private static async Task<(string? Rule, int? Consensus)> ConsensusAsync(HttpClient admin)
    {
        JsonElement answer = await admin.GetFromJsonAsync<JsonElement>("/api/consensus", Ct);
        JsonElement consensus = answer.GetProperty("blocks")[0].GetProperty("consensus");
        return (answer.GetProperty("statistics").GetProperty("tieRule").GetString(), consensus.ValueKind == JsonValueKind.Null ? null : consensus.GetInt32());
    }

    private static async Task<JsonElement> PutAsync(HttpClient client, string path, object body)
    {
        using HttpResponseMessage response = await client.PutAsJsonAsync(path, body, Ct);
        string text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
