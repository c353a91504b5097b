using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The panel beside the Review's table.</summary>
public sealed class ReviewPreviewTests(Chromium chromium)
{
    [Theory]
    [InlineData(1440, 900)]
    [InlineData(1100, 700)]
    [InlineData(720, 450)]
    public async Task ChosenRow_ShowsItsPictureAndVotes_AndTakesAFinalLabel(int width, int height)
    {
        using var campaign = new Campaign(30, "488", "561");
        await LabelAsync(campaign, "kwame", (2, 1), (4, 3));
        await LabelAsync(campaign, "mira", (2, 2), (4, 3));
        await LabelAsync(campaign, "noor", (2, 2));
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(width, height), program.Link, "boss");
        await boss.CompleteAsync("block_0001");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        ILocator panel = boss.Page.GetByTestId("review-preview");
        await Expect(panel).ToContainTextAsync("No block chosen");

        await boss.Row("block_0002").ClickAsync();

        await Expect(panel).ToHaveAttributeAsync("data-block-id", "block_0002");
        await Expect(panel.GetByTestId("preview-picture")).ToHaveAttributeAsync("data-state", "shown");
        Assert.True(await IsPaintedAsync(panel), "The picture is black.");
        await Expect(panel.Locator("ul.votes li")).ToHaveTextAsync(["1Class 1kwame1 Mar, 09:00", "2Class 2mira1 Mar, 09:00", "2Class 2noor1 Mar, 09:00"], new() { UseInnerText = false });
        await LooksTests.NothingSeriousAsync(boss.Page, "table");

        await panel.GetByTestId("final-class-2").ClickAsync();
        await Expect(boss.Cell("block_0002", "final")).ToContainTextAsync("2");
        await Expect(panel.GetByTestId("final-class-2")).ToHaveAttributeAsync("aria-pressed", "true");
        await Eventually.TrueAsync("the final label is stored", () => Task.FromResult(campaign.FinalLabels().SequenceEqual([("block_0002", 2, "boss")])));

        await panel.GetByTestId("preview-next").ClickAsync();
        await Expect(panel).ToHaveAttributeAsync("data-block-id", "block_0003");
        await panel.GetByTestId("preview-previous").ClickAsync();
        await boss.Page.GetByTestId("admin-table").PressAsync("End");
        await Expect(panel).ToHaveAttributeAsync("data-block-id", "block_0030");
        await Expect(panel.GetByTestId("preview-next")).ToBeDisabledAsync();
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, $"review-preview-{width}x{height}.png") });

        await panel.GetByTestId("preview-open").ClickAsync();
        await boss.PaintedAsync("block_0030");
    }

    /// <summary>Some voxel of the picture is brighter than black.</summary>
    private static Task<bool> IsPaintedAsync(ILocator panel) => panel.GetByTestId("preview-picture").EvaluateAsync<bool>(
        "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value, i) => i % 4 !== 3 && value > 40)");

    /// <summary>Labels of another program.</summary>
    private static async Task LabelAsync(Campaign campaign, string username, params (int Block, int Label)[] labels)
    {
        string users = Directory.CreateDirectory(Path.Join(campaign.Annotations, "users")).FullName;
        IEnumerable<string> entries = labels.Select(given => $$"""  "block_{{given.Block:0000}}": { "label": {{given.Label}}, "annotated_at": "2026-03-01T09:00:00+00:00" }""");
        string file = $$"""{ "username": "{{username}}", "annotations": { {{string.Join(",\n", entries)}} } }""";
        await File.WriteAllBytesAsync(Path.Join(users, username + ".json"), System.Text.Encoding.UTF8.GetBytes(file), TestContext.Current.CancellationToken);
    }
}
