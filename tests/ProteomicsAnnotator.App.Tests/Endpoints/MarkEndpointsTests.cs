using System.Net;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>Flags and notes over HTTP.</summary>
public sealed class MarkEndpointsTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Mark_Alone_IsKeptWithoutALabelAndSeenEverywhere()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");

        JsonElement kept = await OkAsync(client, "/api/marks/tile_3/block_0002", """{"unsure":true,"note":"  dim "}""");

        Assert.Equal("""{"block":"tile_3/block_0002","unsure":true,"note":"dim","unusable":null}""", kept.GetRawText());
        Assert.Equal("[]", (await GetAsync(client, "/api/labels")).GetRawText());
        Assert.Equal(kept.GetRawText(), Assert.Single((await GetAsync(client, "/api/marks")).EnumerateArray()).GetRawText());
        JsonElement block = (await GetAsync(client, "/api/blocks"))[1];
        Assert.Equal((JsonValueKind.Null, true, "dim"), (block.GetProperty("label").ValueKind, block.GetProperty("unsure").GetBoolean(), block.GetProperty("note").GetString()));

        using HttpClient other = await _program.SignedInClientAsync("carol");
        Assert.Equal("[]", (await GetAsync(other, "/api/marks")).GetRawText());
        Assert.False((await GetAsync(other, "/api/blocks"))[1].GetProperty("unsure").GetBoolean());
    }

    [Fact]
    public async Task Label_WithFlagAndNote_IsOneDecision_AndWhatIsNotSentStays()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");

        JsonElement both = await OkAsync(client, "/api/labels/block_0001", """{"label":2,"unsure":true,"note":"dim"}""");
        Assert.Equal((2, true, "dim", "share"), Of(both));
        Assert.Single(Directory.GetFiles(Path.Combine(_program.AnnotationsRoot, "history", "users", "bob")).SelectMany(File.ReadLines), line => line.Contains("\"clock\"", StringComparison.Ordinal));
        Assert.Equal((1, true, "dim", "share"), Of(await OkAsync(client, "/api/labels/block_0001", """{"label":1}""")));
        Assert.Equal((1, true, null, "share"), Of(await OkAsync(client, "/api/labels/block_0001", """{"label":1,"note":null}""")));
        Assert.Equal("""{"block":"block_0001","unsure":false,"note":null,"unusable":null}""", (await OkAsync(client, "/api/marks/block_0001", """{"unsure":null}""")).GetRawText());
        Assert.Equal((1, false, null, "share"), Of(Assert.Single((await GetAsync(client, "/api/labels")).EnumerateArray())));

        await OkAsync(client, "/api/marks/block_0001", """{"unsure":true}""");
        using HttpResponseMessage cleared = await client.DeleteAsync("/api/labels/block_0001", Ct);
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.True(Assert.Single((await GetAsync(client, "/api/marks")).EnumerateArray()).GetProperty("unsure").GetBoolean());
    }

    [Theory]
    [InlineData("{}", "Expected")]
    [InlineData("[]", "")]
    [InlineData("""{"unsure":"yes"}""", "")]
    [InlineData("""{"unsure":1}""", "")]
    [InlineData("""{"note":5}""", "")]
    [InlineData("""{"note":"a\tb"}""", "control character")]
    [InlineData("""{"unusable":true}""", "")]
    [InlineData("""{"unusable":"a\tb"}""", "control character")]
    [InlineData("""{"note":"a\nb"}""", "control character")]
    [InlineData("""{"note":"a\u0000b"}""", "control character")]
    [InlineData("""{"note":"\ud83d"}""", "")]
    public async Task Mark_ThatIsNone_Is400AndNothingIsKept(string body, string words)
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        string beside = body.StartsWith("{\"", StringComparison.Ordinal) ? "{\"label\":1," + body[1..] : body;
        foreach ((string path, string sent) in new[] { ("/api/marks/block_0001", body), ("/api/labels/block_0001", beside) })
        {
            using HttpResponseMessage response = await PutAsync(client, path, sent);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{path} {sent}: {response.StatusCode}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            if (words != "Expected" || path.StartsWith("/api/marks", StringComparison.Ordinal))
            {
                Assert.Contains(words, await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            }
        }

        Assert.Equal("[]", (await GetAsync(client, "/api/marks")).GetRawText());
        Assert.Equal("[]", (await GetAsync(client, "/api/labels")).GetRawText());
    }

    [Fact]
    public async Task Note_OfTooManyCharacters_IsRefusedWithBothNumbers()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        using HttpResponseMessage long1 = await PutAsync(client, "/api/marks/block_0001", JsonSerializer.Serialize(new { note = new string('x', 1001) }));
        Assert.Equal(HttpStatusCode.BadRequest, long1.StatusCode);
        Assert.Contains("1,001 characters long, at most 1,000", await long1.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        string most = string.Concat(Enumerable.Repeat("😀", 1000));
        Assert.Equal(most, (await OkAsync(client, "/api/marks/block_0001", JsonSerializer.Serialize(new { note = most }))).GetProperty("note").GetString());
    }

    [Fact]
    public async Task Unusable_OfALabelledBlock_ClearsTheLabel_UntilTheNextLabel_AndIsSeenEverywhere()
    {
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        await OkAsync(bob, "/api/labels/block_0001", """{"label":2}""");

        JsonElement kept = await OkAsync(bob, "/api/marks/block_0001", """{"unusable":" =torn "}""");

        Assert.Equal("""{"block":"block_0001","unsure":false,"note":null,"unusable":"=torn"}""", kept.GetRawText());
        Assert.Equal(kept.GetRawText(), Assert.Single((await GetAsync(bob, "/api/marks")).EnumerateArray()).GetRawText());
        Assert.Equal("[]", (await GetAsync(bob, "/api/labels")).GetRawText());
        JsonElement block = (await GetAsync(bob, "/api/blocks"))[0];
        Assert.Equal((JsonValueKind.Null, "=torn"), (block.GetProperty("label").ValueKind, block.GetProperty("unusable").GetString()));
        JsonElement reviewed = (await GetAsync(alice, "/api/consensus")).GetProperty("blocks")[0];
        Assert.Equal(("{}", """{"bob":"=torn"}"""), (reviewed.GetProperty("votes").GetRawText(), reviewed.GetProperty("unusable").GetRawText()));
        Assert.Contains(",'=torn,", await alice.GetStringAsync("/api/export/long.csv", Ct), StringComparison.Ordinal);
        Assert.Contains(",'=torn", await alice.GetStringAsync("/api/export/history.csv", Ct), StringComparison.Ordinal);

        using HttpResponseMessage both = await PutAsync(bob, "/api/labels/block_0001", """{"label":1,"unusable":"torn"}""");
        Assert.Equal(HttpStatusCode.BadRequest, both.StatusCode);
        Assert.Equal(JsonValueKind.Null, (await OkAsync(bob, "/api/labels/block_0001", """{"label":1,"unusable":null}""")).GetProperty("unusable").ValueKind);
        Assert.Equal("[]", (await GetAsync(bob, "/api/marks")).GetRawText());
        await OkAsync(bob, "/api/marks/block_0001", """{"unusable":"torn"}""");
        await OkAsync(bob, "/api/marks/block_0001", """{"unusable":null}""");
        Assert.Equal(("[]", "[]"), ((await GetAsync(bob, "/api/marks")).GetRawText(), (await GetAsync(bob, "/api/labels")).GetRawText()));
    }

    [Theory]
    [InlineData("/api/marks/block_4711")]
    [InlineData("/api/marks/..%2F..%2Fblock_0001")]
    public async Task Mark_OfAnUnknownBlock_Is404(string path)
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        using HttpResponseMessage response = await PutAsync(client, path, """{"unsure":true}""");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Mark_WhileTheShareFails_SaysThatItIsOnThisMachine_AndThatNoDiskTookIt()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        string journals = Path.Combine(_program.AnnotationsRoot, "history", "users", "bob");
        Directory.Move(journals, journals + "-away");
        await File.WriteAllBytesAsync(journals, [0], Ct);

        using HttpResponseMessage here = await PutAsync(client, "/api/marks/block_0001", """{"unsure":true}""");

        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        Assert.Equal("machine", Assert.Single(here.Headers.GetValues("X-Label-Saved")));
    }

    [Fact]
    public async Task Consensus_OfFlaggedBlocks_NamesWhoFlaggedThem_AndExportsHaveThem()
    {
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        await OkAsync(bob, "/api/labels/block_0001", """{"label":3,"unsure":true,"note":"=HYPERLINK(1)"}""");
        await OkAsync(alice, "/api/marks/block_0001", """{"note":"no label"}""");

        JsonElement block = (await GetAsync(alice, "/api/consensus")).GetProperty("blocks")[0];

        Assert.Equal("""["bob"]""", block.GetProperty("unsure").GetRawText());
        Assert.Equal("no label", block.GetProperty("notes").GetProperty("alice").GetString());
        Assert.Equal("""{"bob":3}""", block.GetProperty("votes").GetRawText());
        string csv = await alice.GetStringAsync("/api/export/long.csv", Ct);
        Assert.Contains(",True,'=HYPERLINK(1),", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("no label", csv, StringComparison.Ordinal);
        string history = await alice.GetStringAsync("/api/export/history.csv", Ct);
        Assert.Contains(",mark,alice,", history, StringComparison.Ordinal);
        Assert.DoesNotContain("HYPERLINK", await alice.GetStringAsync("/api/export.csv", Ct), StringComparison.Ordinal);
        using HttpResponseMessage final = await PutAsync(alice, "/api/final-labels/block_0001", """{"label":1}""");
        Assert.False((await TestProgram.JsonOfAsync(final)).TryGetProperty("unsure", out _));
    }

    private static (int, bool, string?, string?) Of(JsonElement label) => (
        label.GetProperty("label").GetInt32(), label.GetProperty("unsure").GetBoolean(), label.GetProperty("note").GetString(), label.GetProperty("saved").GetString());

    private static async Task<JsonElement> OkAsync(HttpClient client, string path, string body)
    {
        using HttpResponseMessage response = await PutAsync(client, path, body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Ct));
        return await TestProgram.JsonOfAsync(response);
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(path, Ct);
        return await TestProgram.JsonOfAsync(response);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string path, string body) =>
        client.PutAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Ct);
}
