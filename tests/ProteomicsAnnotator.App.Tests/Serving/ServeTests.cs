using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary><c>serve</c> as a process: several people at once, rights that change, the end.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServeTests : IAsyncDisposable
{
    private static readonly (string, string)[] BehindProxy = [("TRUSTED_PROXIES", "127.0.0.1"), ("PROXY_SECRET_FILE", "SECRET")];
    private ServedProgram _server = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task TwoPeople_OfOneServer_LabelUnderTheirOwnNames()
    {
        await _server.StartAsync(BehindProxy);
        using HttpClient alice = _server.As("alice");
        using HttpClient bob = _server.As("bob");
        await Task.WhenAll(LabelAsync(alice, 1), LabelAsync(bob, 2));
        await PreferAsync(alice, "red");
        await PreferAsync(bob, "blue");

        Assert.Equal(1, (int)(await alice.GetFromJsonAsync<JsonNode>("/api/labels", Token))![0]!["label"]!);
        Assert.Equal(2, (int)(await bob.GetFromJsonAsync<JsonNode>("/api/labels", Token))![0]!["label"]!);
        await Eventually.IsTrueAsync(() => LabelOf("alice") == 1 && LabelOf("bob") == 2);
        Assert.Equal("red", (string)Json("preferences/alice.json")["display"]!["x"]!);
        Assert.Equal("blue", (string)Json("preferences/bob.json")["display"]!["x"]!);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_server.Annotations, "history"), "*.jsonl", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)).Distinct(StringComparer.Ordinal).Count());
        using HttpClient boss = _server.As("boss");
        JsonNode consensus = (await boss.GetFromJsonAsync<JsonNode>("/api/consensus", Token))!;
        Assert.Contains("alice", consensus.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("bob", consensus.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["Sign-in: alice from", "Sign-in: bob from", "Sign-in: boss (admin) from"], _server.Said.Where(line => line.StartsWith("Sign-in: ", StringComparison.Ordinal)).Select(line => line.Split(" from ")[0] + " from").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Roles_ThatChange_CountWithoutAnotherStart()
    {
        await _server.StartAsync(BehindProxy);
        using HttpClient boss = _server.As("boss");
        using HttpClient alice = _server.As("alice");
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(boss, "/api/consensus"));

        await _server.WriteRolesAsync("alice");

        await Eventually.IsTrueAsync(async () => await StatusOfAsync(boss, "/api/consensus") == HttpStatusCode.Forbidden, "boss is no admin any more");
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(alice, "/api/consensus"));
        await File.WriteAllBytesAsync(_server.RolesFile, "{"u8.ToArray(), Token);
        await Eventually.IsTrueAsync(() => _server.Said.Any(line => line.EndsWith("The admins stay who they were for 15 minutes: alice.", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(alice, "/api/consensus"));
    }

    [Fact]
    public async Task Name_ThatThePlanDoesNotHave_IsRefusedAndNotAsked()
    {
        await _server.DisposeAsync();
        var rig = new CampaignRig(["block_0001", "block_0002"], folder => TestTiff.WriteBlock(folder));
        _server = new ServedProgram(rig.Program);
        _ = await rig.PlanAsync("--annotators", "alice,bob", "--votes", "1");
        _ = await _server.StartAsync(BehindProxy);
        using HttpClient alice = _server.As("alice");
        using HttpClient stranger = _server.As("allice");
        using HttpClient boss = _server.As("boss");

        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(alice, "/api/labels"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(boss, "/api/labels"));
        foreach (string path in (string[])["/", "/api/labels", "/api/volumes/0/block_0001", "/api/blocks"])
        {
            using HttpResponseMessage refused = await stranger.GetAsync(path, Token);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Contains("allice is not in this campaign. Did you mean alice?", (string)(await refused.Content.ReadFromJsonAsync<JsonNode>(Token))!["detail"]!, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(_server.Annotations, "history", "allice")));
    }

    [Fact]
    public async Task WithoutAProxy_TheStartTokenIsTheWayIn_AndNamesAreNeitherOfferedNorAsked()
    {
        await _server.StartAsync();
        var link = new Uri(_server.Ready.Split(' ')[^1]);
        Assert.Equal("?token=secret", link.Query);
        using HttpClient stranger = _server.Client("127.0.0.1", ("X-Forwarded-User", "boss"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(stranger, "/api/labels"));
        using HttpClient client = _server.Client("127.0.0.1", ("Authorization", "Bearer secret"));
        using HttpResponseMessage signedIn = await client.PostAsJsonAsync("/api/session", new { username = "alice" }, Token);

        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        Assert.StartsWith($"annotator-session-{link.Port}=", Assert.Single(signedIn.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Contains("id=\"username\" name=\"username\" value=\"\"", await client.GetStringAsync("/sign-in", Token), StringComparison.Ordinal);
        using HttpResponseMessage handedOver = await client.PostAsync("/instance/code", null, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, handedOver.StatusCode);
        Assert.Empty(Directory.GetFiles(Path.Combine(_server.Program.Folder, "state"), "last-username", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Combine(_server.Program.Folder, "state", "proteomics-annotator", "running")));
        Assert.Empty(_server.Program.Windows);
    }

    [Fact]
    public async Task Address_ThatIsTaken_Exits2WithTheVariable()
    {
        await _server.StartAsync(BehindProxy);
        _server.Program.Environment["ANNOTATOR_URLS"] = _server.Node.GetLeftPart(UriPartial.Authority);

        (int code, string output, string error) = await RealProgram.EndOfAsync(_server.Program.Start("serve"));

        Assert.Equal((ExitCode.BadConfiguration, ""), (code, output));
        Assert.Contains($"ANNOTATOR_URLS: found {_server.Node.Authority}, which is in use", error, StringComparison.Ordinal);
    }

    /// <summary>Whoever was told "saved" finds the label in the annotations root.</summary>
    [Fact]
    public async Task Stop_WhileManyLabel_WritesEveryLabelThatWasAcknowledgedAndSaysSo()
    {
        await _server.StartAsync(BehindProxy);
        string[] people = [.. Enumerable.Range(1, 30).Select(n => $"person_{n}")];
        Task<bool>[] labelling = [.. people.Select(IsTakenAsync)];
        _ = await Task.WhenAny(labelling);
        await RealProgram.SignalAsync(_server.Process, "-TERM");
        bool[] taken = await Task.WhenAll(labelling);
        await _server.Process.WaitForExitAsync(Token);

        Assert.Equal(ExitCode.Ok, _server.Process.ExitCode);
        Assert.Contains(true, taken);
        Assert.All(people.Zip(taken).Where(pair => pair.Second), pair => Assert.Equal(2, LabelOf(pair.First)));
        Assert.Equal(
            ["Stopping: requests that are under way are finished, and labels are written.", "Stopped: every label is in the annotations root."],
            _server.Said.Where(line => line.StartsWith("Stop", StringComparison.Ordinal)));
    }

    private async Task<bool> IsTakenAsync(string username)
    {
        using HttpClient client = _server.As(username);
        try
        {
            using HttpResponseMessage response = await client.PutAsJsonAsync("/api/labels/block_0001", new { label = 2 }, Token);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task LabelAsync(HttpClient client, int label)
    {
        using HttpResponseMessage response = await client.PutAsJsonAsync("/api/labels/block_0001", new { label }, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static async Task PreferAsync(HttpClient client, string colour)
    {
        using HttpResponseMessage response = await client.PutAsJsonAsync("/api/preferences", new { display = new { x = colour } }, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(path, Token);
        return response.StatusCode;
    }

    private int? LabelOf(string username) =>
        File.Exists(Path.Combine(_server.Annotations, "users", username + ".json")) ? (int?)Json($"users/{username}.json")["annotations"]?["block_0001"]?["label"] : null;

    private JsonNode Json(string path) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(_server.Annotations, path)))!;
}
