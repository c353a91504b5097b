using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>The plan over HTTP: who is in the campaign, whose turn it is, and how far everybody is.</summary>
public sealed class PlanEndpointsTests : IAsyncLifetime
{
    private static readonly string[] Ids = [.. Enumerable.Range(1, 40).Select(i => $"tile_5/block_{i:0000}")];
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync(data =>
    {
        foreach (string id in Ids)
        {
            TestTiff.WriteBlock(Path.Combine(data, id));
        }
    });

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task WithoutAPlan_ThereIsNoQueue_AndAnyNameSignsIn()
    {
        using HttpClient client = await _program.SignedInClientAsync("whoever");

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/queue", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("robert", "robret")]
    [InlineData("robert", "roberta")]
    [InlineData("clara", "klara")]
    [InlineData(null, "zebediah")]
    [InlineData(null, "xy")]
    public async Task NameThatNobodyHas_IsAsked_AndMayBeMeant(string? proposal, string name)
    {
        Plan("robert,clara");
        using HttpClient client = _program.Client();

        using HttpResponseMessage asked = await client.PostAsJsonAsync("/api/session", new { username = name }, Ct);
        JsonElement problem = await asked.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(HttpStatusCode.Conflict, asked.StatusCode);
        Assert.Equal(proposal, problem.GetProperty("proposal").GetString());
        Assert.Equal(name, problem.GetProperty("notOnRoster").GetString());
        Assert.StartsWith($"{name} is not in this campaign.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_program.AnnotationsRoot, "users", name + ".json")));

        using HttpResponseMessage meant = await client.PostAsJsonAsync("/api/session", new { username = name, notOnRoster = true }, Ct);
        Assert.Equal(HttpStatusCode.OK, meant.StatusCode);
    }

    [Fact]
    public async Task PeopleOfThePlan_AndAdmins_AreNotAsked()
    {
        Plan("robert,clara");
        foreach (string name in new[] { "robert", "Clara", "alice" })
        {
            using HttpClient client = _program.Client();
            using HttpResponseMessage answer = await client.PostAsJsonAsync("/api/session", new { username = name }, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "ac", 1)]
    [InlineData("abc", "xabc", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Slips_AreCounted(string name, string other, int slips) => Assert.Equal(slips, Roster.Slips(name, other));

    [Fact]
    public async Task Queue_HasTheOwnBlocksInOrder_AndNothingOfGoldDecoysAndRepeats()
    {
        Plan("robert,clara", gold: 8);
        using HttpClient client = await _program.SignedInClientAsync("robert");
        string[] expected = [.. Queue("robert").Distinct()];
        using HttpResponseMessage put = await client.PutAsJsonAsync($"/api/labels/{expected[0]}", new { label = 2 }, Ct);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using HttpResponseMessage unusable = await client.PutAsJsonAsync($"/api/marks/{expected[1]}", new { unusable = "torn" }, Ct);
        Assert.Equal(HttpStatusCode.OK, unusable.StatusCode);

        string text = await client.GetStringAsync("/api/queue", Ct);
        JsonElement queue = JsonSerializer.Deserialize<JsonElement>(text);

        Assert.Equal(expected, queue.GetProperty("blocks").EnumerateArray().Select(block => block.GetProperty("block").GetString()!));
        Assert.Equal((expected.Length, 2), (queue.GetProperty("total").GetInt32(), queue.GetProperty("done").GetInt32()));
        Assert.Equal(["block", "label", "unusable", "unreadable"], queue.GetProperty("blocks")[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["version", "total", "done", "blocks"], queue.EnumerateObject().Select(member => member.Name));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/plan", Ct)).StatusCode);
    }

    [Fact]
    public async Task BlockThatCannotBeRead_IsDone_AndListedForAdmins_UntilItCanBeRead()
    {
        Plan("robert,clara");
        using HttpClient robert = await _program.SignedInClientAsync("robert");
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        string folder = Path.Combine(_program.DataRoot, Queue("robert")[0]);
        (string Path, byte[] Bytes)[] files = [.. Directory.GetFiles(folder).Select(path => (path, File.ReadAllBytes(path)))];
        foreach ((string path, _) in files)
        {
            await File.WriteAllBytesAsync(path, [1, 2, 3], Ct);
        }

        JsonElement queue = await robert.GetFromJsonAsync<JsonElement>("/api/queue", Ct);
        Assert.Equal(1, queue.GetProperty("done").GetInt32());
        Assert.NotNull(queue.GetProperty("blocks")[0].GetProperty("unreadable").GetString());
        JsonElement plan = await admin.GetFromJsonAsync<JsonElement>("/api/plan", Ct);
        JsonElement unreadable = Assert.Single(plan.GetProperty("unreadable").EnumerateArray());
        Assert.Equal(Queue("robert")[0], unreadable.GetProperty("block").GetString());
        Assert.Equal(1, plan.GetProperty("annotators").EnumerateArray().Single(person => person.GetProperty("username").GetString() == "robert").GetProperty("done").GetInt32());

        foreach ((string path, byte[] bytes) in files)
        {
            await File.WriteAllBytesAsync(path, bytes, Ct);
        }

        Assert.Equal(0, (await robert.GetFromJsonAsync<JsonElement>("/api/queue", Ct)).GetProperty("done").GetInt32());
        Assert.Empty((await admin.GetFromJsonAsync<JsonElement>("/api/plan", Ct)).GetProperty("unreadable").EnumerateArray());
    }

    [Fact]
    public async Task Plan_TellsAdminsHowFarEverybodyIs()
    {
        Plan("robert,clara");
        using HttpClient robert = await _program.SignedInClientAsync("robert");
        string[] own = Queue("robert");
        string other = Queue("clara").Except(own).First();
        foreach (string block in new[] { own[0], own[1], other })
        {
            using HttpResponseMessage put = await robert.PutAsJsonAsync($"/api/labels/{block}", new { label = 1 }, Ct);
            Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        }

        using HttpClient admin = await _program.SignedInClientAsync("alice");
        await Eventually.IsTrueAsync(() => File.ReadAllText(Path.Combine(_program.AnnotationsRoot, "users", "robert.json")).Contains(other, StringComparison.Ordinal), "the labels are in the file");
        JsonElement plan = await admin.GetFromJsonAsync<JsonElement>("/api/plan", Ct);

        Assert.Equal((1, 40, 2, 0, 1), (plan.GetProperty("version").GetInt32(), plan.GetProperty("blocks").GetInt32(), plan.GetProperty("complete").GetInt32(), plan.GetProperty("begun").GetInt32(), plan.GetProperty("outsideLabels").GetInt32()));
        JsonElement person = plan.GetProperty("annotators").EnumerateArray().Single(one => one.GetProperty("username").GetString() == "robert");
        Assert.Equal((20, 2, 1), (person.GetProperty("planned").GetInt32(), person.GetProperty("done").GetInt32(), person.GetProperty("outsideLabels").GetInt32()));
    }

    /// <summary>As a script finds it that signs in while no page is open.</summary>
    [Fact]
    public async Task HiddenRepeats_AreNotToldOverHttp_OfAnEarlierVersionEither()
    {
        Plan("robert");
        string block = Ids[3];
        string first = Path.Combine(_program.AnnotationsRoot, "campaign", "plans", PlansOnTheShare().Single(), "queues", "robert.json");
        await File.WriteAllBytesAsync(first, System.Text.Encoding.UTF8.GetBytes($$"""{"format":1,"username":"robert","blocks":["{{block}}","{{Ids[0]}}","{{block}}"]}"""), Ct);
        Plan("robert");
        using HttpClient client = await _program.SignedInClientAsync("robert");
        using HttpResponseMessage put = await client.PutAsJsonAsync($"/api/labels/{block}", new { label = 2 }, Ct);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        UserLabels labels = await _program.Services.GetRequiredService<LabelShare>().OpenUserAsync("robert", Ct);
        Assert.True((await labels.RepeatAsync(new LabelKey(null, BlockId.Parse(block)), 1, Ct)).Accepted);

        JsonElement repeats = await client.GetFromJsonAsync<JsonElement>("/api/repeats", Ct);

        Assert.Equal(0, repeats.GetProperty("total").GetInt32());
        Assert.Empty(repeats.GetProperty("different").EnumerateArray());
    }

    private string[] PlansOnTheShare() => [.. Directory.GetDirectories(Path.Combine(_program.AnnotationsRoot, "campaign", "plans")).Select(folder => Path.GetFileName(folder))];

    private void Plan(string annotators, int gold = 0)
    {
        var files = new PlanFiles(_program.Services.GetRequiredService<LabelShare>().Root);
        BlockId[] blocks = [.. Ids.Select(BlockId.Parse)];
        var request = new PlanRequest
        {
            Votes = 1,
            Gold = gold == 0 ? 0 : 0.1,
            Annotators = [.. annotators.Split(',').Select(name => new PlannedAnnotator(name, 1))],
        };
        var basis = new PlanBasis(blocks, new Dictionary<string, IReadOnlySet<BlockId>>(), new Dictionary<string, IReadOnlyList<BlockId>>()) { Gold = new HashSet<BlockId>(blocks.Take(gold)) };
        _ = files.Write(Planner.Make(request, basis).Draft!, "lead", files.Read());
    }

    private string[] Queue(string username)
    {
        var files = new PlanFiles(_program.Services.GetRequiredService<LabelShare>().Root);
        return [.. files.ReadQueue(files.Read().Current!, username).Select(block => block.Value)];
    }
}
