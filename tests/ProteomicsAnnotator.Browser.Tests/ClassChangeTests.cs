using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A class that an admin renames while an annotator labels, on both pages.</summary>
public sealed class ClassChangeTests(Chromium chromium)
{
    [Fact]
    public async Task RenamedClass_ComesAgainToItsAnnotator_WithOneKeyEach_AndTheLastDayStandsInTheList()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");
        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync("block_0001", 2);

        await using (Annotator boss = await Annotator.OpenAsync(chromium, program, "boss"))
        {
            await boss.Page.GetByTestId("tab-admin").ClickAsync();
            await boss.Page.GetByRole(AriaRole.Tab, new() { Name = "Campaign" }).ClickAsync();
            await boss.Page.GetByTestId("setting-deadline").FillAsync("2999-12-31");
            await Expect(boss.Page.GetByTestId("decided-deadline")).ToContainTextAsync("Decided by boss on");
            await boss.Page.GetByTestId("class-from").SelectOptionAsync("Class 2");
            await boss.Page.GetByTestId("class-to").FillAsync("Basket cell");
            await Expect(boss.Page.GetByTestId("class-ask")).ToContainTextAsync("(alice 1)");
            await boss.Page.GetByTestId("class-decide").ClickAsync();
            await Expect(boss.Page.GetByTestId("class-change")).ToContainTextAsync("Class 2 (now Basket cell), decided by boss on");
        }

        await Expect(alice.Page.GetByTestId("deadline")).ToContainTextAsync("until Tue 31 Dec 2999");
        await Expect(alice.Page.GetByTestId("list-again")).ToHaveTextAsync("To look at again 1");
        await Expect(alice.Page.GetByTestId("overlay-label")).ToContainTextAsync("Class 2 (now Basket cell)");
        await alice.Page.GetByTestId("list-again").ClickAsync();
        await alice.SelectAsync("block_0001");
        await alice.PaintedAsync("block_0001");
        await alice.PressUntilAsync(
            () => alice.PressAsync("2"), "block_0001", limit => Expect(alice.Page.GetByTestId("list-again")).ToHaveTextAsync("To look at again 0", new() { Timeout = limit }));
        await Expect(alice.Page.GetByTestId("overlay-label")).ToHaveTextAsync("2 – Class 2");
        Assert.Equal([("block_0001", 2)], campaign.DecisionsOf("alice").Skip(1).Distinct());
    }
}
