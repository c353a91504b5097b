using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>Plans by the scores of a model, by the word of a checker that reads the model's rows itself.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScoredPlanTests
{
    private static readonly string[] Blocks = [.. Enumerable.Range(0, 150).Select(i => $"tile_{i / 40}/block_{i:0000}")];

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public async Task Queues_GoByTheScores_InEachVersion(int? scoreOf)
    {
        await using var rig = new CampaignRig(Blocks);
        var random = new Random(7);
        string[] rows = [.. Blocks.Select(block => random.Next(6) == 0 ? $"{block},," : string.Create(CultureInfo.InvariantCulture, $"{block},{random.Next(1, 4)},{random.Next(34, 101) / 100.0}"))];
        await File.WriteAllLinesAsync(rig.In("scores.csv"), ["block,class,score", .. rows.Where(row => !row.EndsWith(",,", StringComparison.Ordinal))], TestContext.Current.CancellationToken);
        _ = await rig.RunAsync("predictions", "scores.csv", "--model", "unet", "--model-version", "1", "--numbers");
        _ = await rig.RunAsync("settings", "--set", "model_order=true");
        string[] order = ["--order", "scored", "--model", "unet", "--random-share", "20%", .. scoreOf is { } label ? new[] { "--score-of", $"{label}" } : []];

        _ = await rig.PlanAsync(["--annotators", "ann,ben,cat", "--votes", "2", .. order]);
        Dictionary<string, string[]> first = rig.Queues();
        foreach ((string name, string[] queue) in first)
        {
            JsonObject entries = new(queue.Take(20).Select(block => KeyValuePair.Create(block, (JsonNode?)new JsonObject { ["label"] = 1, ["annotated_at"] = "2024-01-02T10:30:00+00:00" })));
            rig.Put($"users/{name}.json", new JsonObject { ["username"] = name, ["created_at"] = "2024-01-01T00:00:00+00:00", ["updated_at"] = "2024-01-02T10:30:00+00:00", ["annotations"] = entries }.ToJsonString());
        }

        _ = await rig.PlanAsync(["--annotators", "ann,ben,dan", .. order]);

        Assert.All(["ann", "ben"], name => Assert.Subset(rig.Queues()[name].ToHashSet(), first[name].Take(20).ToHashSet()));
        Assert.NotEqual(Blocks.Where(rig.Queues()["dan"].Contains), rig.Queues()["dan"]);
    }
}
