using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A second admin's independent view of what the first one settled, and how the two are told apart and brought together.</summary>
public sealed class SecondOpinionTests(Chromium chromium)
{
    [Fact]
    public async Task SecondOpinion_HidesFinalLabels_ChangesNone_AndADifferenceIsSettledWithAReason()
    {
        using var campaign = new Campaign(3);
        await File.WriteAllBytesAsync(campaign.Roles, """{"admins": ["boss", "chief"]}"""u8.ToArray(), TestContext.Current.CancellationToken);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await VoteAsync(program, "alice", 1);
        await VoteAsync(program, "bob", 2);
        await using (Annotator chief = await AdminView.OpenAsync(chromium, program, "chief"))
        {
            await Expect(chief.Cell("block_0002", "status")).ToHaveTextAsync("Disagree");
            await chief.SetFinalLabelAsync("block_0002", 2);
            await Expect(chief.Cell("block_0002", "final")).ToContainTextAsync("2");
        }

        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await Expect(boss.Cell("block_0002", "final")).ToContainTextAsync("2");
        await boss.Page.GetByTestId("review-adjudicate").ClickAsync();
        await boss.Page.GetByTestId("second-opinion-next").CheckAsync();
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await boss.CompleteAsync("block_0002");
        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("SECOND OPINION");
        await Expect(boss.Page.GetByTestId("adjudication")).Not.ToContainTextAsync("chief");
        await Expect(boss.Item("block_0002")).Not.ToHaveAttributeAsync("data-label", "2");

        // A reload goes on with second opinions, never with final labels.
        await boss.Page.ReloadAsync();
        await boss.CompleteAsync("block_0002");
        await Expect(boss.Page.GetByText("You go on giving second opinions: 1 block to decide.")).ToBeVisibleAsync();
        await boss.PressUntilAsync(() => boss.PressAsync("3"), "block_0002", limit => Expect(boss.Page.GetByTestId("own-second")).ToContainTextAsync("your second opinion 3", new() { Timeout = limit }));
        Assert.Equal([("block_0002", 2, "chief")], campaign.FinalLabels());
        Assert.Empty(campaign.DecisionsOf("boss"));
        await boss.PressAsync("Escape");

        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await boss.Page.GetByTestId("review-adjudicate").ClickAsync();
        await Expect(boss.Page.GetByTestId("adjudicators")).ToContainTextAsync("boss, chief");
        await Expect(boss.Page.GetByTestId("adjudicators-open")).ToContainTextAsync("They differ on 1 block; 1 not settled.");
        await boss.Page.GetByTestId("settle-differences").ClickAsync();
        await boss.CompleteAsync("block_0002");
        await Expect(boss.Page.GetByTestId("adjudicators-differ")).ToContainTextAsync("boss, second opinion: 3");
        await boss.PressUntilAsync(
            () => boss.PressAsync("3"),
            "block_0002",
            limit => Expect(boss.Page.GetByText("write the reason beside the picture first").First).ToBeVisibleAsync(new() { Timeout = limit }));
        Assert.Equal([("block_0002", 2, "chief")], campaign.FinalLabels());
        await boss.Page.GetByTestId("final-reason").FillAsync("seen in 561");
        await boss.Page.GetByTestId("final-reason").PressAsync("Enter");

        // It is another admin's: the first press asks.
        await boss.PressUntilAsync(
            () => boss.PressAsync("3"),
            "block_0002",
            limit => Expect(boss.Page.GetByText("Press 3 again to replace it").First).ToBeVisibleAsync(new() { Timeout = limit }));
        await boss.PressAsync("3");
        await Expect(boss.Page.GetByTestId("own-final")).ToContainTextAsync("final label 3 by boss: seen in 561");
        await Eventually.TrueAsync("the final label is in the file", () => campaign.FinalLabels().SequenceEqual([("block_0002", 3, "boss")]));
    }

    private async Task VoteAsync(RunningProgram program, string username, int label)
    {
        await using Annotator annotator = await Annotator.OpenAsync(chromium, program, username);
        await annotator.SetAutoAdvanceAsync(false);
        await annotator.SelectAsync("block_0002");
        await annotator.LabelAsync("block_0002", label);
    }
}
