using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>The program as a process of its own, of which the disk really fails.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FailedDiskAnswersTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Label_NoDiskCanFlush_IsA503ThatSaysWhatIsNotKnown_AndAnotherThatSaysNotKept()
    {
        Process process = _program.Start("--no-browser");
        using HttpClient alice = await SignedInAsync(process);
        using HttpResponseMessage kept = await SetAsync(alice, 1);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        string log = Path.Combine(_program.Folder, "strace");
        List<string> details = [];

        await using (FailingCalls failing = await FailingCalls.AttachAsync(process, log, "fsync", "error=EIO"))
        {
            foreach (int label in new[] { 2, 3 })
            {
                using HttpResponseMessage refused = await SetAsync(alice, label);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
                details.Add((await TestProgram.JsonOfAsync(refused)).GetProperty("detail").GetString()!);
            }

            Assert.NotEmpty(failing.Failed);
        }

        // The first one's line stands in the journal; behind it nothing is written there any more.
        Assert.StartsWith("It is NOT KNOWN whether the decision is stored: ", details[0], StringComparison.Ordinal);
        Assert.StartsWith("Not kept: ", details[1], StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => await LabelAsync(alice) == 2, "the decision that stands there is shown once the disk works again");
    }

    [Fact]
    public async Task Call_ThatTheShareFails_IsLoggedInOneLineWithoutAStackTrace()
    {
        string configs = Directory.CreateDirectory(Path.Combine(_program.Folder, "configs")).FullName;
        File.WriteAllBytes(Path.Combine(configs, "roles.json"), """{"admins": ["alice"]}"""u8);
        Process process = _program.Start("--no-browser");
        using HttpClient alice = await SignedInAsync(process);
        string finals = Path.Combine(_program.Folder, "annotations", "admin", "final_labels.json");
        Directory.CreateDirectory(finals);

        using HttpResponseMessage answer = await alice.GetAsync("/api/consensus", Ct);
        await RealProgram.SignalAsync(process, "-TERM");
        (_, _, string error) = await RealProgram.EndOfAsync(process);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        string line = Assert.Single(error.Split('\n'), text => text.Contains("503", StringComparison.Ordinal));
        Assert.StartsWith("Warning: GET /api/consensus was answered 503: ", line, StringComparison.Ordinal);
        Assert.Contains(finals, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static async Task<HttpClient> SignedInAsync(Process process)
    {
        string link = (await RealProgram.ReadyLineOfAsync(process)).Split(' ')[^1];
        var client = new HttpClient { BaseAddress = new Uri(new Uri(link), "/") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret");
        using HttpResponseMessage signedIn = await client.PostAsJsonAsync("/api/session", new { username = "alice" }, Ct);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        return client;
    }

    private static Task<HttpResponseMessage> SetAsync(HttpClient client, int label) =>
        client.PutAsJsonAsync("/api/labels/block_0001", new { label }, Ct);

    private static async Task<int?> LabelAsync(HttpClient client)
    {
        JsonElement[] labels = await client.GetFromJsonAsync<JsonElement[]>("/api/labels", Ct) ?? [];
        return labels.Select(label => (int?)label.GetProperty("label").GetInt32()).SingleOrDefault();
    }
}
