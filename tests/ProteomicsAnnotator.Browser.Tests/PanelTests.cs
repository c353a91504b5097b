using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The panels around the picture, as a person uses them.</summary>
public sealed class PanelTests(Chromium chromium)
{
    [Fact]
    public async Task Search_EnterAndEscape_OpenTheFirstHitAndShowAllAgain()
    {
        using var campaign = new Campaign(60, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        ILocator search = alice.Page.GetByTestId("block-search");

        await search.FillAsync("_005");
        await Expect(alice.Page.GetByText("10 shown")).ToBeVisibleAsync();
        await search.PressAsync("Enter");
        await alice.CompleteAsync("block_0050");
        await search.FocusAsync();
        await search.PressAsync("Escape");

        await Expect(search).ToHaveValueAsync("");
        await Expect(alice.Page.GetByText("shown")).ToHaveCountAsync(0);
        await Expect(alice.Item("block_0050")).ToBeInViewportAsync();
        await Expect(alice.Item("block_0053")).ToBeInViewportAsync();
        await alice.PressAsync("ArrowDown");
        await alice.PaintedAsync("block_0051");
    }

    [Fact]
    public async Task CopyFacts_Clicked_SaysWhatTheBlockIsAndWhereItsFilesAre()
    {
        using var campaign = new Campaign(2, "488", "561");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await alice.CompleteAsync("block_0001");

        await alice.Page.GetByTestId("copy-facts").ClickAsync();

        await Expect(alice.Page.GetByText("Copied")).ToBeVisibleAsync();
        string copied = await alice.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.StartsWith($"block_0001\nFolder: {Path.Combine(campaign.Data, "block_0001")}\n", copied);
        Assert.Contains("488.tif", copied);
        Assert.Contains("561.tif", copied);
        Assert.Contains("uint16", copied);
    }

    [Fact]
    public async Task ClearLabel_Clicked_TakesTheLabelBack()
    {
        using var campaign = new Campaign(2, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync("block_0001", 2);

        await alice.Page.GetByTestId("clear-label").ClickAsync();

        await Expect(alice.Item("block_0001")).ToHaveAttributeAsync("data-label", "");
        await Expect(alice.Page.GetByTestId("overlay-label")).ToContainTextAsync("No label");
    }

    [Fact]
    public async Task Bar_In3D_HasWhatMeansSomethingThereAndWideEnough()
    {
        using var campaign = new Campaign(1, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await alice.Page.GetByTestId("view-mode-volume").FocusAsync();
        await alice.PressAsync("Space");

        await Expect(alice.Page.GetByTestId("view-mode")).ToHaveAttributeAsync("data-mode", "volume");
        await Expect(alice.Page.GetByTestId("autoplay")).ToBeHiddenAsync();
        await Expect(alice.Page.GetByTestId("z-slider")).ToBeHiddenAsync();
        await alice.Page.GetByTestId("projection").SelectOptionAsync("iso");
        await Expect(alice.Page.GetByTestId("iso-threshold")).ToBeVisibleAsync();
        LocatorBoundingBoxResult? threshold = await alice.Page.GetByTestId("iso-threshold").BoundingBoxAsync();
        Assert.True(threshold is { Width: > 100, Height: > 15 }, $"The threshold is {threshold?.Width} x {threshold?.Height}.");
        await alice.Page.GetByTestId("view-mode-slice").ClickAsync();
        await Expect(alice.Page.GetByTestId("autoplay")).ToBeVisibleAsync();
        await Expect(alice.Page.GetByTestId("z-slider")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task LongNames_InTheList_ShowTheirTail()
    {
        using var campaign = new Campaign(0, "488");
        string tile = campaign.Below("blocks", "mouse_717381_left_hemisphere_slice_12_region_CA1");
        Campaign.AddBlocks(tile, 3, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        ILocator names = alice.Page.Locator("[data-testid=block-item] .id bdi");
        await Expect(names).ToHaveCountAsync(3);

        // The text's last letter is within the row, its first is not.
        bool[] tails = await names.EvaluateAllAsync<bool[]>("""
            elements => elements.map(element => {
              const at = (from, to) => {
                const range = document.createRange();
                range.setStart(element.firstChild, from);
                range.setEnd(element.firstChild, to);
                return range.getBoundingClientRect();
              };
              const box = element.parentElement.getBoundingClientRect();
              const length = element.firstChild.length;
              return at(length - 1, length).right <= box.right + 1 && at(0, 1).left < box.left;
            })
            """);

        Assert.Equal([true, true, true], tails);
    }

    [Fact]
    public async Task Publish_Asked_ShowsEveryoneWhatTheQuestionSaid()
    {
        using var campaign = new Campaign(2, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.PressAsync("c");
        await Expect(alice.Page.GetByText("No display is published")).ToBeVisibleAsync();
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "boss");
        await boss.CompleteAsync("block_0001");
        ILocator max = boss.Page.GetByTestId("channel-max");
        await max.FillAsync("7777");
        await max.PressAsync("Enter");

        await Annotator.ChooseInMenuAsync(boss.Page, "Publish display");
        await Expect(boss.Page.Locator(".rz-dialog")).ToContainTextAsync(new Regex("488 .* to 7777", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await boss.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await alice.PressAsync("c");
        await Expect(alice.Page.GetByTestId("settings-campaign")).ToBeHiddenAsync();
        await Annotator.ChooseInMenuAsync(boss.Page, "Publish display");
        await boss.Page.GetByText("Publish for everyone").ClickAsync();
        await Expect(boss.Page.GetByText("Your display is now the campaign's")).ToBeVisibleAsync();
        await boss.PressAsync("c");
        await alice.PressAsync("c");

        foreach (Annotator person in (Annotator[])[boss, alice])
        {
            await Expect(person.Page.GetByTestId("channel-max")).ToHaveValueAsync("7777");
            await Expect(person.Page.GetByTestId("channel-limits")).ToHaveTextAsync("campaign");
        }
    }

    [Fact]
    public async Task Program_StartedAgainWithAnotherToken_IsSaidAndNothingIsSaved()
    {
        using var campaign = new Campaign(1, "488");
        string link;
        int port;
        IPage page = await chromium.NewPageAsync();
        await using (RunningProgram first = await RunningProgram.StartAsync(campaign))
        {
            link = first.Link;
            port = new Uri(link).Port;
            Annotator alice = await Annotator.SignInAsync(page, link, "alice");
            await alice.CompleteAsync("block_0001");
        }

        await Expect(page.GetByTestId("connection-banner")).ToContainTextAsync("interrupted");
        await using RunningProgram second = await RunningProgram.StartAsync(campaign, ["--no-browser", "--port", $"{port}"]);

        await Expect(page.GetByTestId("connection-banner")).ToContainTextAsync("started again");
        string words = await page.GetByTestId("save-state").EvaluateAsync<string>("e => getComputedStyle(e, '::after').content");
        Assert.Contains("Not connected", words, StringComparison.Ordinal);
        await page.Context.DisposeAsync();
    }
}
