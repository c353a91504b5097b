using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Keys that a person chooses, with real key presses.</summary>
public sealed class KeyChoiceTests(Chromium chromium)
{
    [Fact]
    public async Task Unsure_OnAnotherKey_IsThatKeyEverywhere_AndAfterAReload()
    {
        using var campaign = new Campaign(2, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await alice.PressAsync("?");
        await CatchAsync(alice, "unsure", "y");
        await Expect(alice.Page.GetByTestId("key-unsure")).ToHaveTextAsync("Y");
        await Expect(alice.Page.GetByTestId("keys-own")).ToHaveAttributeAsync("aria-pressed", "true");
        await SaveAsync(alice);

        await alice.PressAsync("u");
        await Expect(alice.Page.GetByTestId("label-feedback")).ToContainTextAsync("u does nothing here");
        ILocator flag = alice.Page.GetByTestId("flag-unsure");
        await FlagAsync(alice, "y", "true");
        await Expect(flag).ToHaveAttributeAsync("title", "Flag this block as unsure, or take the flag back (Y)");

        await alice.Page.ReloadAsync();
        await alice.CompleteAsync("block_0001");
        await alice.PressAsync("Control+k");
        await alice.Page.GetByTestId("palette-query").FillAsync("flag this");
        await Expect(alice.Page.GetByTestId("palette-row").First.Locator("kbd")).ToHaveTextAsync("Y");
        await alice.CloseDialogAsync();
        await FlagAsync(alice, "y", "false");

        await alice.PressAsync("?");
        await alice.Page.GetByTestId("keys-reset").ClickAsync();
        await Expect(alice.Page.GetByTestId("key-unsure")).ToHaveTextAsync("U");
        await SaveAsync(alice);
        await FlagAsync(alice, "u", "true");
    }

    [Fact]
    public async Task Conflict_IsShownAtBothRows_AndNotSavedUntilItIsReplaced()
    {
        using var campaign = new Campaign(1, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(1100, 700), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await alice.PressAsync("?");
        await CatchAsync(alice, "note", "u");

        await Expect(alice.Page.GetByTestId("key-conflict-note")).ToContainTextAsync("U is “Unsure” now");
        await Expect(alice.Page.GetByTestId("key-conflict-unsure")).ToContainTextAsync("U is wanted for “Note”");
        await Expect(alice.Page.GetByTestId("keys-conflicts")).ToHaveTextAsync("1 conflict");
        await Expect(alice.Page.GetByTestId("keys-save")).ToBeDisabledAsync();
        await NothingSeriousAsync(alice.Page, "conflict");
        await alice.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "keys-conflict-1100x700.png") });

