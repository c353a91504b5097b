using System.Text;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A stored model in the Review: its figures, and the blocks that it doubts settled with keys.</summary>
public sealed class ModelQueueTests(Chromium chromium)
{
    [Fact]
    public async Task BlocksThatAModelDoubts_AreAQueue_SettledWithTheSameKeys()
    {
        using var campaign = new Campaign(3);
        foreach (string user in (string[])["alice", "bob"])
        {
            Put(campaign, Path.Join("users", user + ".json"), $$"""
                { "username": "{{user}}", "created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-02T10:30:00+00:00", "annotations": {
                  "block_0001": { "label": 2, "annotated_at": "2024-01-02T10:30:00+00:00" }, "block_0002": { "label": 1, "annotated_at": "2024-01-02T10:30:00+00:00" },
                  "block_0003": { "label": 1, "annotated_at": "2024-01-02T10:30:00+00:00" } } }
                """);
        }

        string admin = Directory.CreateDirectory(Path.Join(campaign.Annotations, "admin")).FullName;
        _ = await Shell.RunAsync("chmod", "700", admin);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        string table = campaign.Below("scores.csv");
        await File.WriteAllBytesAsync(table, "block,class,score\nblock_0001,2,0.97\nblock_0002,2,0.99\nblock_0003,1,0.6\n"u8.ToArray(), TestContext.Current.CancellationToken);
        string stored = await Shell.RunAsync("env", [.. campaign.Environment.Select(item => $"{item.Key}={item.Value}"), "sh", Checkout.Launcher, "predictions", table, "--model", "unet", "--model-version", "3", "--numbers"]);
        Assert.Contains("unet@3 is stored.", stored, StringComparison.Ordinal);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");

        await boss.Page.GetByTestId("review-raters").ClickAsync();
        await Expect(boss.Page.GetByTestId("model-coverage")).ToContainTextAsync("unet@3: 3 of 3 blocks, 0 of them without a score");
        await LooksTests.NothingSeriousAsync(boss.Page, "model");
        await boss.Page.GetByTestId("model-section").ScrollIntoViewIfNeededAsync();
        await boss.Page.ScreenshotAsync(new() { Path = Path.Join(Checkout.Screenshots, "model.png"), FullPage = true });
        await boss.Page.GetByTestId("review-adjudicate").ClickAsync();
        await boss.Page.GetByLabel("Order of the adjudication").SelectOptionAsync("ModelDiffers");
        await Expect(boss.Page.GetByTestId("label-errors")).ToContainTextAsync("on 1 block. Settled: 0");
        await boss.Page.ScreenshotAsync(new() { Path = Path.Join(Checkout.Screenshots, "model-queue.png") });
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await boss.CompleteAsync("block_0002");
        await Expect(boss.Page.GetByTestId("progress-text")).ToHaveTextAsync("0 / 1 of the queue decided");
        await Eventually.TrueAsync("the key sets the final label", async () =>
        {
            await boss.PressAsync("2");
            return campaign.FinalLabels().SequenceEqual([("block_0002", 2, "boss")]);
        });
        await Expect(boss.Page.GetByTestId("progress-text")).ToHaveTextAsync("1 / 1 of the queue decided");

        await boss.PressAsync("Escape");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Page.GetByTestId("label-errors")).ToContainTextAsync("Settled: 1; the final label differs from the votes on 1");
    }

    private static void Put(Campaign campaign, string path, string text)
    {
        string full = Path.Join(campaign.Annotations, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, Encoding.UTF8.GetBytes(text));
    }
}
