using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>What becomes of blocks and labels when the connection between page and program breaks or goes silent.</summary>
public sealed class CircuitTests(Chromium chromium)
{
    [Fact]
    public async Task Connection_CutWhileTheViewerMovesOn_NamesThePaintedBlockWhenItIsBack()
    {
        using var campaign = new Campaign(6);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator alice = await SignInAsync(network, program);
        await NeighboursAsync(alice);

        network.Cut();
        await Expect(alice.Banner).ToBeVisibleAsync();
        await alice.PressAsync("ArrowDown");
        await alice.PaintedAsync("block_0002");
        await alice.PressAsync("ArrowDown");
        await alice.PaintedAsync("block_0003");
        network.Restore();

        await Expect(alice.Banner).ToBeHiddenAsync();
        await WordsNameAsync(alice, "block_0003");
        await alice.LabelAsync("block_0003", 2);
        await Expect(alice.Page.GetByTestId("overlay-label")).ToContainTextAsync("2 –");
        await alice.PressAsync("ArrowDown");
        await alice.PaintedAsync("block_0004");
        await WordsNameAsync(alice, "block_0004");
        Assert.Equal([("block_0003", 2)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Circuit_BrokenForAMomentWhileTheViewerMovesOn_NamesThePaintedBlock()
    {
        using var campaign = new Campaign(6);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator alice = await SignInAsync(network, program);
        await NeighboursAsync(alice);
        network.HoldCircuit(up: true, down: true);

        await alice.PressAsync("ArrowDown");
        await alice.PaintedAsync("block_0002");
        network.BreakCircuit();
        network.Release();

        await WordsNameAsync(alice, "block_0002");
        await alice.LabelAsync("block_0002", 3);
        await alice.PressAsync("ArrowDown");
        await alice.PaintedAsync("block_0003");
        await WordsNameAsync(alice, "block_0003");
        Assert.Equal([("block_0002", 3)], campaign.DecisionsOf("alice"));
        await Eventually.TrueAsync(
            "the terminal says so", () => program.Errors.Contains("The connection to a page broke and was back after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LabelKey_WhoseAnswerIsLost_IsConfirmedAndGoesOnOnce()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator alice = await SignInAsync(network, program);
        await alice.SetAutoAdvanceAsync(true);
        network.HoldCircuit(up: false, down: true);

        await alice.PressAsync("1");
        await Eventually.TrueAsync("the label is on the share", () => campaign.DecisionsOf("alice").Count == 1);
        await alice.PressAsync("2");
        network.BreakCircuit();
        network.Release();

        await WordsNameAsync(alice, "block_0002");
        await alice.PaintedAsync("block_0002");
        await alice.ListedAsync("block_0001", 1);
        Assert.Equal([("block_0001", 1)], campaign.DecisionsOf("alice"));
        await CountedAsync(alice, accepted: 1, refused: 1);
    }

    [Fact]
    public async Task LabelKey_ThatNeverArrives_IsSaidNotToBeStored()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator alice = await SignInAsync(network, program);
        network.HoldCircuit(up: true, down: false);

        await alice.PressAsync("1");
        await Expect(alice.Page.GetByText("The label of block_0001 is not confirmed")).ToBeVisibleAsync();
        network.BreakCircuit();
        network.Release();

        await Expect(alice.Page.GetByText("block_0001 is NOT labelled 1")).ToBeVisibleAsync();
        Assert.Empty(campaign.DecisionsOf("alice"));
        await alice.LabelAsync("block_0001", 2);
        Assert.Equal([("block_0001", 2)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Circuit_SilentWhileHttpAnswers_IsSaidAndTakesNoLabelUntilItAnswers()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator alice = await SignInAsync(network, program);

        network.HoldCircuit(up: true, down: true);
        await Expect(alice.Banner).ToBeVisibleAsync();
        await alice.PressAsync("1");
        network.Release();

        await Expect(alice.Banner).ToBeHiddenAsync();
        await alice.LabelAsync("block_0001", 3);
        Assert.Equal([("block_0001", 3)], campaign.DecisionsOf("alice"));
        await CountedAsync(alice, accepted: 1, refused: 1);
    }

    [Fact]
    public async Task Reload_AfterALabelOfUnknownOutcome_AsksNothing()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator alice = await SignInAsync(network, program);
        var asked = new List<string>();
        alice.Page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Type);
            _ = dialog.AcceptAsync();
        };
        network.HoldCircuit(up: true, down: true);
        await alice.PressAsync("1");
        await Expect(alice.Page.GetByText("The label of block_0001 is not confirmed")).ToBeVisibleAsync();
        network.BreakCircuit();
        network.Release();
        await Expect(alice.Page.GetByText("block_0001 is NOT labelled 1")).ToBeVisibleAsync();

        await alice.Page.ReloadAsync();

        await alice.PaintedAsync("block_0001");
        Assert.Empty(asked);
    }

    [Fact]
    public async Task Undo_InTheAdminViewWithoutAnAnswer_IsSaidNotToBeConfirmed()
    {
        using var campaign = new Campaign(2);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(network), program.Link, "boss");
        await boss.CompleteAsync("block_0001");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Page.Locator("section.admin")).ToHaveAttributeAsync("aria-keyshortcuts", "Control+Z Control+Shift+Z");

        network.HoldCircuit(up: true, down: true);
        await boss.PressAsync("Control+z");
        await Expect(boss.Page.GetByText("The undo is not confirmed")).ToBeVisibleAsync();
        network.BreakCircuit();
        network.Release();

        await Expect(boss.Page.GetByText("It is NOT KNOWN whether the undo was carried out")).ToBeVisibleAsync();
    }

    private async Task<Annotator> SignInAsync(NetworkProxy network, RunningProgram program)
    {
        Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(network), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        return alice;
    }

    /// <summary>The viewer has been at what comes next and keeps its voxels, so that it moves on by itself.</summary>
    private static async Task NeighboursAsync(Annotator alice)
    {
        await alice.PressAsync("ArrowDown");
        await alice.CompleteAsync("block_0002");
        await alice.PressAsync("ArrowDown");
        await alice.CompleteAsync("block_0003");
        await alice.PressAsync("ArrowUp");
        await alice.CompleteAsync("block_0002");
        await alice.PressAsync("ArrowUp");
        await alice.CompleteAsync("block_0001");
        await WordsNameAsync(alice, "block_0001");
    }

    /// <summary>Label and name in the header above the picture.</summary>
    private static async Task WordsNameAsync(Annotator alice, string blockId)
    {
        await Expect(alice.Page.GetByTestId("overlay-label")).ToHaveAttributeAsync("data-block-id", blockId);
        await Expect(alice.Page.GetByTestId("block-name")).ToHaveTextAsync(blockId);
    }

    /// <summary>What became of every label key of this page.</summary>
    private static async Task CountedAsync(Annotator alice, int accepted, int refused)
    {
        ILocator feedback = alice.Page.GetByTestId("label-feedback");
        await Expect(feedback).ToHaveAttributeAsync("data-accepted", $"{accepted}");
        await Expect(feedback).ToHaveAttributeAsync("data-refused", $"{refused}");
    }
}
