using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

public sealed class LooksTests(Chromium chromium)
{
    private static readonly string[] EightChannels = ["405", "445", "488", "514", "561", "594", "638", "730"];

    [Theory]
    [InlineData(1440, 900, 3)]
    [InlineData(1440, 900, 8)]
    [InlineData(1100, 700, 3)]
    [InlineData(1100, 700, 8)]
    public async Task Page_AtItsSizes_ClipsNothing(int width, int height, int channels)
    {
        using var campaign = new Campaign(12, EightChannels[..channels]);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(
            await chromium.NewPageAsync(width, height), program.Link, "boss");
        await boss.CompleteAsync("block_0001");
        await boss.SetAutoAdvanceAsync(false);
        await boss.LabelAsync("block_0001", 2);

        await boss.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Join(Checkout.Screenshots, $"annotator-{channels}ch-{width}x{height}.png"),
        });

        int[] page = await boss.Page.EvaluateAsync<int[]>(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]");
        Assert.True(page[0] <= width && page[1] <= height, $"The page is {page[0]}x{page[1]} in {width}x{height}.");
        foreach (string part in (string[])["label-1", "label-3", "z-slider", "autoplay", "view-mode", "save-state", "progress-text"])
        {
            LocatorBoundingBoxResult? box = await boss.Page.GetByTestId(part).First.BoundingBoxAsync();
            Assert.True(
                box is { Width: > 0 } && box.X >= 0 && box.Y >= 0 && box.X + box.Width <= width + 0.5
                    && box.Y + box.Height <= height + 0.5,
                $"{part} lies at {box?.X},{box?.Y} with {box?.Width}x{box?.Height} in {width}x{height}.");
        }

        await boss.Page.GetByTestId("tab-gallery").ClickAsync();
        await Expect(boss.Page.GetByTestId("gallery-tile").First).ToHaveAttributeAsync("data-state", "shown");
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Join(Checkout.Screenshots, $"gallery-{channels}ch-{width}x{height}.png"),
        });

        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await boss.Page.GetByTestId("admin-table").WaitForAsync();
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Join(Checkout.Screenshots, $"admin-{channels}ch-{width}x{height}.png"),
        });
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(1100, 700)]
    public async Task Notice_BesideADialog_CoversNothingOfIt_AndTheScrimDarkens(int width, int height)
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(
            await chromium.NewPageAsync(width, height), program.Link, "boss");
        await boss.CompleteAsync("block_0001");

        string? found = null;
        await Eventually.TrueAsync("a notice stands beside the dialog", async () =>
        {
            await boss.PressAsync("Delete");
            await boss.Page.Locator(".rz-notification-item-wrapper").First.WaitForAsync();
            await boss.PressAsync("?");
            await boss.Page.Locator(".rz-dialog").WaitForAsync();
            found = await boss.Page.EvaluateAsync<string?>(
                """
                () => {
                  const box = (selector) => document.querySelector(selector)?.getBoundingClientRect();
                  const [notice, dialog] = [box(".rz-notification-item-wrapper"), box(".rz-dialog")];
                  if (!notice) return null;
                  const onTop = document.elementFromPoint(notice.x + notice.width / 2, notice.y + notice.height / 2);
                  return JSON.stringify({
                    apart: notice.top >= dialog.bottom || notice.bottom <= dialog.top,
                    inside: dialog.top >= 0 && notice.bottom <= innerHeight,
                    onTop: onTop?.closest(".rz-notification") !== null,
                    scrim: getComputedStyle(document.querySelector(".rz-dialog-mask")).backgroundColor,
                  });
                }
                """);
            await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, $"dialog-notice-{width}x{height}.png") });
            await boss.CloseDialogAsync();
            return found is not null;
        });

        Assert.Equal("""{"apart":true,"inside":true,"onTop":true,"scrim":"rgb(0, 0, 0)"}""", found);
    }

    [Fact]
    public async Task Refusal_BesideAFailedChannel_IsReadInTheHeaderAndTheFailureAfterIt()
    {
        using var campaign = new Campaign(3);
        TestStack.CutShort(campaign.Below("blocks", "block_0001", "561.tif"));
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(1100, 700), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await Expect(alice.Page.GetByTestId("failure-notes")).ToContainTextAsync("1 unreadable");

        string? found = null;
        await Eventually.TrueAsync("the refusal is on screen", async () =>
        {
            await alice.PressAsync("9");
            found = await alice.Page.EvaluateAsync<string?>(
                """
                () => {
                  const words = document.querySelector(".pv-label-refusal");
                  if (!words.textContent.includes("No class 9")) return null;
                  const [box, stage] = [words, document.querySelector(".pv-stage")].map((e) => e.getBoundingClientRect());
                  const onTop = document.elementFromPoint(box.right - 4, (box.top + box.bottom) / 2)?.closest(".pv-label-refusal") === words;
                  return JSON.stringify({ onTop, aboveThePicture: box.bottom <= stage.top + 1, inside: box.right <= innerWidth });
                }
                """);
            await alice.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "refusal-failure-1100x700.png") });
            return found is not null;
        });
        Assert.Equal("""{"onTop":true,"aboveThePicture":true,"inside":true}""", found);

        await Expect(alice.Page.Locator(".pv-label-refusal")).ToHaveTextAsync("");
        await alice.Page.GetByTestId("failure-notes").GetByText("1 unreadable").ClickAsync();
        await Expect(alice.Page.Locator(".pv-stage-failure")).ToBeVisibleAsync();
        await Expect(alice.Page.Locator(".pv-stage-failure")).ToContainTextAsync("561.tif");
    }

    [Theory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task Axe_OnEveryView_FindsNothingSerious(ColorScheme theme)
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync(theme: theme);

        // A colour on its way to another one is not judged.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.GotoAsync(program.Link);
        await page.GetByTestId("login-username").WaitForAsync();
        await NothingSeriousAsync(page, "sign-in");

        await using Annotator boss = await Annotator.SignInAsync(page, program.Link, "boss");
        await boss.CompleteAsync("block_0001");
        await NothingSeriousAsync(page, "annotator");
        foreach (string opened in (string[])["channel-color", "channel-options", "view-options"])
        {
            await page.GetByTestId(opened).First.ClickAsync();
            await Expect(page.Locator("[popover]:popover-open")).ToBeVisibleAsync();
            await NothingSeriousAsync(page, opened);
            await boss.PressAsync("Escape");
        }

        await page.GetByTestId("tab-gallery").ClickAsync();
        await Expect(page.GetByTestId("gallery-tile").First).ToHaveAttributeAsync("data-state", "shown");
        await boss.PressAsync("Control+a");
        await NothingSeriousAsync(page, "gallery");

        await page.GetByTestId("tab-admin").ClickAsync();
        await page.GetByTestId("admin-table").WaitForAsync();
        await NothingSeriousAsync(page, "admin");
    }

    internal static async Task NothingSeriousAsync(IPage page, string view)
    {
        AxeResult result = await page.RunAxe();
        string[] serious = [.. result.Violations
            .Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Id}: {v.Help}\n  {string.Join("\n  ", v.Nodes.Select(n => n.Html).Take(5))}")];
        Assert.True(serious.Length == 0, $"{view}\n{string.Join('\n', serious)}");
    }
}