        await alice.Page.GetByTestId("key-replace-note").ClickAsync();
        await Expect(alice.Page.GetByTestId("key-conflict-note")).ToHaveCountAsync(0);
        await Expect(alice.Page.GetByTestId("key-note")).ToBeFocusedAsync();
        await Expect(alice.Page.GetByTestId("key-unsure")).ToHaveTextAsync("none");
        await SaveAsync(alice);
        await alice.PressUntilAsync(
            () => alice.PressAsync("u"), "block_0001", limit => Expect(alice.Page.GetByTestId("note-input")).ToBeFocusedAsync(new() { Timeout = limit }));
    }

    [Fact]
    public async Task Sheet_ByKeysAlone_CatchesRefusesAndCancels()
    {
        using var campaign = new Campaign(1, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.PressAsync("?");
        ILocator status = alice.Page.GetByTestId("keys-status");
        ILocator unsure = alice.Page.GetByTestId("key-unsure");
        await status.WaitForAsync();

        await Eventually.TrueAsync("Tab comes to the key of unsure", async () =>
        {
            await alice.PressAsync("Tab");
            return await unsure.EvaluateAsync<bool>("cap => cap === document.activeElement");
        });
        await PressUntilCaughtAsync(alice, "unsure", "Enter");
        await alice.Page.GetByTestId("key-row-palette").HoverAsync();
        await alice.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "keys-catching-1440x900.png") });
        foreach ((string key, string words) in (IReadOnlyList<(string, string)>)[
            ("2", "2 always gives a label"), ("Shift+Numpad2", "2 always gives a label"), ("Tab", "Tab cannot be chosen"), ("F7", "F7 cannot be chosen"),
            ("Control+k", "Keys with Ctrl"), ("?", "? always shows the keys"), ("Alt", "Alt alone is no key"), ("Enter", "Enter cannot be chosen")])
        {
            await alice.PressAsync(key);
            await Expect(status).ToContainTextAsync(words);
            await Expect(unsure).ToHaveTextAsync("press a key…");
        }

        await alice.PressAsync("Escape");
        await Expect(unsure).ToHaveTextAsync("U");
        await Expect(unsure).ToBeFocusedAsync();
        await PressUntilCaughtAsync(alice, "unsure", "Space");
        await alice.PressAsync("Shift+y");
        await Expect(unsure).ToHaveTextAsync("Y");
        await PressUntilCaughtAsync(alice, "unsure", "Enter");
        await alice.PressAsync("Backspace");
        await Expect(unsure).ToHaveTextAsync("none");
        await alice.CloseDialogAsync();

        await FlagAsync(alice, "u", "true");
        Assert.Empty(campaign.LabelsOf("alice"));
    }

    [Fact]
    public async Task LeftHand_LabelsWithQWE_AndDigitsAndNumpadStillLabel()
    {
        using var campaign = new Campaign(6, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.SetAutoAdvanceAsync(false);

        await alice.PressAsync("?");
        await alice.Page.GetByTestId("keys-left-hand").ClickAsync();
        await Expect(alice.Page.GetByTestId("key-label1")).ToHaveTextAsync("Q");
        await Expect(alice.Page.GetByTestId("keys-conflicts")).ToHaveCountAsync(0);
        await SaveAsync(alice);
        await Expect(alice.Page.GetByTestId("label-3").Locator("kbd")).ToHaveTextAsync("E");

        int block = 1;
        foreach ((string key, int label) in (IReadOnlyList<(string, int)>)[("q", 1), ("w", 2), ("e", 3), ("1", 1), ("Shift+Numpad2", 2)])
        {
            string id = $"block_{block++:0000}";
            await alice.CompleteAsync(id);
            await alice.PressUntilAsync(
                () => alice.PressAsync(key), id, limit => Expect(alice.Item(id)).ToHaveAttributeAsync("data-label", $"{label}", new() { Timeout = limit }));
            await alice.PressAsync("f");
        }

        await alice.CompleteAsync("block_0006");
        await alice.PressAsync("r");
        await alice.CompleteAsync("block_0005");
        await alice.PressUntilAsync(
            () => alice.PressAsync("b"), "block_0005", limit => Expect(alice.Page.GetByTestId("overlay-label")).ToContainTextAsync("No label", new() { Timeout = limit }));
        Assert.Equal(
            [("block_0001", 1), ("block_0002", 2), ("block_0003", 3), ("block_0004", 1), ("block_0005", 2), ("block_0005", 0)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task LeftHand_InTheGallery_MovesAndLabels()
    {
        using var campaign = new Campaign(3, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.PressAsync("?");
        await alice.Page.GetByTestId("keys-left-hand").ClickAsync();
        await SaveAsync(alice);

        await Expect(alice.Page.GetByTestId("tab-gallery")).ToHaveAttributeAsync("title", "Many blocks at a glance (L)");
        await alice.PressAsync("l");
        ILocator second = alice.Page.Locator("[data-testid=gallery-tile][data-block-id=block_0002]");
        await Expect(second).ToHaveAttributeAsync("data-state", "shown");
        await alice.PressAsync("Home");
        await alice.PressAsync("f");
        await Expect(second).ToHaveAttributeAsync("data-cursor", "true");
        await alice.PressUntilAsync(() => alice.PressAsync("e"), "block_0001", limit => Expect(second).ToHaveAttributeAsync("data-label", "3", new() { Timeout = limit }));
        await alice.PressAsync("l");
        await alice.CompleteAsync("block_0002");
        Assert.Equal([("block_0002", 3)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task KeysOfAnotherVersion_InTheFile_AreHarmlessAndStay()
    {
        using var campaign = new Campaign(1, "488");
        string file = Path.Join(Directory.CreateDirectory(Path.Join(campaign.Annotations, "preferences")).FullName, "alice.json");
        await File.WriteAllBytesAsync(
            file, """{"ui":{"keys":{"unsure":"x","teleport":"t","note":{"code":"KeyN"}}}}"""u8.ToArray(), TestContext.Current.CancellationToken);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await FlagAsync(alice, "x", "true");
        await alice.SetAutoAdvanceAsync(true);
        await Eventually.TrueAsync("the choice is kept", async () =>
            (await File.ReadAllTextAsync(file)).Contains("\"autoAdvance\": true", StringComparison.Ordinal)
            || (await File.ReadAllTextAsync(file)).Contains("\"autoAdvance\":true", StringComparison.Ordinal));
        JsonElement keys = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement.GetProperty("ui").GetProperty("keys");
        Assert.Equal("t", keys.GetProperty("teleport").GetString());
        Assert.Equal("KeyN", keys.GetProperty("note").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(1100, 700, ColorScheme.Dark)]
    [InlineData(720, 450, ColorScheme.Dark)]
    public async Task Sheet_OfNineClasses_IsReadableAndWhole(int width, int height, ColorScheme theme)
    {
        using var campaign = new Campaign(1, "488");
        string classes = campaign.Below("classes.json");
        await File.WriteAllBytesAsync(
            classes,
            JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(1, 9).Select(i => $"Class number {i}")),
            TestContext.Current.CancellationToken);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign, ["--no-browser"], ("ANNOTATOR_CLASSES_FILE", classes));
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(width, height, theme: theme), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await alice.PressAsync("?");
        await alice.Page.GetByTestId("keys-left-hand").ClickAsync();
        await Expect(alice.Page.GetByTestId("keys-left-hand")).ToHaveAttributeAsync("aria-pressed", "true");
        await NothingSeriousAsync(alice.Page, "keys");
        await alice.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, $"keys-{width}x{height}-{theme}.png") });

        string[] clipped = await alice.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("[data-testid=keys] *")]
              .filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible" && e.clientWidth > 0)
              .map((e) => e.textContent)
            """);
        Assert.Empty(clipped);
        foreach (string part in (string[])["keys", "keys-own", "keys-save"])
        {
            LocatorBoundingBoxResult box = (await alice.Page.GetByTestId(part).BoundingBoxAsync())!;
            Assert.True(box.X >= 0 && box.X + box.Width <= width, $"{part} lies at {box.X} with {box.Width} in {width}.");
        }
    }

    private static Task FlagAsync(Annotator annotator, string key, string expected) => annotator.PressUntilAsync(
        () => annotator.PressAsync(key),
        "block_0001",
        limit => Expect(annotator.Page.GetByTestId("flag-unsure")).ToHaveAttributeAsync("aria-pressed", expected, new() { Timeout = limit }));

    private static async Task CatchAsync(Annotator annotator, string command, string key)
    {
        await annotator.Page.GetByTestId($"key-{command}").WaitForAsync();
        await Eventually.TrueAsync("the next key is caught", async () =>
        {
            await annotator.Page.GetByTestId($"key-{command}").ClickAsync();
            return await IsCatchingAsync(annotator, command);
        });
        await annotator.PressAsync(key);
    }

    /// <summary>Presses again as long as the sheet is only being made.</summary>
    private static Task PressUntilCaughtAsync(Annotator annotator, string command, string key) =>
        Eventually.TrueAsync("the next key is caught", async () =>
        {
            await annotator.PressAsync(key);
            return await IsCatchingAsync(annotator, command);
        });

    private static async Task<bool> IsCatchingAsync(Annotator annotator, string command)
    {
        try
        {
            await Expect(annotator.Page.GetByTestId($"key-{command}")).ToHaveTextAsync("press a key…", new() { Timeout = 3000 });
            return true;
        }
        catch (PlaywrightException)
        {
            return false;
        }
    }

    private static async Task SaveAsync(Annotator annotator)
    {
        await annotator.Page.GetByTestId("keys-save").ClickAsync();
        await annotator.Page.GetByTestId("keys").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>Once nothing moves: a colour on its way to another has no contrast of its own.</summary>
    private static async Task NothingSeriousAsync(IPage page, string view)
    {
        await page.EvaluateAsync("Promise.all(document.getAnimations().filter(a => Number.isFinite(a.effect.getComputedTiming().endTime)).map(a => a.finished.catch(() => undefined)))");
        AxeResult result = await page.RunAxe();
        string[] serious = [.. result.Violations
            .Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Id}: {v.Help}\n  {string.Join("\n  ", v.Nodes.Select(n => n.Html).Take(5))}")];
        Assert.True(serious.Length == 0, $"{view}\n{string.Join('\n', serious)}");
    }
}
