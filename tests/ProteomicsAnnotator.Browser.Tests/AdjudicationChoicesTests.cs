using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>What an admin hides while setting final labels, and the reason that goes with one.</summary>
public sealed class AdjudicationChoicesTests(Chromium chromium)
{
    [Fact]
    public async Task Votes_HiddenByChoice_StayHiddenAfterAReload_AndTheReasonIsInTheTable()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await VoteAsync(program, "alice", 1);
        await VoteAsync(program, "bob", 2);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await Expect(boss.Cell("block_0002", "status")).ToHaveTextAsync("Disagree");
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await boss.CompleteAsync("block_0002");
        ILocator panel = boss.Page.GetByTestId("adjudication");
        await Expect(boss.Page.GetByTestId("blind-votes")).ToBeVisibleAsync();

        await boss.Page.GetByTestId("blinding").SelectOptionAsync("votes");
        await Expect(boss.Page.GetByTestId("hidden-votes")).ToBeVisibleAsync();
        await Expect(boss.Page.GetByTestId("blind-votes")).ToHaveCountAsync(0);
        await boss.Page.ReloadAsync();
        await boss.CompleteAsync("block_0002");
        await Expect(boss.Page.GetByTestId("hidden-votes")).ToBeVisibleAsync();
        await Expect(panel).Not.ToContainTextAsync("Consensus");

        // A digit is text in the field, and a label once Enter has left it.
        await boss.Page.GetByTestId("final-reason").FillAsync("seen in 3");
        await boss.Page.GetByTestId("final-reason").PressAsync("3");
        Assert.Empty(campaign.FinalLabels());
        await boss.Page.GetByTestId("final-reason").PressAsync("Enter");
        await boss.PressAsync("2");
        await Expect(boss.Page.GetByTestId("own-final")).ToContainTextAsync("final label 2 by boss: seen in 33");
        await Expect(panel).ToContainTextAsync("alice");
        await boss.PressAsync("Escape");

        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Cell("block_0002", "final")).ToContainTextAsync("seen in 33");
        await Eventually.TrueAsync("the final label is in the file", () => campaign.FinalLabels().SequenceEqual([("block_0002", 2, "boss")]));
    }

    private async Task VoteAsync(RunningProgram program, string username, int label)
    {
        await using Annotator annotator = await Annotator.OpenAsync(chromium, program, username);
        await annotator.SetAutoAdvanceAsync(false);
        await annotator.SelectAsync("block_0002");
        await annotator.LabelAsync("block_0002", label);
    }
}
