using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A calibration round, from the command to the admin's figures.</summary>
public sealed class CalibrationTests(Chromium chromium)
{
    [Fact]
    public async Task Round_ComesFirst_AnswersAtOnce_SumsUp_AndIsNoVote()
    {
        using var campaign = new Campaign(5, "488");
        await RunAsync(campaign, "calibration", "--set", "block_0003=2:A rim all around", "--set", "block_0004=1", "--as", "boss");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using (Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice"))
        {
            await WorkAsync(alice);
        }

        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "boss");
        await boss.PaintedAsync("block_0003");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Page.GetByTestId("stat-total")).ToHaveTextAsync("3");
        await Expect(boss.Page.GetByTestId("stat-annotated")).ToHaveTextAsync("1");
        await boss.Page.GetByTestId("review-campaign").ClickAsync();
        ILocator row = boss.Page.GetByTestId("calibration-people").Locator("tr[data-username=alice]");
        await Expect(row).ToContainTextAsync("2 of 2");
        await Expect(row).ToContainTextAsync("1 of 2");
        await LooksTests.NothingSeriousAsync(boss.Page, "campaign with a calibration round");
    }

    private static async Task WorkAsync(Annotator alice)
    {
        ILocator verdict = alice.Page.GetByTestId("calibration-verdict");
        await alice.SetAutoAdvanceAsync(true);
        await alice.PaintedAsync("block_0003");
        await Expect(alice.Page.GetByTestId("block-item").First).ToHaveAttributeAsync("data-block-id", "block_0003");
        await Expect(alice.Page.GetByTestId("calibration-position")).ToHaveTextAsync("Calibration 1 of 2");
        await Expect(alice.Page.GetByTestId("calibration-open")).ToContainTextAsync("The answer follows your key");

        await alice.LabelAsync("block_0003", 1);
        await Expect(verdict).ToHaveTextAsync("Wrong: you said Class 1, the answer is Class 2");
        await Expect(alice.Page.GetByTestId("calibration-why")).ToHaveTextAsync("A rim all around");
        await LooksTests.NothingSeriousAsync(alice.Page, "calibration");
        await Expect(alice.Canvas).ToHaveAttributeAsync("data-block-id", "block_0003");
        await alice.PressAsync("ArrowDown");

        await alice.LabelAsync("block_0004", 1);
        await Expect(verdict).ToHaveTextAsync("Right: Class 1");
        await Expect(alice.Page.GetByTestId("calibration-summary")).ToContainTextAsync("1 of 2 right");
        await alice.Page.GetByTestId("calibration-wrong").ClickAsync();
        await alice.PaintedAsync("block_0003");
        await Expect(verdict).ToHaveTextAsync("Wrong: you said Class 1, the answer is Class 2");
        await alice.SelectAsync("block_0004");
        await alice.PaintedAsync("block_0004");
        await alice.Page.GetByTestId("calibration-next").ClickAsync();
        await alice.PaintedAsync("block_0001");
        await Expect(alice.Page.GetByTestId("calibration")).ToHaveCountAsync(0);

        await alice.LabelAsync("block_0001", 3);
        await alice.PaintedAsync("block_0002");
        await alice.SaveStateAsync("Saved");
    }

    private static Task<string> RunAsync(Campaign campaign, params string[] arguments) =>
        Shell.RunAsync("env", [.. campaign.Environment.Select(variable => $"{variable.Key}={variable.Value}"), "sh", Checkout.Launcher, .. arguments]);
}
