using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The first minutes with the demo.</summary>
public sealed class TourTests(Chromium chromium)
{
    private const string Rects = """
        () => ['tour', 'tour-ring'].map((id) => {
          const { left, top, right, bottom } = document.querySelector(`[data-testid=${id}]`).getBoundingClientRect();
          return [left, top, right, bottom];
        })
        """;

    [Theory]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(1100, 700, ColorScheme.Light)]
    public async Task Tour_ByKeyboard_StandsBesideFiveElements_AndIsNotShownAgain(int width, int height, ColorScheme theme)
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign, ["--demo", "--no-browser"]);
        IPage page = await chromium.NewPageAsync(width, height, theme);
        await using Annotator alice = await Annotator.SignInAsync(page, program.Link, "alice");
        await alice.PaintedAsync("block_0001");

        for (int step = 1; step <= 5; step++)
        {
            await Expect(page.GetByTestId("tour-count")).ToHaveTextAsync($"{step} of 5");
            await BesideAsync(page, width, height);
            await Expect(page.GetByTestId("tour-next")).ToBeFocusedAsync();
            if (step == 2)
            {
                AxeResult result = await page.RunAxe();
                Assert.Empty(result.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {string.Join("; ", v.Nodes.Select(n => n.Html))}"));
                await page.GetByTestId("tour-back").ClickAsync();
                await Expect(page.GetByTestId("tour-count")).ToHaveTextAsync("1 of 5");
                await page.GetByTestId("tour-next").ClickAsync();
                await Expect(page.GetByTestId("tour-count")).ToHaveTextAsync("2 of 5");
            }

            // No key of the tour labels.
            await alice.PressAsync("1");
            await Expect(page.GetByTestId("tour-hint")).ToHaveTextAsync("1 does nothing during the tour. Press Esc to end it.");
            await BesideAsync(page, width, height);
            await alice.PressAsync("Enter");
        }

        await Expect(page.GetByTestId("tour")).ToHaveCountAsync(0);
        await Expect(alice.Item("block_0001")).ToHaveAttributeAsync("data-label", "");
        await alice.LabelAsync("block_0001", 2);
        await page.ReloadAsync();
        await alice.PaintedAsync("block_0001");
        await alice.LabelAsync("block_0001", 1);
        await Expect(page.GetByTestId("tour")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Tour_Skipped_IsOverForThatPersonAlone()
    {
        using var campaign = new Campaign(1);
        await using (RunningProgram first = await RunningProgram.StartAsync(campaign, ["--demo", "--no-browser"]))
        {
            await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), first.Link, "alice");
            await Expect(alice.Page.GetByTestId("tour")).ToBeVisibleAsync();
            await alice.PressAsync("Escape");
            await Expect(alice.Page.GetByTestId("tour")).ToHaveCountAsync(0);
            await alice.LabelAsync("block_0001", 1);
        }

        await using RunningProgram program = await RunningProgram.StartAsync(campaign, ["--demo", "--no-browser"]);
        await using Annotator again = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await again.LabelAsync("block_0002", 1);
        await Expect(again.Page.GetByTestId("tour")).ToHaveCountAsync(0);
        await using Annotator bob = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "bob");
        await bob.Page.GetByTestId("tour-skip").ClickAsync();
        await bob.LabelAsync("block_0001", 2);
    }

    [Fact]
    public async Task Tour_WhileADialogOpens_Ends()
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign, ["--demo", "--no-browser"]);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await Expect(alice.Page.GetByTestId("tour")).ToBeVisibleAsync();

        await alice.Page.GetByTestId("open-palette").ClickAsync();

        await Expect(alice.Page.GetByTestId("palette-query")).ToBeVisibleAsync();
        await Expect(alice.Page.GetByTestId("tour")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Tour_OutsideOfTheDemo_IsNeverShown()
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");

        await alice.LabelAsync("block_0001", 1);

        await Expect(alice.Page.GetByTestId("tour")).ToHaveCountAsync(0);
    }

    /// <summary>In the window, and over no part of what it speaks of.</summary>
    private static async Task BesideAsync(IPage page, int width, int height)
    {
        double[][] rects = await page.EvaluateAsync<double[][]>(Rects);
        (double[] tour, double[] target) = (rects[0], rects[1]);
        Assert.True(tour[0] >= 0 && tour[1] >= 0 && tour[2] <= width && tour[3] <= height, $"out of the window: {string.Join(' ', tour)}");
        Assert.True(
            tour[0] >= target[2] || tour[2] <= target[0] || tour[1] >= target[3] || tour[3] <= target[1],
            $"the tour at {string.Join(' ', tour)} covers {string.Join(' ', target)}");
    }
}
