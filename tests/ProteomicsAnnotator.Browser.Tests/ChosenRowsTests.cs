using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Several rows of the list, chosen together, open selected in the gallery; no key in the list is about them.</summary>
public sealed class ChosenRowsTests(Chromium chromium)
{
    [Fact]
    public async Task RowsChosenWithCtrl_AreLabelledTogetherInTheGallery_AndTheListLabelsThePaintedBlockOnly()
    {
        using var campaign = new Campaign(6);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.SetAutoAdvanceAsync(false);

        await ChooseAsync(alice, "block_0003", KeyboardModifier.Control);
        await ChooseAsync(alice, "block_0005", KeyboardModifier.Control);
        await ChooseAsync(alice, "block_0001", KeyboardModifier.Control);
        await Expect(alice.Page.GetByTestId("chosen-rows")).ToContainTextAsync("2 rows chosen");
        await alice.LabelAsync("block_0001", 1);
        Assert.Equal([("block_0001", 1)], campaign.DecisionsOf("alice"));

        await alice.PressAsync("g");
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("2 blocks selected");
        foreach (string id in (string[])["block_0003", "block_0005"])
        {
            ILocator tile = alice.Page.Locator($"[data-testid=gallery-tile][data-block-id={id}]");
            await Expect(tile).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(tile).ToHaveAttributeAsync("data-state", "shown");
        }

        await alice.PressAsync("2");
        await Expect(alice.Page.GetByTestId("gallery-words")).ToContainTextAsync("2 blocks");
        await Eventually.TrueAsync("both are stored", () => campaign.DecisionsOf("alice").Count == 3);
        Assert.Equal([("block_0001", 1), ("block_0003", 2), ("block_0005", 2)], campaign.DecisionsOf("alice").Order());

        await alice.Page.GetByTestId("tab-annotator").ClickAsync();
        await Expect(alice.Canvas).ToBeVisibleAsync();
        await alice.PaintedAsync("block_0001");
        await Expect(alice.Page.GetByTestId("chosen-rows")).ToHaveCountAsync(0);

        // The gallery opens once more, with nothing changed but the choice.
        ILocator grid = alice.Page.GetByTestId("gallery-grid");
        await alice.PressAsync("g");
        await Expect(grid).ToBeVisibleAsync();
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("No block selected");
        await alice.PressAsync("g");
        await Expect(grid).ToBeHiddenAsync();
        await alice.PaintedAsync("block_0001");
        await ChooseAsync(alice, "block_0006", KeyboardModifier.Control);
        await alice.PressAsync("g");
        await Expect(alice.Page.GetByTestId("gallery-count")).ToHaveTextAsync("2 blocks selected");
    }

    [Fact]
    public async Task RowsChosenWithShift_AreDroppedByEscByAClickAndByAFilter()
    {
        using var campaign = new Campaign(6);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        ILocator chosen = alice.Page.GetByTestId("chosen-rows");

        await ChooseAsync(alice, "block_0004", KeyboardModifier.Shift);
        await Expect(chosen).ToContainTextAsync("4 rows chosen");
        await ChooseAsync(alice, "block_0002", KeyboardModifier.Shift);
        await Expect(chosen).ToContainTextAsync("2 rows chosen");
        await alice.PressAsync("Escape");
        await Expect(chosen).ToHaveCountAsync(0);

        await ChooseAsync(alice, "block_0003", KeyboardModifier.Shift);
        await alice.SelectAsync("block_0002");
        await alice.PaintedAsync("block_0002");
        await Expect(chosen).ToHaveCountAsync(0);

        await ChooseAsync(alice, "block_0005", KeyboardModifier.Shift);
        await Expect(chosen).ToContainTextAsync("4 rows chosen");
        await alice.Page.GetByTestId("block-search").FillAsync("0005");
        await Expect(chosen).ToContainTextAsync("1 row chosen");
        await alice.Page.GetByTestId("chosen-drop").ClickAsync();
        await Expect(chosen).ToHaveCountAsync(0);
        Assert.Empty(campaign.DecisionsOf("alice"));
    }

    private static Task ChooseAsync(Annotator annotator, string id, KeyboardModifier key) =>
        annotator.Item(id).ClickAsync(new() { Modifiers = [key] });
}
