using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>Evidence over HTTP: what a script may say of its decisions, and who sees it. The program's folder is for one account only.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EvidenceEndpointsTests : IAsyncLifetime
{
    private const string Body = """{"label":2,"ev":{"active_ms":1500,"slices":0.25,"projected":true,"view":"quad","limits":"campaign","suggestion":false}}""";
    private static readonly string[] Words = ["\"ev\"", "active_", "\"via\"", "slices", "evidence"];
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _program = await TestProgram.StartAsync(classes: LabelClasses.Default with { RecordsEvidence = true });

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Evidence_OfAScript_IsKeptInTheJournal_AndOnlyAdminsSeeIt()
    {
        using HttpClient bob = await _program.SignedInClientAsync("bob");
        using HttpClient alice = await _program.SignedInClientAsync("alice");

        string answer = await OkAsync(bob, Body);
        await OkAsync(alice, """{"label":1}""");

        JsonElement line = Assert.Single(LinesOf("bob"));
        Assert.Equal("api", line.GetProperty("via").GetString());
        Assert.Equal("""{"active_ms":1500,"slices":0.25,"projected":true,"view":"quad","limits":"campaign","suggestion":false}""", line.GetProperty("ev").GetRawText());
        Assert.False(Assert.Single(LinesOf("alice")).TryGetProperty("ev", out _));
        foreach (string path in new[] { "/api/labels", "/api/blocks", "/api/blocks/block_0001", "/api/marks", "/api/session" })
        {
            answer += await bob.GetStringAsync(path, Ct);
        }

        Assert.All(Words, word => Assert.DoesNotContain(word, answer, StringComparison.Ordinal));
        foreach (string path in new[] { "/api/consensus", "/api/export/long.csv", "/api/export/annotations.json", "/api/export/labels.parquet", "/api/export/all.zip" })
        {
            using HttpResponseMessage refused = await bob.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        Assert.Contains("block_0001,bob,2,", await alice.GetStringAsync("/api/export/long.csv", Ct), StringComparison.Ordinal);
        Assert.Contains(",1.5,0.25,True,quad,campaign,False,api,", await alice.GetStringAsync("/api/export/long.csv", Ct), StringComparison.Ordinal);
        using JsonDocument everything = JsonDocument.Parse(await alice.GetStringAsync("/api/export/annotations.json", Ct));
        JsonElement votes = everything.RootElement.GetProperty("blocks")[0].GetProperty("votes");
        Assert.Equal(1.5, votes.GetProperty("bob").GetProperty("evidence").GetProperty("active_s").GetDouble());
        Assert.Equal(JsonValueKind.Null, votes.GetProperty("alice").GetProperty("evidence").ValueKind);
    }

    [Theory]
    [InlineData("""{"active_ms":-1}""")]
    [InlineData("""{"active_ms":86400001}""")]
    [InlineData("""{"active_ms":1.5}""")]
    [InlineData("""{"active_ms":"5"}""")]
    [InlineData("""{"slices":1.01}""")]
    [InlineData("""{"slices":1e400}""")]
    [InlineData("""{"view":"4D"}""")]
    [InlineData("""{"limits":"mine"}""")]
    [InlineData("""{"suggestion":"no"}""")]
    [InlineData("""{"display":{"channels":[]}}""")]
    [InlineData("""{"via":"key"}""")]
    [InlineData("""{"x":{"anything":["at all"]}}""")]
    [InlineData("[]")]
    [InlineData("\"much\"")]
    public async Task Evidence_ThatIsNone_Is400AndNothingIsKept(string evidence)
    {
        using HttpClient bob = await _program.SignedInClientAsync("bob");

        using HttpResponseMessage response = await PutAsync(bob, $$"""{"label":2,"ev":{{evidence}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(LinesOf("bob"));
    }

    [Fact]
    public async Task Start_SaysWhatIsRecorded_ForWhomAndHowLong()
    {
        using HttpClient client = _program.Client();
        using JsonDocument start = JsonDocument.Parse(await client.GetStringAsync("/api/start", Ct));

        string text = start.RootElement.GetProperty("evidence").GetString()!;
        Assert.All(
            ["time at work", "share of its slices", "view", "contrast limits", "admins (alice)", "as long as the journals are kept"],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FoldersThatOthersMayRead_KeepEvidenceOff_AndSignInSaysWhy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Modes are seen on Linux only.");
        using (HttpClient first = await _program.SignedInClientAsync("carol"))
        {
            // Her folder is there now.
        }

        const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        for (string? at = Path.Combine(_program.AnnotationsRoot, "history", "users", "carol"); at != Path.GetDirectoryName(Path.GetDirectoryName(_program.AnnotationsRoot)); at = Path.GetDirectoryName(at))
        {
            File.SetUnixFileMode(at!, Everyone);
        }

        using HttpClient bob = await _program.SignedInClientAsync("bob");
        await OkAsync(bob, Body);
        using HttpClient client = _program.Client();
        string start = await client.GetStringAsync("/api/start", Ct);

        Assert.Contains("NOT recorded", start, StringComparison.Ordinal);
        Assert.Contains("users/carol is open to", start, StringComparison.Ordinal);
        Assert.All(Words, word => Assert.DoesNotContain(word, Journal("bob"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evidence_ThatNobodyAsksFor_LeavesNoByteInAnyJournal()
    {
        await using TestProgram off = await TestProgram.StartAsync();
        using HttpClient bob = await off.SignedInClientAsync("bob");
        using HttpResponseMessage kept = await PutAsync(bob, Body);
        using HttpResponseMessage refused = await PutAsync(bob, """{"label":2,"ev":{"slices":7}}""");
        using HttpClient client = off.Client();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (kept.StatusCode, refused.StatusCode));
        string all = string.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(off.AnnotationsRoot)!, "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Contains("\"block_0001\"", all, StringComparison.Ordinal);
        Assert.All(Words, word => Assert.DoesNotContain(word, all, StringComparison.Ordinal));
        using JsonDocument start = JsonDocument.Parse(await client.GetStringAsync("/api/start", Ct));
        Assert.Equal(JsonValueKind.Null, start.RootElement.GetProperty("evidence").ValueKind);
    }

    private static async Task<string> OkAsync(HttpClient client, string body)
    {
        using HttpResponseMessage response = await PutAsync(client, body);
        string answer = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer);
        return answer;
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string body) =>
        client.PutAsync("/api/labels/block_0001", new StringContent(body, Encoding.UTF8, "application/json"), Ct);

    private string Journal(string username) =>
        string.Concat(Directory.GetFiles(Path.Combine(_program.AnnotationsRoot, "history", "users", username)).Select(File.ReadAllText));

    private IEnumerable<JsonElement> LinesOf(string username) => Journal(username).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("block", out _));
}
