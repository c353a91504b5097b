using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>X as an annotator presses it: why a block cannot be judged, and what follows from it.</summary>
public sealed class UnusableTests(Chromium chromium)
{
    [Theory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task BlockThatCannotBeJudged_IsDoneWithoutALabel_UntilItGetsOne(ColorScheme theme)
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(theme: theme), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.LabelAsync("block_0001", 2);
        await alice.SelectAsync("block_0001");
        await alice.PaintedAsync("block_0001");
        await Expect(alice.Page.GetByTestId("list-unusable")).ToHaveCountAsync(0);
        await alice.SetAutoAdvanceAsync(true);

        await OpenAsync(alice);
        await Expect(Editor(alice)).ToContainTextAsync("Why can block_0001 not be judged?");
        await alice.PressAsync("Enter");
        await Expect(alice.Page.GetByTestId("note-words")).ToContainTextAsync("Not kept: say in a few words why");
        await AccessibleAsync(Editor(alice));
        await alice.Page.Keyboard.TypeAsync("torn, 3 cells");
        await alice.PressAsync("Enter");
        await Expect(Editor(alice)).ToBeHiddenAsync();

        // Auto-advance goes on, as after a label.
        await alice.PaintedAsync("block_0002");
        await Expect(alice.Item("block_0001")).ToHaveAttributeAsync("data-label", "");
        await Expect(Mark(alice, "block_0001")).ToHaveTextAsync("⊘");
        await Expect(Mark(alice, "block_0001")).ToHaveAttributeAsync("aria-label", "cannot be judged ");
        await Expect(alice.Page.GetByTestId("progress-text")).ToHaveTextAsync("1 / 4 annotated (1 cannot be judged)");
        await Expect(alice.Page.GetByTestId("list-unusable")).ToHaveTextAsync("Cannot be judged 1");
        await Expect(alice.Page.GetByTestId("filter-labelled")).ToHaveTextAsync("Labelled 0");
        await Expect(alice.Page.GetByTestId("filter-unlabelled")).ToHaveTextAsync("Unlabelled 3");
        Assert.Equal([("block_0001", 2), ("block_0001", 0)], campaign.DecisionsOf("alice"));
        await AccessibleAsync(alice.Page.Locator("nav.blocks"));

        // "." passes over it: behind the last block comes the first that is left.
        await alice.SelectAsync("block_0004");
        await alice.PaintedAsync("block_0004");
        await alice.PressUntilAsync(() => alice.PressAsync("."), "block_0004", limit => Expect(alice.Item("block_0002")).ToHaveAttributeAsync("aria-current", "true", new() { Timeout = limit }));

        await alice.Page.GetByTestId("list-unusable").ClickAsync();
        await Eventually.TrueAsync("the address names the filter", () => Task.FromResult(alice.Page.Url.Contains("filter=unusable", StringComparison.Ordinal)));
        await alice.SelectAsync("block_0001");
        await alice.PaintedAsync("block_0001");
        await Expect(alice.Page.GetByTestId("overlay-label")).ToHaveTextAsync("Cannot be judged");
        await Expect(alice.Page.GetByTestId("overlay-mark")).ToHaveTextAsync("⊘ torn, 3 cells");
        await AccessibleAsync(alice.Page.Locator("[data-block-head]"));

        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync("block_0001", 3);
        await Expect(Mark(alice, "block_0001")).ToHaveCountAsync(0);
        await alice.PressAsync("Control+z");
        await Expect(Mark(alice, "block_0001")).ToHaveTextAsync("⊘");
    }

    [Fact]
    public async Task BlocksThatCannotBeJudged_AreListedInTheReview_WithWhoAndWhy_AndShownInTheGallery()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using (Annotator alice = await Annotator.OpenAsync(chromium, program, "alice"))
        {
            await alice.Page.GetByTestId("cannot-judge").ClickAsync();
            await alice.Page.Keyboard.TypeAsync("torn");
            await alice.PressAsync("Enter");
            await Expect(Mark(alice, "block_0001")).ToHaveTextAsync("⊘");
            await alice.PressAsync("g");
            ILocator tile = alice.Page.Locator("[data-testid=gallery-tile][data-block-id=block_0001]");
            await Expect(tile).ToHaveAttributeAsync("aria-label", "block_0001: cannot be judged");
        }

        await using Annotator boss = await Annotator.OpenAsync(chromium, program, "boss");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        ILocator mark = boss.Page.Locator("[data-testid=admin-row][data-block-id=block_0001]").GetByTestId("review-mark");
        await Expect(mark).ToHaveTextAsync("⊘ 1");
        await Expect(mark).ToHaveAttributeAsync("title", "alice: cannot be judged: torn");
        await boss.Page.GetByTestId("filter-more").ClickAsync();
        await boss.Page.GetByTestId("filter-unusable").CheckAsync();
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(1);
    }

    private static ILocator Editor(Annotator annotator) => annotator.Page.GetByTestId("note-editor");

    private static ILocator Mark(Annotator annotator, string blockId) => annotator.Item(blockId).GetByTestId("block-mark");

    /// <summary>A key right after the first picture may be refused, in words.</summary>
    private static Task OpenAsync(Annotator annotator) => Eventually.TrueAsync("the dialog opens", async () =>
    {
        if (!await Editor(annotator).IsVisibleAsync())
        {
            await annotator.PressAsync("x");
        }

        return await Editor(annotator).IsVisibleAsync();
    });

    private static async Task AccessibleAsync(ILocator part)
    {
        AxeResult result = await part.RunAxe();
        Assert.Empty(result.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {string.Join("; ", v.Nodes.Select(n => n.Html))}"));
    }
}
