using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Groups of the list that fold, and the campaign's name above it.</summary>
public sealed class GroupsTests(Chromium chromium)
{
    [Fact]
    public async Task Group_FoldsByItsArrowAndByF_StaysFoldedForWhoeverFoldedIt_AndKeysGoOnThroughIt()
    {
        using var campaign = new Campaign(0);
        foreach (string block in (string[])["tile_0/block_0001", "tile_0/block_0002", "tile_0/block_0003", "tile_0/block_0004", "tile_1/block_0001", "tile_1/block_0002", "tile_1/block_0003", "tile_1/block_0004"])
        {
            TestStack.WriteBlock(Path.Join(campaign.Data, block), "488");
        }

        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(1440, 900), program.Link, "alice");
        await alice.CompleteAsync("tile_0/block_0001");
        await Expect(alice.Page.GetByTestId("campaign-name")).ToHaveTextAsync(Path.GetFileName(campaign.Folder));

        await Arrow(alice, "tile_1").ClickAsync();
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(4);
        await Expect(Head(alice, "tile_1")).ToContainTextAsync("0/4");
        await alice.PaintedAsync("tile_0/block_0001");
        await alice.PressAsync("f");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(1);
        await Expect(alice.Item("tile_0/block_0001")).ToBeVisibleAsync();
        await alice.PressAsync("ArrowDown");
        await alice.CompleteAsync("tile_0/block_0002");
        await Expect(alice.Item("tile_0/block_0002")).ToBeVisibleAsync();
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(1);
        await alice.LabelAsync("tile_0/block_0002", 2);
        await Expect(Head(alice, "tile_0")).ToContainTextAsync("1/4");

        await alice.Page.ReloadAsync();
        await alice.CompleteAsync("tile_0/block_0002");
        await Expect(Arrow(alice, "tile_0")).ToHaveAttributeAsync("data-folded", "true");
        await Expect(Arrow(alice, "tile_1")).ToHaveAttributeAsync("data-folded", "true");
        await Head(alice, "tile_1").ClickAsync();
        await alice.CompleteAsync("tile_1/block_0001");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(4);
        await alice.Page.GetByTestId("block-search").FillAsync("0003");
        await Expect(alice.Item("tile_0/block_0003")).ToBeVisibleAsync();
        Assert.Equal([("tile_0/block_0002", 2)], campaign.DecisionsOf("alice"));
    }

    private static ILocator Head(Annotator annotator, string folder) => annotator.Page.Locator($"[data-testid=data-set][data-folder='{folder}']");

    private static ILocator Arrow(Annotator annotator, string folder) => Head(annotator, folder).GetByTestId("fold-group");
}
