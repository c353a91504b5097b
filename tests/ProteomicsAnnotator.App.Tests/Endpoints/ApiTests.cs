using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

public sealed class ApiTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Session_SignedIn_NamesUserAndRole()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage before = await client.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, before.StatusCode);

        using HttpResponseMessage posted = await client.PostAsJsonAsync("/api/session", new { username = " ALICE " });
        JsonElement session = await TestProgram.JsonOfAsync(posted);
        Assert.Equal("alice", session.GetProperty("username").GetString());
        Assert.True(session.GetProperty("isAdmin").GetBoolean());
        Assert.True(File.Exists(Path.Combine(_program.AnnotationsRoot, "users", "alice.json")));

        using HttpResponseMessage got = await client.GetAsync("/api/session");
        Assert.Equal("alice", (await TestProgram.JsonOfAsync(got)).GetProperty("username").GetString());
        using HttpResponseMessage deleted = await client.DeleteAsync("/api/session");
        Assert.True(deleted.IsSuccessStatusCode);
        using HttpResponseMessage after = await client.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../alice")]
    [InlineData("bob_display")]
    [InlineData("con")]
    [InlineData("ännchen")]
    public async Task Session_ForABadName_Is400(string username)
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.PostAsJsonAsync("/api/session", new { username });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Blocks_Listed_ComeInOrderWithOneChannelPerFile()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        using HttpResponseMessage response = await client.GetAsync("/api/blocks");
        JsonElement blocks = await TestProgram.JsonOfAsync(response);
        Assert.Equal(
            ["block_0001", "tile_3/block_0002"], blocks.EnumerateArray().Select(block => block.GetProperty("id").GetString()));
        JsonElement first = blocks[0];
        Assert.Equal("c0.tif", first.GetProperty("channels")[0].GetProperty("file").GetString());
        Assert.Equal("c0", first.GetProperty("channels")[0].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("label").ValueKind);
        Assert.Equal(JsonValueKind.Null, first.GetProperty("annotatedAt").ValueKind);
    }

    [Fact]
    public async Task Block_Described_HasShapesAndTypes()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        using HttpResponseMessage response = await client.GetAsync("/api/blocks/tile_3/block_0002");
        JsonElement channel = (await TestProgram.JsonOfAsync(response)).GetProperty("channels")[1];
        Assert.Equal([3, 4, 5], channel.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()));
        Assert.Equal("uint16", channel.GetProperty("type").GetString());
        Assert.Equal("c1.tif", channel.GetProperty("file").GetString());
        using HttpResponseMessage unknown = await client.GetAsync("/api/blocks/block_4711");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Label_SetAndCleared_IsSeenByListAndBlocks()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        using HttpResponseMessage put = await SendAsync(client, "PUT", "/api/labels/tile_3/block_0002", "{\"label\":2}");
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using HttpResponseMessage list = await client.GetAsync("/api/labels");
        JsonElement label = Assert.Single((await TestProgram.JsonOfAsync(list)).EnumerateArray());
        Assert.Equal("tile_3/block_0002", label.GetProperty("block").GetString());
        Assert.Equal(2, label.GetProperty("label").GetInt32());
        Assert.EndsWith("+00:00", label.GetProperty("annotatedAt").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage blocks = await client.GetAsync("/api/blocks");
        Assert.Equal(2, (await TestProgram.JsonOfAsync(blocks))[1].GetProperty("label").GetInt32());

        using HttpResponseMessage deleted = await client.DeleteAsync("/api/labels/tile_3/block_0002");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using HttpResponseMessage empty = await client.GetAsync("/api/labels");
        Assert.Equal("[]", await empty.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{\"label\":0}")]
    [InlineData("{\"label\":4}")]
    [InlineData("{\"label\":-1}")]
    [InlineData("{\"label\":1.5}")]
    [InlineData("{\"label\":\"1\"}")]
    [InlineData("{\"label\":null}")]
    [InlineData("{\"label\":true}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Label_ThatIsNoClass_Is400(string body)
    {
        using HttpClient client = await _program.SignedInClientAsync("alice");
        foreach (string path in new[] { "/api/labels/block_0001", "/api/final-labels/block_0001" })
        {
            using HttpResponseMessage response = await SendAsync(client, "PUT", path, body);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [InlineData("/api/labels/block_4711")]
    [InlineData("/api/labels/..%2F..%2Fblock_0001")]
    [InlineData("/api/final-labels/block_4711")]
    public async Task Label_OfAnUnknownBlock_Is404(string path)
    {
        using HttpClient client = await _program.SignedInClientAsync("alice");
        using HttpResponseMessage response = await SendAsync(client, "PUT", path, "{\"label\":1}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Consensus_OfTwoWhoDisagree_NamesVotesAndFinalLabel()
    {
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using HttpResponseMessage first = await SendAsync(bob, "PUT", "/api/labels/block_0001", "{\"label\":3}");
        using HttpResponseMessage second = await SendAsync(alice, "PUT", "/api/labels/block_0001", "{\"label\":1}");
        using HttpResponseMessage settled = await SendAsync(alice, "PUT", "/api/final-labels/block_0001", "{\"label\":2}");
        Assert.Equal(HttpStatusCode.OK, settled.StatusCode);

        using HttpResponseMessage response = await alice.GetAsync("/api/consensus");
        JsonElement answer = await TestProgram.JsonOfAsync(response);
        JsonElement block = answer.GetProperty("blocks")[0];
        Assert.Equal(1, block.GetProperty("votes").GetProperty("alice").GetInt32());
        Assert.Equal(3, block.GetProperty("votes").GetProperty("bob").GetInt32());
        Assert.Equal(1, block.GetProperty("consensus").GetInt32());
        Assert.True(block.GetProperty("disagreement").GetBoolean());
        Assert.Equal(2, block.GetProperty("finalLabel").GetInt32());
        JsonElement statistics = answer.GetProperty("statistics");
        Assert.Equal(2, statistics.GetProperty("totalBlocks").GetInt32());
        Assert.Equal(1, statistics.GetProperty("disagreements").GetInt32());
        Assert.Equal(2, statistics.GetProperty("annotators").GetInt32());

        using HttpResponseMessage csv = await alice.GetAsync("/api/export.csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        string text = await csv.Content.ReadAsStringAsync();
        Assert.StartsWith(
            "block_id,consensus_label,final_label,has_disagreement,user_alice_label,user_bob_label,exported_at\r\n"
            + "block_0001,1,2,True,1,3,",
            text,
            StringComparison.Ordinal);

        using HttpResponseMessage cleared = await alice.DeleteAsync("/api/final-labels/block_0001");
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
    }

    [Fact]
    public async Task Consensus_FinalLabelsOfANewerProgram_Is503AndNamesTheJournal()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        string journals = Directory.CreateDirectory(Path.Combine(_program.AnnotationsRoot, "history", "admin")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(journals, "20300101T000000Z-ws-5-abc.jsonl"), "{\"format\":9}\n"u8.ToArray());

        using HttpResponseMessage response = await alice.GetAsync("/api/consensus");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("20300101T000000Z-ws-5-abc.jsonl", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_FinalLabelsThatCannotBeRead_Is503AndNamesTheFile()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        string admin = Directory.CreateDirectory(Path.Combine(_program.AnnotationsRoot, "admin")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(admin, "final_labels.json"), "{ no json"u8.ToArray());

        using HttpResponseMessage response = await alice.GetAsync("/api/export.csv");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("final_labels.json", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preferences_Put_AreKeptForTheSignedInUser()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        using HttpResponseMessage put = await SendAsync(client, "PUT", "/api/preferences", "{\"display\":{\"smooth\":true}}");
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        string file = await File.ReadAllTextAsync(Path.Combine(_program.AnnotationsRoot, "preferences", "bob.json"));
        Assert.Contains("\"smooth\"", file, StringComparison.Ordinal);

        using HttpResponseMessage bad = await SendAsync(client, "PUT", "/api/preferences", "{\"display\":[]}");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        string large = $"{{\"display\":{{\"x\":\"{new string('x', 300_000)}\"}}}}";
        using HttpResponseMessage tooLarge = await SendAsync(client, "PUT", "/api/preferences", large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
    }

    [Theory]
    [InlineData("alice", HttpStatusCode.Conflict)]
    [InlineData("bob", HttpStatusCode.NoContent)]
    public async Task Preferences_OfAPageOfSomeoneElse_AreNotKeptAsTheCallers(string username, HttpStatusCode expected)
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        using HttpResponseMessage first = await SendAsync(client, "PUT", "/api/preferences", "{\"display\":{\"smooth\":true}}");
        string file = Path.Combine(_program.AnnotationsRoot, "preferences", "bob.json");
        string before = await File.ReadAllTextAsync(file);

        using HttpResponseMessage second = await SendAsync(
            client, "PUT", "/api/preferences", $"{{\"username\":\"{username}\",\"display\":{{\"smooth\":false}}}}");

        Assert.Equal(expected, second.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Conflict, before == await File.ReadAllTextAsync(file));
        Assert.False(File.Exists(Path.Combine(_program.AnnotationsRoot, "preferences", "alice.json")));
    }

    [Fact]
    public async Task SignIn_OtherClassNamesNotReadYet_IsRefusedWithBothLists()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_program.AnnotationsRoot, "history", "users", "carol")).FullName;
        await File.WriteAllBytesAsync(
            Path.Combine(folder, "20200101T000000Z-ws-5-abc.jsonl"),
            Encoding.UTF8.GetBytes("""
            {"format":1,"program":"1.0.0","host":"ws-5","account":"carol","data_root":"/d","classes":["Excitatory","Inhibitory"]}
            {"seq":1,"clock":1,"at":"2020-01-01T00:00:01+00:00","block":"block_0001","label":1,"was":null}

            """.ReplaceLineEndings("\n")));
        using HttpClient client = _program.Client();

        using HttpResponseMessage refused = await client.PostAsJsonAsync("/api/session", new { username = "bob", classNamesRead = false });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        string other = (await TestProgram.JsonOfAsync(refused)).GetProperty("otherClassNames").GetRawText();
        foreach (string name in (string[])["Excitatory", "Inhibitory", "Class 1", "Class 2"])
        {
            Assert.Contains($"\"{name}\"", other, StringComparison.Ordinal);
        }

        using HttpResponseMessage signedOut = await client.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, signedOut.StatusCode);
        using HttpResponseMessage read = await client.PostAsJsonAsync("/api/session", new { username = "bob", classNamesRead = true });
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "PUT" or "POST")
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await client.SendAsync(request);
    }
}
