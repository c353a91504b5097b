using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>What admins decide for a campaign, over HTTP.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CampaignEndpointsTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task ClosedCampaign_TakesNoLabelOfAnybody_AndOpensAgain()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        await PutAsync(bob, "/api/labels/block_0001", new { label = 1 }, HttpStatusCode.OK);

        await PutAsync(admin, "/api/settings", new { closed = true }, HttpStatusCode.OK);

        foreach (string path in new[] { "/api/labels/block_0001", "/api/marks/block_0001" })
        {
            string answer = await PutAsync(bob, path, path.Contains("labels", StringComparison.Ordinal) ? new { label = 2 } : new { unsure = true }, HttpStatusCode.Conflict);
            Assert.Contains("the campaign is closed (alice closed it)", answer, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Conflict, (await bob.DeleteAsync("/api/labels/block_0001", Ct)).StatusCode);
        Assert.Equal(1, (await bob.GetFromJsonAsync<JsonElement>("/api/labels", Ct))[0].GetProperty("label").GetInt32());
        await PutAsync(admin, "/api/final-labels/block_0001", new { label = 2 }, HttpStatusCode.OK);

        await PutAsync(admin, "/api/settings", new { closed = (bool?)null }, HttpStatusCode.OK);
        await PutAsync(bob, "/api/labels/block_0001", new { label = 2 }, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Settings_AreDecidedInOneStep_OrNotAtAll()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        await PutAsync(admin, "/api/settings", new { target_votes = 3, deadline = "2027-01-31", time_zone = "Europe/Berlin" }, HttpStatusCode.OK);

        foreach (object wrong in new object[] { new { target_votes = 0 }, new { target_votes = 2.5 }, new { target_votes = 4, deadline = "31.1.2027" }, new { time_zone = "Berlin" }, new { closed = "yes" }, new { color = 1 }, new { } })
        {
            Assert.Contains("Nothing is decided", await PutAsync(admin, "/api/settings", wrong, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        }

        JsonElement seen = await bob.GetFromJsonAsync<JsonElement>("/api/settings", Ct);
        Assert.Equal((3, "2027-01-31", "Europe/Berlin", false), (seen.GetProperty("targetVotes").GetInt32(), seen.GetProperty("deadline").GetString(), seen.GetProperty("timeZone").GetString(), seen.GetProperty("closed").GetBoolean()));
        await PutAsync(bob, "/api/settings", new { closed = true }, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Gold_IsStoredOnlyWhileTheFolderIsClosed_AndIsNoAnnotatorsBusiness()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        string folder = Directory.CreateDirectory(Path.Combine(_program.AnnotationsRoot, "admin")).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        string refused = await PutAsync(admin, "/api/gold/block_0001", new { label = 2 }, HttpStatusCode.Conflict);
        Assert.Contains("open to every account", refused, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "decisions")));

        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("700", 8));
        await PutAsync(admin, "/api/gold/block_0001", new { label = 2 }, HttpStatusCode.OK);
        await PutAsync(admin, "/api/gold/block_0001", new { label = 9 }, HttpStatusCode.BadRequest);
        await PutAsync(admin, "/api/gold/block_0777", new { label = 1 }, HttpStatusCode.NotFound);
        await PutAsync(bob, "/api/labels/block_0001", new { label = 1 }, HttpStatusCode.OK);
        await Eventually.IsTrueAsync(() => File.ReadAllText(Path.Combine(_program.AnnotationsRoot, "users", "bob.json")).Contains("block_0001", StringComparison.Ordinal), "the label is in the file");

        JsonElement gold = await admin.GetFromJsonAsync<JsonElement>("/api/gold", Ct);
        Assert.Equal(("block_0001", 2, "alice"), (gold.GetProperty("answers")[0].GetProperty("block").GetString(), gold.GetProperty("answers")[0].GetProperty("label").GetInt32(), gold.GetProperty("answers")[0].GetProperty("setBy").GetString()));
        JsonElement person = gold.GetProperty("annotators").EnumerateArray().Single(one => one.GetProperty("username").GetString() == "bob");
        Assert.Equal((1, 0), (person.GetProperty("all").GetProperty("answered").GetInt32(), person.GetProperty("all").GetProperty("right").GetInt32()));
        Assert.Equal(HttpStatusCode.Forbidden, (await bob.GetAsync("/api/gold", Ct)).StatusCode);

        JsonElement asked = await TestProgram.JsonOfAsync(await admin.DeleteAsync("/api/gold/block_0001?dryRun=true", Ct));
        Assert.Equal("Known answers: 0 new, 0 changed, 1 withdrawn; 0 then. Everybody's figures are counted again: 1 label is on this block.", asked.GetProperty("effect").GetString());
        Assert.False(asked.GetProperty("stored").GetBoolean());
        Assert.Single((await admin.GetFromJsonAsync<JsonElement>("/api/gold", Ct)).GetProperty("answers").EnumerateArray());
        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync("/api/gold/block_0001", Ct)).StatusCode);
        Assert.Empty((await admin.GetFromJsonAsync<JsonElement>("/api/gold", Ct)).GetProperty("answers").EnumerateArray());
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync("/api/gold/undo", null, Ct)).StatusCode);
        Assert.Single((await admin.GetFromJsonAsync<JsonElement>("/api/gold", Ct)).GetProperty("answers").EnumerateArray());
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync("/api/gold/undo", null, Ct)).StatusCode);
        Assert.Empty((await admin.GetFromJsonAsync<JsonElement>("/api/gold", Ct)).GetProperty("answers").EnumerateArray());
    }

    [Fact]
    public async Task Exports_LeaveKnownAnswersOut_OrListThem_OrSayNothing()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        File.SetUnixFileMode(Directory.CreateDirectory(Path.Combine(_program.AnnotationsRoot, "admin")).FullName, (UnixFileMode)Convert.ToInt32("700", 8));
        string[] all = await BlocksAsync("");
        await PutAsync(admin, $"/api/gold/{all[0]}", new { label = 2 }, HttpStatusCode.OK);
        await PutAsync(bob, $"/api/labels/{all[0]}", new { label = 2 }, HttpStatusCode.OK);
        await PutAsync(admin, $"/api/final-labels/{all[0]}", new { label = 2 }, HttpStatusCode.OK);

        Assert.Equal(all, await BlocksAsync(""));
        Assert.Equal(all, await BlocksAsync("?gold=mark"));
        Assert.Equal(all[1..], await BlocksAsync("?gold=leave-out"));
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("/api/export.csv?gold=hide", Ct)).StatusCode);

        foreach (string file in (string[])["long.csv", "history.csv", "annotations.json", "statistics.json"])
        {
            Assert.DoesNotContain(all[0], await admin.GetStringAsync($"/api/export/{file}?gold=leave-out", Ct), StringComparison.Ordinal);
        }

        JsonElement marked = await admin.GetFromJsonAsync<JsonElement>("/api/export/manifest.json?gold=mark", Ct);
        Assert.Equal((all[0], 2), (marked.GetProperty("known_answers")[0].GetProperty("block").GetString(), marked.GetProperty("known_answers")[0].GetProperty("label").GetInt32()));
        JsonElement left = await admin.GetFromJsonAsync<JsonElement>("/api/export/manifest.json?gold=leave-out", Ct);
        Assert.Equal(("leave-out", 0, 0), (left.GetProperty("settings").GetProperty("known_answers").GetString(), left.GetProperty("known_answers").GetArrayLength(), left.GetProperty("vanished_labels").GetInt32()));

        async Task<string[]> BlocksAsync(string query) =>
            [.. (await admin.GetStringAsync("/api/export.csv" + query, Ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0])];
    }

    [Fact]
    public async Task People_AreExcludedWithAReason_AskedFirst_AndTakenBack()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        await PutAsync(bob, "/api/labels/block_0001", new { label = 1 }, HttpStatusCode.OK);

        string asked = await PutAsync(admin, "/api/people/bob?dryRun=true", new { excluded = new { reason = "wrong channel" } }, HttpStatusCode.OK);
        Assert.Contains("1 label of bob counts in no figure and no consensus; 1 block has no other label that counts.", asked, StringComparison.Ordinal);
        Assert.Equal(1, await AnnotatorsAsync());
        await PutAsync(admin, "/api/people/bob", new { excluded = new { reason = "wrong channel" } }, HttpStatusCode.OK);

        Assert.Equal(0, await AnnotatorsAsync());
        JsonElement told = (await admin.GetFromJsonAsync<JsonElement>("/api/people", Ct)).EnumerateArray().Single(person => person.GetProperty("username").GetString() == "bob");
        Assert.Equal(("wrong channel", "alice"), (told.GetProperty("excluded").GetProperty("reason").GetString(), told.GetProperty("excluded").GetProperty("by").GetString()));
        using HttpResponseMessage table = await admin.GetAsync("/api/export/long.csv", Ct);
        Assert.Equal("bob", Assert.Single(table.Headers.GetValues("X-Export-Excluded")));
        Assert.Contains(",False", (await table.Content.ReadAsStringAsync(Ct)).Split("\r\n").Single(line => line.Contains(",bob,", StringComparison.Ordinal)), StringComparison.Ordinal);

        foreach (object wrong in new object[] { new { excluded = "x" }, new { excluded = new { reason = " " } }, new { sameAs = "bob" }, new { sameAs = "no name" }, new { sameAs = "nobody" }, new { excluded = new { reason = "x" }, sameAs = "alice" }, new { color = 1 }, new { } })
        {
            Assert.Contains("Nothing is decided", await PutAsync(admin, "/api/people/bob", wrong, HttpStatusCode.BadRequest), StringComparison.Ordinal);
        }

        await PutAsync(admin, "/api/people/nobody", new { excluded = new { reason = "x" } }, HttpStatusCode.NotFound);
        await PutAsync(bob, "/api/people/bob", new { excluded = (object?)null }, HttpStatusCode.Forbidden);
        await PutAsync(admin, "/api/people/bob", new { excluded = (object?)null }, HttpStatusCode.OK);
        Assert.Equal(1, await AnnotatorsAsync());

        async Task<int> AnnotatorsAsync() => (await admin.GetFromJsonAsync<JsonElement>("/api/consensus", Ct)).GetProperty("statistics").GetProperty("annotators").GetInt32();
    }

    private static async Task<string> PutAsync(HttpClient client, string path, object body, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await client.PutAsJsonAsync(path, body, Ct);
        string text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == expected, $"PUT {path}: {answer.StatusCode} {text}");
        return text;
    }
}
