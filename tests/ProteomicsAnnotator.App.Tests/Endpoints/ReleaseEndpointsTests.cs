using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

public sealed class ReleaseEndpointsTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Release_OfALabelOfThisMoment_IsMade_Listed_AndHasItsManifest()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using HttpResponseMessage labelled = await alice.PutAsJsonAsync("/api/labels/block_0001", new { label = 2 }, Ct);
        labelled.EnsureSuccessStatusCode();

        using HttpResponseMessage made = await alice.PostAsJsonAsync("/api/releases", new { name = "r1" }, Ct);
        JsonElement list = await alice.GetFromJsonAsync<JsonElement>("/api/releases", Ct);
        byte[] manifest = await alice.GetByteArrayAsync("/api/releases/r1", Ct);

        Assert.Equal((HttpStatusCode.Created, "/api/releases/r1"), (made.StatusCode, made.Headers.Location?.ToString()));
        JsonElement release = Assert.Single(list.GetProperty("releases").EnumerateArray());
        Assert.True(JsonElement.DeepEquals(await TestProgram.JsonOfAsync(made), release));
        Assert.Equal(("r1", "alice", true), (release.GetProperty("name").GetString(), release.GetProperty("by").GetString(), release.GetProperty("isAsDecided").GetBoolean()));
        Assert.Equal((2, 1, 1), (Count(release, "blocks"), Count(release, "labels"), Count(release, "annotators")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(manifest)), release.GetProperty("manifestSha256").GetString());
        Assert.Contains("block_0001,2,,False,2,", await File.ReadAllTextAsync(Path.Combine(_program.AnnotationsRoot, "admin", "releases", "r1", "annotations.csv"), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_ThatWasUsed_Is409_ABadOne400WithTheRule_AndAnUnknownOne404()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        using HttpResponseMessage first = await alice.PostAsJsonAsync("/api/releases", new { name = "r1" }, Ct);

        using HttpResponseMessage used = await alice.PostAsJsonAsync("/api/releases", new { name = "R1" }, Ct);
        using HttpResponseMessage bad = await alice.PostAsJsonAsync("/api/releases", new { name = "../r2" }, Ct);
        using HttpResponseMessage none = await alice.PostAsJsonAsync("/api/releases", new { }, Ct);
        using HttpResponseMessage unknown = await alice.GetAsync(new Uri("/api/releases/r2", UriKind.Relative), Ct);
        using HttpResponseMessage outside = await alice.GetAsync(new Uri("/api/releases/..%2Fadmin", UriKind.Relative), Ct);

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            new[] { first, used, bad, none, unknown, outside }.Select(answer => answer.StatusCode));
        Assert.Contains("expected a name of ASCII letters", (await TestProgram.JsonOfAsync(bad)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_WhereSomethingCannotBeRead_Is422_AndNamesIt()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        await File.WriteAllBytesAsync(Path.Combine(_program.AnnotationsRoot, "users", "bob.json"), "{ no json"u8.ToArray(), Ct);

        using HttpResponseMessage refused = await alice.PostAsJsonAsync("/api/releases", new { name = "r1" }, Ct);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(Path.Combine(_program.AnnotationsRoot, "users", "bob.json"), (await TestProgram.JsonOfAsync(refused)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_program.AnnotationsRoot, "admin", "releases")));
    }

    /// <summary>In the words that the page and the command have.</summary>
    [Fact]
    public async Task Release_OfJournalsWithALineThatIsNoDecision_SaysSo()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        string folder = Directory.CreateDirectory(Path.Combine(_program.AnnotationsRoot, "history", "users", "bob")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "20240102T080000Z-ws-5-0123456789ab.jsonl"), "{\"format\":1}\n{ torn\n"u8.ToArray(), Ct);

        using HttpResponseMessage made = await alice.PostAsJsonAsync("/api/releases", new { name = "r1" }, Ct);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        string?[] notices = [.. (await TestProgram.JsonOfAsync(made)).GetProperty("notices").EnumerateArray().Select(notice => notice.GetString())];
        Assert.Contains(notices, notice => notice!.Contains("20240102T080000Z-ws-5-0123456789ab.jsonl", StringComparison.Ordinal));
        JsonElement manifest = await alice.GetFromJsonAsync<JsonElement>("/api/releases/r1", Ct);
        Assert.Equal(manifest.GetProperty("notices").EnumerateArray().Select(notice => notice.GetString()), notices);
    }

    [Fact]
    public async Task DryRun_SaysWhatTheReleaseWouldHold_AndMakesNone()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        await LabelAsync(alice, 2);

        using HttpResponseMessage offer = await alice.PostAsJsonAsync("/api/releases?dryRun=true", new { name = "r1" }, Ct);
        using HttpResponseMessage bad = await alice.PostAsJsonAsync("/api/releases?dryRun=true", new { name = "../r1" }, Ct);

        JsonElement said = await TestProgram.JsonOfAsync(offer);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (offer.StatusCode, bad.StatusCode));
        Assert.Equal(("r1", 2, 1, 1, 0), (said.GetProperty("name").GetString(), Count(said, "blocks"), Count(said, "labels"), Count(said, "annotators"), Count(said, "finalLabels")));
        Assert.False(Directory.Exists(Path.Combine(_program.AnnotationsRoot, "admin", "releases", "r1")));
        Assert.Empty((await alice.GetFromJsonAsync<JsonElement>("/api/releases", Ct)).GetProperty("releases").EnumerateArray());
        await MakeAsync(alice, "r1");
        using HttpResponseMessage used = await alice.PostAsJsonAsync("/api/releases?dryRun=true", new { name = "r1" }, Ct);
        Assert.Equal(HttpStatusCode.Conflict, used.StatusCode);
    }

    [Fact]
    public async Task Verification_NamesEachFileThatIsNotAsItWasMade()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        await LabelAsync(alice, 2);
        await MakeAsync(alice, "r1");
        string folder = Path.Combine(_program.AnnotationsRoot, "admin", "releases", "r1");
        byte[] manifest = await File.ReadAllBytesAsync(Path.Combine(folder, "manifest.json"), Ct);

        JsonElement whole = await alice.GetFromJsonAsync<JsonElement>("/api/releases/r1/verification", Ct);
        string table = Path.Combine(folder, "annotations.csv");
        File.SetAttributes(table, FileAttributes.Normal);
        await File.AppendAllTextAsync(table, "x", Ct);
        JsonElement altered = await alice.GetFromJsonAsync<JsonElement>("/api/releases/r1/verification", Ct);
        using HttpResponseMessage unknown = await alice.GetAsync("/api/releases/r2/verification", Ct);
        using HttpResponseMessage outside = await alice.GetAsync("/api/releases/..%2Fdecisions/verification", Ct);

        Assert.True(whole.GetProperty("isAsMade").GetBoolean());
        Assert.Empty(whole.GetProperty("differences").EnumerateArray());
        Assert.Equal(("alice", Convert.ToHexStringLower(SHA256.HashData(manifest))), (whole.GetProperty("by").GetString(), whole.GetProperty("manifestSha256").GetString()));
        Assert.Equal(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length - 1, whole.GetProperty("files").GetInt32());
        Assert.False(altered.GetProperty("isAsMade").GetBoolean());
        Assert.Contains("annotations.csv", Assert.Single(altered.GetProperty("differences").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (unknown.StatusCode, outside.StatusCode));
    }

    [Fact]
    public async Task Difference_IsToTheLabelsOfNow_OrToAnotherRelease()
    {
        using HttpClient alice = await _program.SignedInClientAsync("alice");
        await LabelAsync(alice, 2);
        await MakeAsync(alice, "r1");
        await LabelAsync(alice, 3);
        await MakeAsync(alice, "r2");
        using HttpResponseMessage cleared = await alice.DeleteAsync("/api/labels/block_0001", Ct);
        cleared.EnsureSuccessStatusCode();

        JsonElement now = await alice.GetFromJsonAsync<JsonElement>("/api/releases/r1/difference", Ct);
        JsonElement between = await alice.GetFromJsonAsync<JsonElement>("/api/releases/r1/difference?with=r2", Ct);
        JsonElement none = await alice.GetFromJsonAsync<JsonElement>("/api/releases/r2/difference?with=r2", Ct);
        using HttpResponseMessage unknown = await alice.GetAsync("/api/releases/r1/difference?with=r3", Ct);

        Assert.Equal("""[{"block":"block_0001","username":"alice","was":2,"now":null}]""", now.GetProperty("changes").GetRawText());
        Assert.Equal((0, 0, 1), (now.GetProperty("new").GetInt32(), now.GetProperty("changed").GetInt32(), now.GetProperty("cleared").GetInt32()));
        Assert.Equal("""[{"block":"block_0001","username":"alice","was":2,"now":3}]""", between.GetProperty("changes").GetRawText());
        Assert.Equal(("r1", "r2", 1), (between.GetProperty("before").GetString(), between.GetProperty("after").GetString(), between.GetProperty("changed").GetInt32()));
        Assert.Empty(none.GetProperty("changes").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task LabelAsync(HttpClient client, int label)
    {
        using HttpResponseMessage labelled = await client.PutAsJsonAsync("/api/labels/block_0001", new { label }, Ct);
        labelled.EnsureSuccessStatusCode();
    }

    private static async Task MakeAsync(HttpClient client, string name)
    {
        using HttpResponseMessage made = await client.PostAsJsonAsync("/api/releases", new { name }, Ct);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    private static int Count(JsonElement release, string of) => release.GetProperty("counts").GetProperty(of).GetInt32();
}
