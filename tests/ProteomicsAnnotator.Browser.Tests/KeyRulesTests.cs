using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

public sealed class KeyRulesTests(Chromium chromium)
{
    [Fact]
    public async Task Digit_InATextField_IsTypedAndLabelsNothing()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        await alice.SetAutoAdvanceAsync(true);

        await alice.Page.GetByLabel("Search blocks").ClickAsync();
        await alice.PressAsync("2");
        await Expect(alice.Page.GetByLabel("Search blocks")).ToHaveValueAsync("2");
        await alice.PressAsync("Backspace");
        await alice.PressAsync("Escape");

        await OnlyLabelIsAsync(campaign, alice, "block_0001", 3);
    }

    [Fact]
    public async Task Digit_OnTheAdminTab_LabelsNothing()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "boss");
        await boss.PaintedAsync("block_0001");
        await boss.SetAutoAdvanceAsync(true);

        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        await boss.PressAsync("2");
        await boss.Page.GetByTestId("tab-annotator").ClickAsync();

        await OnlyLabelIsAsync(campaign, boss, "block_0001", 3);
    }

    [Fact]
    public async Task KeysOfTheReview_SayWhatTheyDo_AndNoneIsSilent()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "boss");
        await boss.PaintedAsync("block_0001");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        ILocator message = boss.Page.Locator(".admin [role=status].message");

        await boss.Page.GetByTestId("admin-table").FocusAsync();
        await boss.PressAsync("Enter");
        await Expect(message).ToContainTextAsync("No row is chosen");
        await boss.PressAsync("g");
        await Expect(message).ToHaveTextAsync("g does nothing in the Review. Ctrl+K has its commands, ? all keys.");
        await boss.PressAsync("ArrowDown");
        await boss.PressAsync("2");
        await Expect(message).ToContainTextAsync("Choose the final label of the 1 selected block beside it");
        await boss.PressAsync("Backspace");
        await Expect(message).ToContainTextAsync("Backspace clears nothing in the table");
        await boss.PressAsync("Control+y");
        await Expect(message).ToContainTextAsync("redo");
        await boss.PressAsync("?");
        await Expect(boss.Page.Locator(".rz-dialog")).ToBeVisibleAsync();
        await boss.CloseDialogAsync();
        await boss.PressAsync("/");
        await Expect(boss.Page.GetByLabel("Search block", new() { Exact = true })).ToBeFocusedAsync();
        await boss.Page.GetByTestId("review-raters").ClickAsync();
        await boss.PressAsync("3");
        await Expect(message).ToContainTextAsync("Number keys decide nothing on this tab");
        Assert.Empty(campaign.DecisionsOf("boss"));
    }

    [Fact]
    public async Task Digit_BehindADialog_LabelsNothingAndSaysSo()
    {
        using var campaign = new Campaign(2);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "History" }).ClickAsync();
        await Expect(alice.Page.Locator(".rz-dialog")).ToBeVisibleAsync();
        await alice.PressAsync("2");
        await Expect(alice.Page.Locator(".rz-notification")).ToContainTextAsync("Nothing is labelled while a dialog is open: Esc closes it");
        await alice.CloseDialogAsync();
        await OnlyLabelIsAsync(campaign, alice, "block_0001", 1);
    }

    [Fact]
    public async Task AdminTab_ForOthers_IsNotThere()
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");

        await Expect(alice.Page.GetByTestId("tab-admin")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task EndAndHome_AfterAClickInTheList_GoToItsLastAndFirstBlock()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        await alice.SelectAsync("block_0002");
        await alice.PaintedAsync("block_0002");

        await alice.PressAsync("End");
        await alice.PaintedAsync("block_0004");
        await alice.PressAsync("PageUp");
        await alice.PaintedAsync("block_0001");

        await alice.Page.GetByTestId("block-list").FocusAsync();
        await alice.PressAsync("End");
        await alice.PaintedAsync("block_0004");
        await alice.PressAsync("Home");
        await alice.PaintedAsync("block_0001");
        Assert.Empty(campaign.LabelsOf("alice"));
    }

    [Fact]
    public async Task Digit_AfterAMouseClickOnAButton_StillLabels()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");

        await alice.Page.GetByTestId("channel-auto").First.ClickAsync();

        await OnlyLabelIsAsync(campaign, alice, "block_0001", 2);
    }

    [Fact]
    public async Task Search_WithoutAHit_KeepsTheKeys_AndEscBehindEnterShowsAllAgain()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        ILocator search = alice.Page.GetByTestId("block-search");

        await search.FillAsync("nowhere");
        await Expect(search).ToHaveAttributeAsync("aria-invalid", "true");
        await alice.PressAsync("Enter");
        await Expect(alice.Page.GetByText("No block matches \"nowhere\"")).ToBeVisibleAsync();
        await alice.PressAsync("2");
        await Expect(search).ToHaveValueAsync("nowhere2");

        await search.FillAsync("0003");
        await Expect(alice.Item("block_0004")).ToHaveCountAsync(0);
        await Expect(search).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await alice.PressAsync("Enter");
        await alice.PaintedAsync("block_0003");
        await Expect(search).Not.ToBeFocusedAsync();
        await alice.PressAsync("Escape");
        await Expect(search).ToHaveValueAsync("");
        await Expect(alice.Item("block_0004")).ToHaveCountAsync(1);
        await alice.PaintedAsync("block_0003");
        Assert.Empty(campaign.LabelsOf("alice"));
    }

    [Fact]
    public async Task Digit_HeldDown_LabelsOneBlock()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.SetAutoAdvanceAsync(true);

        await alice.PressUntilAsync(
            async () =>
            {
                await alice.Page.Keyboard.UpAsync("2");
                await alice.Page.Keyboard.DownAsync("2");
            },
            "block_0001",
            limit => Expect(alice.Canvas).ToHaveAttributeAsync("data-block-id", "block_0002", new() { Timeout = limit }));
        for (int i = 0; i < 30; i++)
        {
            await alice.Page.Keyboard.DownAsync("2");
        }

        await alice.Page.Keyboard.UpAsync("2");
        await alice.LabelAsync("block_0002", 1);

        await Eventually.TrueAsync("both are kept", () => campaign.LabelsOf("alice").Count == 2);
        Assert.Equal(2, campaign.LabelsOf("alice")["block_0001"]);
        Assert.Equal(1, campaign.LabelsOf("alice")["block_0002"]);
    }

    [Fact]
    public async Task ArrowKeys_StepSlicesAndBlocks()
    {
        using var campaign = new Campaign(2);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await Expect(alice.Canvas).ToHaveAttributeAsync("data-slice", $"{TestStack.Depth / 2}");

        await alice.PressAsync("ArrowRight");
        await Expect(alice.Canvas).ToHaveAttributeAsync("data-slice", $"{(TestStack.Depth / 2) + 1}");
        await alice.PressAsync("ArrowDown");
        await alice.PaintedAsync("block_0002");
        await alice.PressAsync("ArrowUp");
        await alice.PaintedAsync("block_0001");
    }

    [Fact]
    public async Task Backspace_ThenUndo_BringsTheLabelBack()
    {
        using var campaign = new Campaign(2);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync("block_0001", 2);
        ILocator shown = alice.Page.GetByTestId("overlay-label");

        // The list has the label before the header: until then Backspace has nothing to clear.
        await Expect(shown).ToContainTextAsync("2 –");
        await alice.PressAsync("Backspace");
        await Expect(shown).ToContainTextAsync("No label");
        await alice.PressAsync("Control+z");

        await Expect(shown).ToContainTextAsync("2 –");
        await alice.ListedAsync("block_0001", 2);
        await Eventually.TrueAsync(
            "the share has it again", () => campaign.LabelsOf("alice").GetValueOrDefault("block_0001") == 2);
    }

    /// <summary>With auto-advance on, a label that should not have been would have moved on to the next block.</summary>
    private static async Task OnlyLabelIsAsync(
        Campaign campaign, Annotator annotator, string blockId, int label)
    {
        await annotator.LabelAsync(blockId, label);
        await Eventually.TrueAsync("the share has it", () => campaign.LabelsOf(annotator.Username).Count > 0);
        Assert.Equal([new(blockId, label)], campaign.LabelsOf(annotator.Username));
    }
}
