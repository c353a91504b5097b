using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Database;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary><c>serve</c> with PostgreSQL as its store: what is answered is committed, and what any node stores the others show.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServeDatabaseTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncDisposable
{
    private readonly DatabaseNodes _nodes = new(postgres.Server);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task WhatPeopleDecide_IsInTheDatabaseWhenItIsAnswered_AndInTheFolderThatIsExported()
    {
        ServedProgram node = await _nodes.StartAsync();
        using HttpClient alice = node.As("alice");
        using HttpClient boss = node.As("boss");

        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(alice, 2)).Status);
        Assert.Equal("2", await _nodes.LabelsAsync());
        await PutAsync(alice, "/api/marks/block_0001", new { note = "dim" });
        Assert.Equal("1", await _nodes.AskAsync("SELECT count(*) FROM line WHERE owner = 'users/alice' AND kind = 'mark'"));
        await PutAsync(boss, "/api/final-labels/block_0001", new { label = 3 });
        Assert.Equal("3", await _nodes.LabelsAsync("admin"));
        await PutAsync(alice, "/api/preferences", new { display = new { x = "red" } });
        Assert.Contains("red", await _nodes.AskAsync("SELECT convert_from(content, 'UTF8') FROM file_version WHERE path = 'preferences/alice.json' ORDER BY version DESC LIMIT 1"), StringComparison.Ordinal);
        await PutAsync(boss, "/api/settings", new { target_votes = 3 });
        Assert.Equal("1", await _nodes.AskAsync("SELECT count(*) FROM file_version WHERE path LIKE 'campaign/%' AND convert_from(content, 'UTF8') LIKE '%target_votes%'"));
        string exported = (await DatabaseNodes.GetAsync(boss, "/api/export.csv")).Text;

        Assert.Contains(node.Said, line => line.Contains("The store is the database ", StringComparison.Ordinal) && line.EndsWith("is not used.", StringComparison.Ordinal));
        Assert.Contains("block_0001,2,3,False,2", exported, StringComparison.Ordinal);
        await StopAsync(node);
        string folder = Path.Combine(node.Program.Folder, "exported");
        node.Program.Environment["ANNOTATOR_DATABASE"] = await _nodes.TextAsync();
        (int code, _, string error) = await RealProgram.EndOfAsync(node.Program.Start("store", "export", folder));
        Assert.True(code == 0, error);
        Assert.Contains("\"label\":2", string.Concat(Directory.GetFiles(Path.Combine(folder, "history", "users", "alice")).Select(File.ReadAllText)), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "users", "alice.json")));
        Assert.False(Directory.Exists(node.Annotations));
    }

    [Theory]
    [InlineData("""{"label":2,"unsure":true,"note":"dim"}""", "Idempotency-Key", "one")]
    [InlineData("""{"label":2,"unsure":true}""", "X-Decision-Page,X-Decision-Number", "script,7")]
    [InlineData("""{"label":2}""", "Idempotency-Key,X-Decision-Page,X-Decision-Number", "one,script,7")]
    public async Task Request_ThatArrivesTwice_IsOneDecision_AndIsAnsweredTwice(string body, string names, string values)
    {
        ServedProgram node = await _nodes.StartAsync();
        using HttpClient alice = node.As("alice");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await SendAsync(), await SendAsync()]);
        Assert.Equal("2", await _nodes.LabelsAsync());

        async Task<HttpStatusCode> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/api/labels/block_0001") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
            foreach ((string name, string value) in names.Split(',').Zip(values.Split(',')))
            {
                request.Headers.Add(name, value);
            }

            using HttpResponseMessage answer = await alice.SendAsync(request, Token);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task TwoNodes_ShowEachOthersLabelsSettingsAndPeople()
    {
        ServedProgram one = await _nodes.StartAsync();
        ServedProgram two = await _nodes.StartAsync();
        using HttpClient here = one.As("alice");
        using HttpClient there = two.As("alice");
        using HttpClient bob = two.As("bob");
        using HttpClient boss = one.As("boss");
        Assert.Null(await DatabaseNodes.LabelOfAsync(there));

        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(here, 1)).Status);
        await Eventually.IsTrueAsync(async () => await DatabaseNodes.LabelOfAsync(there) == 1, "alice's label is on the other node");
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(there, 2)).Status);
        await Eventually.IsTrueAsync(async () => await DatabaseNodes.LabelOfAsync(here) == 2, "whoever labels last wins");
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(bob, 3)).Status);
        await Eventually.IsTrueAsync(
            async () => JsonNode.Parse((await DatabaseNodes.GetAsync(boss, "/api/consensus")).Text)!["blocks"]![0]!["votes"] is JsonObject votes && (int?)votes["bob"] == 3 && (int?)votes["alice"] == 2,
            "the admin of one node sees the votes of the other");
        await PutAsync(boss, "/api/settings", new { target_votes = 4 });
        await Eventually.IsTrueAsync(async () => (await DatabaseNodes.GetAsync(there, "/api/settings")).Text.Contains('4', StringComparison.Ordinal), "the setting is on the other node");
        Assert.Equal("1,2", await _nodes.LabelsAsync());
    }

    [Fact]
    public async Task PlanOfOneNode_GivesTheOtherItsQueues()
    {
        ServedProgram one = await _nodes.StartAsync();
        ServedProgram two = await _nodes.StartAsync();
        using HttpClient boss = one.As("boss");
        using HttpClient alice = two.As("alice");

        using HttpResponseMessage made = await boss.PostAsJsonAsync("/api/plan", new { annotators = (string[])["alice", "bob"], votes = 1 }, Token);

        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Token));
        await Eventually.IsTrueAsync(async () => (await DatabaseNodes.GetAsync(alice, "/api/queue")).Status == HttpStatusCode.OK, "alice has a queue on the other node");
        Assert.NotEqual("0", await _nodes.AskAsync("SELECT count(*) FROM file_version WHERE path LIKE 'campaign/%'"));
    }

    [Fact]
    public async Task KilledNode_LosesNoLabelThatItAnswered()
    {
        ServedProgram node = await _nodes.StartAsync();
        using HttpClient alice = node.As("alice");
        List<int> answered = [];
        for (int i = 0; i < 20; i++)
        {
            int label = 1 + (i % 3);
            Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(alice, label)).Status);
            answered.Add(label);
        }

        node.Process.Kill();
        await node.Process.WaitForExitAsync(Token);
        ServedProgram again = await _nodes.StartAgainAsync(node);
        using HttpClient later = again.As("alice");

        Assert.Equal(answered[^1], await DatabaseNodes.LabelOfAsync(later));
        Assert.Equal(string.Join(',', answered), await _nodes.LabelsAsync());
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(later, 3)).Status);
    }

    [Fact]
    public async Task DecisionSentTwiceUnderOneId_IsOne_AndTheIdIsOfNoOther()
    {
        ServedProgram one = await _nodes.StartAsync();
        ServedProgram two = await _nodes.StartAsync();
        using HttpClient alice = one.As("alice");
        using HttpClient elsewhere = two.As("alice");
        using HttpClient bob = one.As("bob");

        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(alice, 2, "a-1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(alice, 2, "a-1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(elsewhere, 2, "a-1")).Status);
        (HttpStatusCode status, string text) = await DatabaseNodes.LabelAsync(alice, 3, "a-1");
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(bob, 1, "a-1")).Status);

        Assert.Equal((HttpStatusCode.Conflict, true), (status, text.Contains("another decision was sent under that id", StringComparison.Ordinal)));
        Assert.Equal(("2", "1"), (await _nodes.LabelsAsync(), await _nodes.LabelsAsync("users/bob")));
        Assert.Equal(HttpStatusCode.BadRequest, (await DatabaseNodes.LabelAsync(alice, 3, "a b")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await DatabaseNodes.LabelAsync(alice, 3, number: -1)).Status);
    }

    [Fact]
    public async Task DecisionThatHangs_AndArrivesBehindALaterOneOfItsPage_IsSuperseded()
    {
        ServedProgram one = await _nodes.StartAsync();
        ServedProgram two = await _nodes.StartAsync();
        using HttpClient first = one.As("alice");
        using HttpClient second = two.As("alice");
        HttpStatusCode hung;
        string words;
        await using (var held = new Npgsql.NpgsqlConnection(await _nodes.TextAsync()))
        {
            await held.OpenAsync(Token);
            await using Npgsql.NpgsqlTransaction transaction = await held.BeginTransactionAsync(Token);
            await using (var command = new Npgsql.NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended('annotator person ' || current_schema() || ' users/alice', 0))", held))
            {
                _ = await command.ExecuteNonQueryAsync(Token);
            }

            (hung, words) = await DatabaseNodes.LabelAsync(first, 2, "key-1", 1);
        }

        (HttpStatusCode later, _) = await DatabaseNodes.LabelAsync(second, 3, "key-2", 2);
        (HttpStatusCode late, string lateWords) = await DatabaseNodes.LabelAsync(first, 2, "key-1", 1);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.Conflict), (hung, later, late));
        Assert.Contains("not confirmed", words, StringComparison.Ordinal);
        Assert.Contains("superseded", lateWords, StringComparison.Ordinal);
        Assert.Equal("3", await _nodes.LabelsAsync());
        await Eventually.IsTrueAsync(async () => await DatabaseNodes.LabelOfAsync(first) == 3, "the label is 3 on both nodes");
    }

    [Fact]
    public async Task Release_IsMadeInTheDatabase_AndIsWholeInTheFolderThatIsExported()
    {
        ServedProgram node = await _nodes.StartAsync();
        ServedProgram other = await _nodes.StartAsync();
        using HttpClient alice = node.As("alice");
        using HttpClient boss = node.As("boss");
        using HttpClient elsewhere = other.As("boss");
        Assert.Equal(HttpStatusCode.OK, (await DatabaseNodes.LabelAsync(alice, 2)).Status);

        using HttpResponseMessage made = await boss.PostAsJsonAsync("/api/releases", new { name = "first" }, Token);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Token));
        await Eventually.IsTrueAsync(
            async () => (await DatabaseNodes.GetAsync(elsewhere, "/api/releases")).Text.Contains("\"first\"", StringComparison.Ordinal), "the other node lists it");
        using HttpResponseMessage again = await elsewhere.PostAsJsonAsync("/api/releases", new { name = "first" }, Token);

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal("1", await _nodes.AskAsync("SELECT count(*) FROM file_version WHERE path = 'admin/releases/first/manifest.json'"));
        Assert.Equal("1", await _nodes.AskAsync("SELECT count(*) FROM line WHERE owner = 'admin' AND content LIKE '%\"release\":%'"));
        string folder = Path.Combine(node.Program.Folder, "exported");
        node.Program.Environment["ANNOTATOR_DATABASE"] = await _nodes.TextAsync();
        (int code, _, string error) = await RealProgram.EndOfAsync(node.Program.Start("store", "export", folder));
        Assert.True(code == 0, error);
        node.Program.Environment["ANNOTATOR_DATABASE"] = null;
        node.Program.Environment["ANNOTATOR_ANNOTATIONS_ROOT"] = folder;
        (code, string output, error) = await RealProgram.EndOfAsync(node.Program.Start("verify", Path.Combine(folder, "admin", "releases", "first")));
        Assert.True(code == 0, error + output);
        Assert.Contains("is as it was made", output, StringComparison.Ordinal);
    }

    private static async Task StopAsync(ServedProgram node)
    {
        await RealProgram.SignalAsync(node.Process, "-TERM");
        await node.Process.WaitForExitAsync(Token);
        Assert.Equal(ExitCode.Ok, node.Process.ExitCode);
        await Eventually.IsTrueAsync(() => node.Said.Contains("Stopped: every label is in the database."));
    }

    private static async Task PutAsync(HttpClient client, string path, object body)
    {
        using HttpResponseMessage response = await client.PutAsJsonAsync(path, body, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
