using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>How the campaign goes on and its groups, over HTTP; that only admins are told is a test of every endpoint.</summary>
public sealed class ProgressEndpointTests : IAsyncLifetime
{
    private const string One = "block_0001";
    private const string Two = "tile_3/block_0002";
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Two people agree on one block and give classes 1 and 3 on another.</summary>
    public async ValueTask InitializeAsync()
    {
        _program = await TestProgram.StartAsync();
        LabelShare share = _program.Services.GetRequiredService<LabelShare>();
        foreach ((string name, int other) in ((string, int)[])[("bob", 1), ("carol", 3)])
        {
            UserLabels labels = await share.OpenUserAsync(name, Ct);
            Assert.True((await labels.SetAsync(new LabelKey(null, BlockId.Parse(One)), 2, [], Ct)).Accepted);
            Assert.True((await labels.SetAsync(new LabelKey(null, BlockId.Parse(Two)), other, [], Ct)).Accepted);
        }
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Progress_IsTold_AsItWouldBeWithOtherClasses()
    {
        JsonElement now = await AskAsync("/api/progress");
        JsonElement then = await AskAsync("/api/progress?map=3=1");

        Assert.Equal(4, now.GetProperty("days").EnumerateArray().Sum(day => day.GetProperty("labels").GetInt32()));
        Assert.Contains("Nothing says how many votes", now.GetProperty("forecast").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, now.GetProperty("wanted").ValueKind);
        JsonElement week = Assert.Single(now.GetProperty("weeks").EnumerateArray());
        Assert.Equal((2, 1), (week.GetProperty("pairs").GetInt32(), week.GetProperty("same").GetInt32()));
        Assert.Equal(2, Assert.Single(then.GetProperty("weeks").EnumerateArray()).GetProperty("same").GetInt32());
        Assert.Equal([100, 200, 500, 1000, 2000, 5000, 10_000], now.GetProperty("widths").EnumerateArray().Select(width => width.GetProperty("blocks").GetInt32()));
    }

    [Fact]
    public async Task Demand_OfTheCampaign_IsForecast()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using StringContent three = new("""{"target_votes":3}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage set = await admin.PutAsync("/api/settings", three, Ct);
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync(Ct));
        int blocks = (await AskAsync("/api/blocks")).GetArrayLength();

        JsonElement progress = await AskAsync("/api/progress");

        Assert.Equal((3 * blocks) - 4, progress.GetProperty("wanted").GetInt32());
        Assert.Equal(JsonValueKind.Null, progress.GetProperty("perDay").ValueKind);
        Assert.Contains("a pace takes a whole day", progress.GetProperty("forecast").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_HaveTheirCounts_AndWhatIsAskedBadlyIs400()
    {
        JsonElement[] groups = [.. (await AskAsync("/api/groups?level=folder")).EnumerateArray()];
        JsonElement tile = groups.Single(group => group.GetProperty("name").GetString() == "tile_3");
        JsonElement mapped = (await AskAsync("/api/groups?level=1&map=3=1")).EnumerateArray().Single(group => group.GetProperty("name").GetString() == "tile_3");

        Assert.Equal((2, 1, 1, 1), (tile.GetProperty("votes").GetInt32(), tile.GetProperty("labelled").GetInt32(), tile.GetProperty("twoOrMoreVotes").GetInt32(), tile.GetProperty("disagreements").GetInt32()));
        Assert.Equal(0, tile.GetProperty("percentAgreement").GetProperty("value").GetDouble());
        Assert.Equal((0, 1.0), (mapped.GetProperty("disagreements").GetInt32(), mapped.GetProperty("percentAgreement").GetProperty("value").GetDouble()));
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        foreach (string path in (string[])["/api/groups?level=0", "/api/groups?map=9=9", "/api/progress?map=1", "/api/agreement?map=3=9", "/api/export/long.csv?map=x", "/api/export/report.zip?against=nobody", "/api/export/report.zip?model=nobody"])
        {
            using HttpResponseMessage answer = await admin.GetAsync(path, Ct);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Exports_AreMapped_AndTheManifestSaysSo()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");

        string table = await admin.GetStringAsync("/api/export/long.csv?map=3=1", Ct);
        using JsonDocument statistics = JsonDocument.Parse(await admin.GetStringAsync("/api/export/statistics.json?map=3=1", Ct));
        string manifest = await admin.GetStringAsync("/api/export/manifest.json?map=3=1", Ct);

        Assert.Equal(["1", "1"], table.Split('\n').Where(line => line.StartsWith(Two + ",", StringComparison.Ordinal)).Select(line => line.Split(',')[2]));
        Assert.Equal(0, statistics.RootElement.GetProperty("disagreements").GetInt32());
        Assert.Contains("\"class_map\": \"3=1\"", manifest, StringComparison.Ordinal);
    }

    private async Task<JsonElement> AskAsync(string path)
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using JsonDocument answer = JsonDocument.Parse(await admin.GetStringAsync(path, Ct));
        return answer.RootElement.Clone();
    }
}
