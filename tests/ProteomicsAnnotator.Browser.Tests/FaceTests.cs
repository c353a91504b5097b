using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The frame around the picture: theme, header, list, palette, and what lies where.</summary>
public sealed class FaceTests(Chromium chromium)
{
    [Fact]
    public async Task Theme_Chosen_HoldsAtOnceAndForTheNextPage()
    {
        using var campaign = new Campaign(1, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        Assert.Equal("rgb(20, 22, 26)", await BackgroundAsync(alice.Page));

        await alice.Page.GetByTestId("user-menu").ClickAsync();
        await alice.Page.GetByTestId("theme-light").CheckAsync();

        Assert.Equal("rgb(246, 247, 249)", await BackgroundAsync(alice.Page));
        await alice.Page.ReloadAsync();
        await alice.CompleteAsync("block_0001");
        Assert.Equal("rgb(246, 247, 249)", await BackgroundAsync(alice.Page));
        await Expect(alice.Page.GetByTestId("theme-light")).ToBeCheckedAsync();
        await alice.Page.Context.Pages[0].GotoAsync(new Uri(new Uri(program.Link), "/sign-in").ToString());
        Assert.Equal("rgb(246, 247, 249)", await BackgroundAsync(alice.Page));
    }

    [Fact]
    public async Task Frame_AtItsSize_HasTheHeaderAboveThePictureAndTheLabelsFirst()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        LocatorBoundingBoxResult label = await BoxAsync(alice.Page.GetByTestId("overlay-label"));
        LocatorBoundingBoxResult stage = await BoxAsync(alice.Canvas);
        LocatorBoundingBoxResult first = await BoxAsync(alice.Page.GetByTestId("label-1"));
        LocatorBoundingBoxResult channel = await BoxAsync(alice.Page.GetByTestId("channel").First);
        LocatorBoundingBoxResult bar = await BoxAsync(alice.Page.Locator(".slice-bar .pv-bar"));
        Assert.True(label.Y + label.Height <= stage.Y, $"{label.Y}+{label.Height} over {stage.Y}");
        Assert.Equal(72, stage.Y, 0.5);
        Assert.True(first.Y < channel.Y, $"{first.Y} below {channel.Y}");
        Assert.Equal(36, first.Height, 0.5);
        Assert.Equal(40, bar.Height, 0.5);
        await Expect(alice.Page.GetByTestId("block-position")).ToHaveTextAsync("1 of 3");
        await alice.Page.GetByTestId("block-next").ClickAsync();
        await alice.CompleteAsync("block_0002");
        await Expect(alice.Page.GetByTestId("block-position")).ToHaveTextAsync("2 of 3");
    }

    [Fact]
    public async Task Chips_OfTheList_CountAndFilter()
    {
        using var campaign = new Campaign(4, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync("block_0001", 2);
        await Expect(alice.Page.GetByTestId("filter-unlabelled")).ToHaveTextAsync("Unlabelled 3");
        await Expect(alice.Page.GetByTestId("filter-class-2")).ToContainTextAsync("1");
        await Expect(alice.Page.GetByTestId("label-2")).ToContainTextAsync("1");

        await alice.Page.GetByTestId("filter-class-2").ClickAsync();

        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(1);
        await Expect(alice.Page.GetByTestId("filter-class-2")).ToHaveAttributeAsync("aria-pressed", "true");
        await alice.Page.GetByTestId("filter-all").ClickAsync();
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task Keys_SlashStopAndF6_MoveAround()
    {
        using var campaign = new Campaign(4, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync("block_0001", 1);

        await alice.PressAsync(".");
        await alice.CompleteAsync("block_0002");
        await alice.PressAsync("/");
        await Expect(alice.Page.GetByTestId("block-search")).ToBeFocusedAsync();
        await alice.Page.Keyboard.TypeAsync("04");
        await alice.PressAsync("Enter");
        await alice.CompleteAsync("block_0004");
        await alice.PressAsync("F6");
        await Expect(alice.Page.GetByTestId("label-1")).ToBeFocusedAsync();
        await alice.PressAsync("F6");
        await Expect(alice.Page.GetByTestId("block-list")).ToBeFocusedAsync();
        await alice.PressAsync("F6");
        await Expect(alice.Page.Locator(".pv-stage")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Palette_CtrlK_GoesToABlockAndRunsACommand()
    {
        using var campaign = new Campaign(12, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await alice.PressAsync("Control+k");
        await alice.Page.GetByTestId("palette-query").FillAsync("11");
        await Expect(alice.Page.GetByTestId("palette-row").First).ToContainTextAsync("block_0011");
        await alice.PressAsync("Enter");
        await alice.CompleteAsync("block_0011");

        await alice.PressAsync("Control+k");
        await Expect(alice.Page.GetByTestId("palette-row").First).ToContainTextAsync("block_0001");
        await alice.Page.GetByTestId("palette-query").FillAsync("quad");
        await alice.PressAsync("Enter");
        await Expect(alice.Page.GetByTestId("view-mode")).ToHaveAttributeAsync("data-mode", "quad");

        await alice.LabelAsync("block_0011", 1);
        Assert.Equal([("block_0011", 1)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Menu_Open_KeepsLabelKeysAndGivesThemBack()
    {
        using var campaign = new Campaign(1, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await alice.Page.GetByTestId("view-options").ClickAsync();
        await Expect(alice.Page.GetByTestId("open-at")).ToBeVisibleAsync();
        await alice.PressAsync("3");
        await alice.PressAsync("Escape");
        await Expect(alice.Page.GetByTestId("open-at")).ToBeHiddenAsync();
        await alice.LabelAsync("block_0001", 2);

        Assert.Equal([("block_0001", 2)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Icons_OnThePage_AreAllDrawn()
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "boss");
        await boss.CompleteAsync("block_0001");
        await boss.PressAsync("Control+k");
        await boss.Page.GetByTestId("palette-query").WaitForAsync();

        string[] missing = await boss.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('svg.icon use')].map(use => use.getAttribute('href')).filter(href => !document.querySelector(href))");

        Assert.Empty(missing);
    }

    private static Task<string> BackgroundAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator of) => (await of.BoundingBoxAsync())!;
}
