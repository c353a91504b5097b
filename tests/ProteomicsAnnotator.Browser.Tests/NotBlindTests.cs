using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>An admin who has seen others' votes in the Review labels the block, and everybody can tell.</summary>
public sealed class NotBlindTests(Chromium chromium)
{
    [Fact]
    public async Task Label_OfABlockThatTheReviewShowed_IsNotBlind_AndThatIsSaidThereAndHere()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using (Annotator alice = await Annotator.OpenAsync(chromium, program, "alice"))
        {
            await alice.SetAutoAdvanceAsync(false);
            await alice.SelectAsync("block_0002");
            await alice.LabelAsync("block_0002", 1);
            await Expect(alice.Page.GetByText("not blind")).ToHaveCountAsync(0);
        }

        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await Expect(boss.Cell("block_0002", "status")).ToHaveTextAsync("1 vote");
        await Expect(boss.Row("block_0002").GetByTestId("not-blind")).ToHaveCountAsync(0);
        await boss.Page.GetByTestId("tab-annotator").ClickAsync();
        await boss.SetAutoAdvanceAsync(false);
        await boss.SelectAsync("block_0003");
        await boss.LabelAsync("block_0003", 3);
        await boss.SelectAsync("block_0002");
        await boss.LabelAsync("block_0002", 2);
        await Expect(boss.Page.GetByText("block_0002 is labelled, not blind").First).ToBeVisibleAsync();

        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Row("block_0002").GetByTestId("not-blind")).ToHaveTextAsync("1 not blind");
        await Expect(boss.Row("block_0003").GetByTestId("not-blind")).ToHaveCountAsync(0);
        await Expect(boss.Page.GetByTestId("stat-not-blind")).ToContainTextAsync("1 not blind");
        Assert.Equal([("block_0002", true), ("block_0003", false)], MarksOf(campaign, "boss").Order());
        Assert.Equal([("block_0002", false)], MarksOf(campaign, "alice"));
    }

    private static IEnumerable<(string Block, bool IsNotBlind)> MarksOf(Campaign campaign, string username) => Directory
        .EnumerateFiles(Path.Join(campaign.Annotations, "history", "users", username), "*.jsonl")
        .SelectMany(File.ReadLines)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("label", out _))
        .Select(line => (line.GetProperty("block").GetString()!, line.TryGetProperty("not_blind", out JsonElement said) && said.GetBoolean()));
}
