using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>An admin makes versions of the plan over HTTP. What came of it is read from the files.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PlanMakingTests : IAsyncLifetime
{
    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly string[] Ids = [.. Enumerable.Range(1, 40).Select(i => $"tile_5/block_{i:0000}")];
    private TestProgram _program = null!;
    private HttpClient _admin = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Plans => Path.Combine(_program.AnnotationsRoot, "campaign", "plans");

    public async ValueTask InitializeAsync()
    {
        _program = await TestProgram.StartAsync(data =>
        {
            foreach (string id in Ids)
            {
                TestTiff.WriteBlock(Path.Combine(data, id));
            }
        });
        _admin = await _program.SignedInClientAsync("alice");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _program.DisposeAsync();
    }

    [Fact]
    public async Task DryRun_SaysWhatWouldBe_AndStoresNothing()
    {
        JsonElement plan = await MakeAsync("/api/plan?dryRun=true", new { annotators = new[] { "robert", "clara:3" }, votes = 1, repeats = 0.1, blocks = "tile_5/*" });

        Assert.False(plan.GetProperty("stored").GetBoolean());
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("version").ValueKind);
        Assert.Equal((40, 40, 0), (plan.GetProperty("blocks").GetInt32(), plan.GetProperty("labels").GetInt32(), plan.GetProperty("begun").GetInt32()));
        Assert.Equal([("clara", 30), ("robert", 10)], plan.GetProperty("annotators").EnumerateArray().Select(one => (one.GetProperty("username").GetString(), one.GetProperty("ordinary").GetInt32())));
        Assert.False(Directory.Exists(Plans));
    }

    /// <summary>The same as the command and the page: half widths from the formula of ExpectedPrecision, computed in Python.</summary>
    [Fact]
    public async Task DryRun_SaysHowWideTheIntervalsWillBe_AndWhatTheCalibrationRoundCosts()
    {
        using HttpResponseMessage set = await _admin.PutAsJsonAsync("/api/calibration/block_0001", new { label = 2 }, Ct);
        set.EnsureSuccessStatusCode();

        JsonElement plan = await MakeAsync("/api/plan?dryRun=true", new { annotators = new[] { "robert", "clara", "dora" }, votes = 2, blocks = "tile_5/*" });
        JsonElement single = await MakeAsync("/api/plan?dryRun=true", new { annotators = new[] { "robert", "clara" }, votes = 1, blocks = "tile_5/*" });

        JsonElement intervals = plan.GetProperty("intervals");
        Assert.Equal(3, plan.GetProperty("calibrationLabels").GetInt32());
        Assert.Equal(0.8, intervals.GetProperty("assumedAgreement").GetDouble());
        Assert.Equal(0.123959, intervals.GetProperty("agreement").GetDouble(), 1e-6);
        Assert.Equal(0.185938, intervals.GetProperty("alpha").GetDouble(), 1e-6);
        Assert.Equal(0.214703, intervals.GetProperty("perClass").GetDouble(), 1e-6);
        Assert.Equal(JsonValueKind.Null, single.GetProperty("intervals").GetProperty("alpha").ValueKind);
        Assert.Equal(2, single.GetProperty("calibrationLabels").GetInt32());
    }

    [Fact]
    public async Task FurtherVersion_KeepsWhatIsNotNamed_AndMovesNothingThatIsBegun()
    {
        JsonElement first = await MakeAsync("/api/plan", new { annotators = new[] { "robert", "clara" }, votes = 1, seed = 11, order = "names", overlapPairs = 0, blocks = "TILE_5" });
        Assert.True(first.GetProperty("stored").GetBoolean());
        string[] begun = Queue(first, "robert")[..5];
        using HttpClient robert = await _program.SignedInClientAsync("robert");
        foreach (string block in begun)
        {
            using HttpResponseMessage put = await robert.PutAsJsonAsync($"/api/labels/{block}", new { label = 1 }, Ct);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        JsonElement second = await MakeAsync("/api/plan", new { annotators = new[] { "robert", "clara", "dora" } });

        Assert.Equal(2, second.GetProperty("version").GetInt32());
        Assert.Equal(5, second.GetProperty("begun").GetInt32());
        string[] people = ["robert", "clara", "dora"];
        Assert.Equal(begun, Queue(second, "robert").Intersect(begun));
        Assert.Equal(Ids, people.SelectMany(name => Queue(second, name)).Order(StringComparer.Ordinal));
        JsonElement request = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(_program.AnnotationsRoot, "admin", "plans", second.GetProperty("id").GetString() + ".json"), Ct)).GetProperty("request");
        Assert.Equal((11, "names", 1), (request.GetProperty("seed").GetInt32(), request.GetProperty("order").GetString(), request.GetProperty("votes").GetInt32()));
    }

    [Theory]
    [InlineData("""{"annotators":["robert","clara"],"order":"best"}""", "\"order\": \"best\"; expected neighbourhoods, names, fewest, disputed, uncertain")]
    [InlineData("""{"annotators":["robert:0"]}""", "a weight above 0")]
    [InlineData("""{"annotators":["robert","ROBERT"]}""", "robert twice")]
    [InlineData("""{"annotators":["no name!"]}""", "a name is")]
    [InlineData("""{"annotators":["robert",null]}""", "a name is")]
    [InlineData("""{"annotators":["robert"],"votes":2}""", "need at least 2 annotators")]
    [InlineData("""{"annotators":["robert"],"votes":0}""", "0 votes a block; expected 1 to 20")]
    [InlineData("""{"annotators":["robert"],"gold":0.5}""", "5 to 15 %")]
    [InlineData("""{"annotators":["robert"],"stopAt":0.3}""", "50 to 100 %")]
    [InlineData("""{"annotators":["robert"],"repeats":0.9}""", "0 to 50 %")]
    [InlineData("""{"annotators":["robert"],"randomShare":-1}""", "0 to 100 %")]
    [InlineData("""{"annotators":["robert"],"blocks":"nothing*"}""", "No block matches nothing*")]
    [InlineData("{}", "A plan needs annotators")]
    [InlineData("[]", null)]
    [InlineData("""{"votes":"three"}""", null)]
    public async Task WhatMakesNoSense_IsRefusedInWords(string body, string? words)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _admin.PostAsync("/api/plan", content, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        string detail = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).TryGetProperty("detail", out JsonElement text) ? text.GetString()! : "";
        Assert.Contains(words ?? "", detail, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Plans));
    }

    /// <summary>The folder admin of a new share is readable by everybody who can read the share.</summary>
    [Fact]
    public async Task Gold_WhileAnnotatorsCanReadAdmin_IsNotPlanned()
    {
        string admin = Path.Combine(_program.AnnotationsRoot, "admin");
        Directory.CreateDirectory(admin);
        File.SetUnixFileMode(admin, Closed);
        foreach (string block in Ids.Where((_, i) => i % 3 == 0))
        {
            using HttpResponseMessage put = await _admin.PutAsJsonAsync($"/api/gold/{block}", new { label = 1 }, Ct);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        File.SetUnixFileMode(admin, Closed | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var asked = new { annotators = new[] { "robert", "clara" }, votes = 1, gold = 0.1 };
        using HttpResponseMessage refused = await _admin.PostAsJsonAsync("/api/plan", asked, Ct);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("which blocks are gold", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Plans));

        File.SetUnixFileMode(admin, Closed);
        JsonElement made = await MakeAsync("/api/plan", asked);
        Assert.True(made.GetProperty("gold").GetInt32() > 0);
    }

    /// <summary>What changes is counted again from the queues; as on the page and by the command it is said before anything is stored.</summary>
    [Fact]
    public async Task Undo_SaysWhatItChanges_AndIsAFurtherVersionAsTheOneBeforeWas()
    {
        Assert.Equal((HttpStatusCode.Conflict, "Nothing is planned: there is no plan, so nothing to undo."), await UndoRefusedAsync());
        JsonElement first = await MakeAsync("/api/plan", new { annotators = new[] { "robert", "clara" }, votes = 1, blocks = "tile_5" });
        Assert.Equal(JsonValueKind.Null, first.GetProperty("change").ValueKind);
        Assert.Equal(HttpStatusCode.Conflict, (await UndoRefusedAsync()).Code);
        JsonElement second = await MakeAsync("/api/plan", new { annotators = new[] { "clara", "dora" } });
        using HttpClient dora = await _program.SignedInClientAsync("dora");
        string begun = Queue(second, "dora")[0];
        using HttpResponseMessage put = await dora.PutAsJsonAsync($"/api/labels/{begun}", new { label = 1 }, Ct);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        JsonElement shown = await MakeAsync("/api/plan/undo?dryRun=true", new { });

        Assert.Equal((false, JsonValueKind.Null), (shown.GetProperty("stored").GetBoolean(), shown.GetProperty("counts").ValueKind));
        Assert.Equal(2, Directory.GetDirectories(Plans).Length);
        using HttpResponseMessage answer = await _admin.PostAsync("/api/plan/undo", null, Ct);
        JsonElement undone = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal((3, true), (undone.GetProperty("version").GetInt32(), undone.GetProperty("counts").GetBoolean()));
        Assert.Equal("As version 1 by alice was; what has been begun since stays with whoever began it.", undone.GetProperty("undoes").GetString());
        Assert.Equal(shown.GetProperty("changes").GetRawText(), undone.GetProperty("changes").GetRawText());
        Assert.StartsWith("Compared with version 2, ", undone.GetProperty("change").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            new[] { "clara", "dora", "robert" }.Select(name => (name, Queue(undone, name).Except(Queue(second, name)).Count(), Queue(second, name).Except(Queue(undone, name)).Count())).Where(change => change.Item2 + change.Item3 > 0),
            undone.GetProperty("changes").EnumerateArray().Select(change => (change.GetProperty("username").GetString()!, change.GetProperty("added").GetInt32(), change.GetProperty("removed").GetInt32())));
        Assert.Equal([begun], Queue(undone, "dora"));
        Assert.Empty(Queue(first, "robert").Except(Queue(undone, "robert")).Except([begun]));
    }

    /// <summary>Its author is told whenever asking next, as by the command.</summary>
    [Fact]
    public async Task VersionBesideTheOneThatCounts_IsTold_WhereverAnAdminAsks()
    {
        JsonElement first = await MakeAsync("/api/plan", new { annotators = new[] { "robert", "clara" }, votes = 1, blocks = "tile_5" });
        JsonElement second = await MakeAsync("/api/plan", new { seed = 3 });
        string id = first.GetProperty("id").GetString()!;
        string rival = "20200101T000000Z-vm-0123456789ab";
        foreach (string file in Directory.GetFiles(Path.Combine(Plans, second.GetProperty("id").GetString()!), "*", SearchOption.AllDirectories))
        {
            string copy = file.Replace(second.GetProperty("id").GetString()!, rival, StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllBytesAsync(copy, System.Text.Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(file, Ct)).Replace("\"by\": \"alice\"", "\"by\": \"zoe\"", StringComparison.Ordinal)), Ct);
        }

        string words = $"zoe made a version from the same one at the same time ({rival}). It does not count; version 2 by alice does ({second.GetProperty("id").GetString()}).";
        Assert.Contains(id, await File.ReadAllTextAsync(Path.Combine(Plans, rival, "plan.json"), Ct), StringComparison.Ordinal);

        JsonElement shown = await _admin.GetFromJsonAsync<JsonElement>("/api/plan", Ct);
        JsonElement asked = await MakeAsync("/api/plan?dryRun=true", new { seed = 4 });
        JsonElement third = await MakeAsync("/api/plan", new { seed = 4 });

        Assert.Equal([words], NoticesOf(shown));
        Assert.Contains(words, NoticesOf(asked));
        Assert.Contains(words.Replace("version 2 by", "version 3 by", StringComparison.Ordinal).Replace(second.GetProperty("id").GetString()!, third.GetProperty("id").GetString()!, StringComparison.Ordinal), NoticesOf(third));
        Assert.True(third.GetProperty("counts").GetBoolean());

        static IEnumerable<string> NoticesOf(JsonElement answer) => answer.GetProperty("notices").EnumerateArray().Select(notice => notice.GetString()!);
    }

    private async Task<(HttpStatusCode Code, string? Words)> UndoRefusedAsync()
    {
        using HttpResponseMessage answer = await _admin.PostAsync("/api/plan/undo", null, Ct);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("detail").GetString());
    }

    private async Task<JsonElement> MakeAsync(string path, object request)
    {
        using HttpResponseMessage answer = await _admin.PostAsJsonAsync(path, request, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private string[] Queue(JsonElement plan, string username)
    {
        string file = Path.Combine(Plans, plan.GetProperty("id").GetString()!, "queues", username + ".json");
        if (!File.Exists(file))
        {
            return [];
        }

        JsonElement queue = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file));
        return [.. queue.GetProperty("blocks").EnumerateArray().Select(block => block.GetString()!)];
    }
}
