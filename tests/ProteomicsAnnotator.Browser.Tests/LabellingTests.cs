using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

public sealed class LabellingTests(Chromium chromium)
{
    [Fact]
    public async Task LabelKey_BlockOnScreen_IsInTheJsonOnTheShare()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "Alice");
        await alice.PaintedAsync("block_0001");
        await alice.SelectAsync("block_0003");
        await alice.PaintedAsync("block_0003");
        await alice.SetAutoAdvanceAsync(true);

        await alice.LabelAsync("block_0003", 2);
        await alice.SaveStateAsync("Saved");
        await Eventually.TrueAsync(
            "the label is in alice.json", () => campaign.LabelsOf("alice").GetValueOrDefault("block_0003") == 2);
        Assert.Single(campaign.LabelsOf("alice"));
        await alice.PaintedAsync("block_0004");
        Assert.Equal(0, await program.StopAsync());
    }

    [Fact]
    public async Task Row_PressedButNotYetReleased_AsksForTheBlocksSlice()
    {
        using var campaign = new Campaign(9);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.Item("block_0008").HoverAsync();

        IRequest asked = await alice.Page.RunAndWaitForRequestAsync(
            () => alice.Page.Mouse.DownAsync(), request => request.Url.Contains("/api/volumes/all/", StringComparison.Ordinal));
        Assert.EndsWith("/api/volumes/all/block_0008?at=focus", asked.Url, StringComparison.Ordinal);
        await alice.PaintedAsync("block_0001");

        await alice.Page.Mouse.UpAsync();
        await alice.CompleteAsync("block_0008");
    }

    [Fact]
    public async Task LabelKey_WhileTheNextBlockLoads_LabelsNothing()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        Gate second = await Gate.BeforeAsync(page, "block_0002");
        await using Annotator alice = await Annotator.SignInAsync(page, program.Link, "alice");
        await alice.PaintedAsync("block_0001");

        await alice.PressAsync("ArrowDown");
        await alice.PressAsync("1");
        await alice.LoadingAsync("block_0002");
        await alice.PressAsync("1");
        second.Open();

        await alice.LabelAsync("block_0002", 3);
        await Eventually.TrueAsync("the share has it", () => campaign.LabelsOf("alice").Count > 0);
        Assert.Equal([new("block_0002", 3)], campaign.LabelsOf("alice"));
    }

    [Fact]
    public async Task Lists_LongerThanTheScreen_ReachTheirLastBlockAndComeBack()
    {
        using var campaign = new Campaign(200);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "boss");
        await boss.PaintedAsync("block_0001");

        await ReachTheLastAndComeBackAsync(boss.Page, "block-list", "block-item");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await ReachTheLastAndComeBackAsync(boss.Page, "admin-table", "admin-row");
    }

    [Fact]
    public async Task Loads_ThatFinishInReverseOrder_ShowTheLaterRequest()
    {
        using var campaign = new Campaign(6);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        Gate earlier = await Gate.BeforeAsync(page, "block_0005");
        Gate later = await Gate.BeforeAsync(page, "block_0006");
        await using Annotator alice = await Annotator.SignInAsync(page, program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        await alice.SelectAsync("block_0005");
        await alice.LoadingAsync("block_0005");
        await alice.SelectAsync("block_0006");
        await alice.LoadingAsync("block_0006");

        later.Open();
        await alice.PaintedAsync("block_0006");
        earlier.Open();
        await alice.CompleteAsync("block_0006");
        await alice.PressAsync("ArrowRight");

        await alice.LabelAsync("block_0006", 1);
        await alice.PaintedAsync("block_0006");
        await Eventually.TrueAsync("the share has it", () => campaign.LabelsOf("alice").Count > 0);
        Assert.Equal([new("block_0006", 1)], campaign.LabelsOf("alice"));
    }

    [Fact]
    public async Task Browse_FolderWithTheSameBlockNames_KeepsItsLabelsApart()
    {
        using var campaign = new Campaign(2);
        string other = campaign.Below("other");
        Campaign.AddBlocks(other, 2, "red");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.LabelAsync("block_0001", 1);

        await alice.Page.GetByTestId("browse").ClickAsync();
        await alice.Page.GetByTestId("browse-path").FillAsync(other);
        await alice.PressAsync("Enter");
        await alice.Page.GetByTestId("browse-open").ClickAsync();
        await Eventually.TrueAsync(
            "the other folder's only channel is shown",
            async () => await alice.Page.GetByTestId("channel").CountAsync() == 1);
        await alice.LabelAsync("block_0001", 2);

        await Eventually.TrueAsync("both are kept", () => campaign.LabelsOf("alice").Count == 1 && campaign.BrowsedLabelsOf("alice").Count == 1);
        Assert.Equal([new("block_0001", 1)], campaign.LabelsOf("alice"));
        Assert.Equal([new(other + ":block_0001", 2)], campaign.BrowsedLabelsOf("alice"));
    }

    [Fact]
    public async Task CorruptChannel_IsNamedAndLeavesTheOthersAndTheLabel()
    {
        using var campaign = new Campaign(2);
        TestStack.CutShort(Path.Join(campaign.Data, "block_0001", "561.tif"));
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");

        await Expect(alice.Page.GetByTestId("failure-notes")).ToContainTextAsync("561.tif");
        await alice.SetAutoAdvanceAsync(true);
        await alice.LabelAsync("block_0001", 1);
        await alice.CompleteAsync("block_0002");
    }

    [Fact]
    public async Task Reload_KeepsUserBlockAndLabels()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        await alice.SelectAsync("block_0002");
        await alice.PaintedAsync("block_0002");
        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync("block_0002", 3);

        await alice.Page.ReloadAsync();

        await alice.PaintedAsync("block_0002");
        await alice.ListedAsync("block_0002", 3);
        await Expect(alice.Page.GetByTestId("overlay-label")).ToContainTextAsync("3");
    }

    private static async Task ReachTheLastAndComeBackAsync(IPage page, string list, string row)
    {
        foreach ((int top, string block) in (IReadOnlyList<(int, string)>)[(1_000_000, "block_0200"), (2_400, "block_0101"), (0, "block_0001")])
        {
            await page.GetByTestId(list).EvaluateAsync("(list, top) => { list.scrollTop = top; }", top);
            await Expect(page.Locator($"[data-testid={row}][data-block-id={block}]")).ToBeInViewportAsync();
        }

        Assert.InRange(await page.GetByTestId(row).CountAsync(), 1, 150);
    }
}
