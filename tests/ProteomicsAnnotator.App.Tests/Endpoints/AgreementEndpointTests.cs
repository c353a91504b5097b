using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>How good the campaign is, over HTTP; that only admins are told is a test of every endpoint.</summary>
public sealed class AgreementEndpointTests : IAsyncLifetime
{
    private const string One = "block_0001";
    private const string Two = "tile_3/block_0002";
    private TestProgram _program = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Nothing_IsNoFigure()
    {
        JsonElement answer = await AskAsync();

        JsonElement all = answer.GetProperty("adjudicators").GetProperty("all");
        Assert.Equal("""{"total":0,"same":0,"low":null,"high":null,"kappa":null,"confusion":[]}""", all.GetRawText());
        Assert.Equal(0, answer.GetProperty("repeats").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("randomShare").ValueKind);
        Assert.Equal(0, answer.GetProperty("unreadable").GetArrayLength());
    }

    [Fact]
    public async Task TwoAdjudicatorsAndRepeats_AreTold_AndTheStatisticsSayTheSame()
    {
        LabelShare share = _program.Services.GetRequiredService<LabelShare>();
        FinalLabels ann = await share.OpenFinalLabelsAsync("ann", Ct);
        FinalLabels zoe = await share.OpenFinalLabelsAsync("zoe", Ct);
        foreach ((string block, int first, int second) in ((string, int, int)[])[(One, 1, 1), (Two, 2, 3)])
        {
            Assert.True((await ann.SetAsync([Key(block)], first, Ct)).Accepted);
            Assert.True((await zoe.SecondAsync(Key(block), second, Ct)).Accepted);
        }

        UserLabels bob = await share.OpenUserAsync("bob", Ct);
        Assert.True((await bob.SetAsync(Key(One), 2, [], Ct)).Accepted);
        Assert.True((await bob.RepeatAsync(Key(One), 2, Ct)).Accepted);

        JsonElement answer = await AskAsync();

        JsonElement adjudicators = answer.GetProperty("adjudicators");
        Assert.Equal((2, 1), (adjudicators.GetProperty("blocks").GetInt32(), adjudicators.GetProperty("notSettled").GetInt32()));
        Assert.Equal((2, 1), (adjudicators.GetProperty("all").GetProperty("total").GetInt32(), adjudicators.GetProperty("all").GetProperty("same").GetInt32()));
        Assert.Equal("""[{"first":1,"second":1,"blocks":1},{"first":2,"second":3,"blocks":1}]""", adjudicators.GetProperty("all").GetProperty("confusion").GetRawText());
        JsonElement pair = Assert.Single(adjudicators.GetProperty("pairs").EnumerateArray());
        Assert.Equal(("ann", "zoe", 2), (pair.GetProperty("a").GetString(), pair.GetProperty("b").GetString(), pair.GetProperty("figures").GetProperty("total").GetInt32()));
        JsonElement different = Assert.Single(adjudicators.GetProperty("different").EnumerateArray());
        Assert.Equal(
            (Two, "ann", 2, "zoe", 3, false),
            (different.GetProperty("block").GetString(), different.GetProperty("firstBy").GetString(), different.GetProperty("first").GetInt32(), different.GetProperty("secondBy").GetString(), different.GetProperty("second").GetInt32(), different.GetProperty("settled").GetBoolean()));
        JsonElement person = Assert.Single(answer.GetProperty("repeats").EnumerateArray());
        Assert.Equal(
            ("bob", 0, 1),
            (person.GetProperty("username").GetString(), person.GetProperty("hidden").GetProperty("total").GetInt32(), person.GetProperty("selfChecks").GetProperty("total").GetInt32()));

        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using JsonDocument statistics = JsonDocument.Parse(await admin.GetStringAsync("/api/export/statistics.json", Ct));
        Assert.Equal(2, statistics.RootElement.GetProperty("adjudicators").GetProperty("all").GetProperty("n").GetInt32());
        Assert.Equal("bob", statistics.RootElement.GetProperty("repeats")[0].GetProperty("username").GetString());
        string history = await admin.GetStringAsync("/api/export/history.csv", Ct);
        Assert.Equal(2, history.Split('\n').Count(line => line.Contains(",second,zoe,", StringComparison.Ordinal)));
    }

    private static LabelKey Key(string block) => new(null, BlockId.Parse(block));

    private async Task<JsonElement> AskAsync()
    {
        using HttpClient admin = await _program.SignedInClientAsync("alice");
        using JsonDocument answer = JsonDocument.Parse(await admin.GetStringAsync("/api/agreement", Ct));
        return answer.RootElement.Clone();
    }
}
