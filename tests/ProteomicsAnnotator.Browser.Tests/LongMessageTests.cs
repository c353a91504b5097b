using System.Text.Json;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>What a page has to tell grows with channels and their names; the connection lasts.</summary>
public sealed class LongMessageTests(Chromium chromium)
{
    [Fact]
    public async Task Block_OfManyChannelsWithLongNames_CanBeLabelled()
    {
        using var campaign = new Campaign(1, [.. Enumerable.Range(0, 300).Select(i => $"2024-05-12_mouse07_slice03_region_of_interest_ch{i:000}")]);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await alice.LabelAsync("block_0001", 2);

        await Expect(alice.Banner).ToBeHiddenAsync();
        await Expect(alice.Page.GetByTestId("label-feedback")).ToHaveAttributeAsync("data-accepted", "1");
        Assert.Equal([("block_0001", 2)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Settings_OfAThousandNames_AreKeptWithoutThoseNotMetLately()
    {
        using var campaign = new Campaign(2);
        string preferences = Path.Join(campaign.Annotations, "preferences", "alice.json");
        Directory.CreateDirectory(Path.GetDirectoryName(preferences)!);
        var channels = new JsonObject();
        for (int i = 0; i < 1500; i++)
        {
            channels[$"2024-05-12_mouse07_slice03_block_{i:0000}_ch488"] = Channel();
        }

        var file = new JsonObject { ["display"] = new JsonObject { ["channels"] = channels } };
        await File.WriteAllBytesAsync(preferences, JsonSerializer.SerializeToUtf8Bytes(file), TestContext.Current.CancellationToken);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await alice.PressAsync("Alt+2");
        await alice.LabelAsync("block_0001", 2);

        await Eventually.TrueAsync("the choice is kept", () => !IsVisible(preferences, "561"));
        Assert.InRange(new FileInfo(preferences).Length, 1, 128 * 1024);
        await Expect(alice.Banner).ToBeHiddenAsync();
        Assert.Equal([("block_0001", 2)], campaign.DecisionsOf("alice"));
    }

    private static JsonObject Channel() =>
        new() { ["color"] = "#22AA44", ["visible"] = true, ["limits"] = new JsonArray(120, 4500), ["gamma"] = 1 };

    private static bool IsVisible(string preferences, string channel)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(preferences));
        return !file.RootElement.GetProperty("display").GetProperty("channels").TryGetProperty(channel, out JsonElement kept)
            || kept.GetProperty("visible").GetBoolean();
    }
}
