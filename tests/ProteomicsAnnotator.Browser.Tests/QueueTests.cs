using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Other ways through the blocks than one after the other: a shuffled list, the next one without a label, examples.</summary>
public sealed class QueueTests(Chromium chromium)
{
    private const string Ids = "() => [...document.querySelectorAll('[data-testid=block-item]')].map(row => row.dataset.blockId)";

    [Fact]
    public async Task ShuffledList_DownGoesAlongIt_AndItIsTheSameAfterAReload()
    {
        using var campaign = new Campaign(12);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        string[] byName = await alice.Page.EvaluateAsync<string[]>(Ids);

        await alice.Page.GetByTestId("shuffled").CheckAsync();
        await Eventually.TrueAsync("the list is shuffled", async () => string.Join(' ', byName) != string.Join(' ', await alice.Page.EvaluateAsync<string[]>(Ids)));
        string[] shuffled = await alice.Page.EvaluateAsync<string[]>(Ids);
        Assert.Equal(byName, shuffled.Order(StringComparer.Ordinal));

        await alice.SelectAsync(shuffled[0]);
        await alice.PaintedAsync(shuffled[0]);
        foreach (string next in shuffled[1..4])
        {
            await alice.PressAsync("ArrowDown");
            await alice.PaintedAsync(next);
        }

        await alice.SetAutoAdvanceAsync(true);
        await alice.LabelAsync(shuffled[3], 2);
        await alice.PaintedAsync(shuffled[4]);
        await alice.Page.ReloadAsync();
        await alice.PaintedAsync(shuffled[4]);
        Assert.Equal(shuffled, await alice.Page.EvaluateAsync<string[]>(Ids));
        Assert.Equal([(shuffled[3], 2)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task FullStop_GoesToTheNextBlockWithoutALabel_AndSaysWhenThereIsNone()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync("block_0001", 1);
        await alice.SelectAsync("block_0002");
        await alice.LabelAsync("block_0002", 1);
        await alice.SelectAsync("block_0001");
        await alice.PaintedAsync("block_0001");

        await alice.PressAsync(".");
        await alice.PaintedAsync("block_0003");
        await alice.LabelAsync("block_0003", 1);
        await alice.PressAsync(".");
        await alice.LabelAsync("block_0004", 1);
        await alice.PressAsync(".");
        await Expect(alice.Page.GetByText("No other block in the list is without a label.")).ToBeVisibleAsync();
        await alice.PaintedAsync("block_0004");
    }

    [Fact]
    public async Task ShiftFullStop_GoesToTheNextUnsureBlock_AndSaysWhenThereIsNone()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        foreach (string id in (string[])["block_0002", "block_0004"])
        {
            await alice.SelectAsync(id);
            await alice.PaintedAsync(id);
            await alice.PressUntilAsync(() => alice.PressAsync("u"), id, limit => Expect(alice.Item(id).GetByTestId("block-mark")).ToHaveCountAsync(1, new() { Timeout = limit }));
        }

        await alice.PressAsync("Shift+>");
        await alice.PaintedAsync("block_0002");
        await alice.PressAsync("Shift+>");
        await alice.PaintedAsync("block_0004");
        await alice.PressUntilAsync(() => alice.PressAsync("u"), "block_0004", limit => Expect(alice.Item("block_0004").GetByTestId("block-mark")).ToHaveCountAsync(0, new() { Timeout = limit }));
        await alice.RunCommandAsync("next unsure");
        await alice.PaintedAsync("block_0002");
        await alice.PressAsync("Shift+>");
        await Expect(alice.Page.GetByText("No other block in the list is flagged as unsure.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Guide_ShowsWhatAClassMeans_AndOpensAnExample()
    {
        using var campaign = new Campaign(3);
        string classes = campaign.Below("classes.json");
        await File.WriteAllBytesAsync(
            classes,
            """{"classes": [{"name": "Puncta", "description": "Small and <b>round</b>", "examples": ["block_0003", "block_0099"]}, "Fibre"]}"""u8.ToArray(),
            TestContext.Current.CancellationToken);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign, ["--no-browser"], ("ANNOTATOR_CLASSES_FILE", classes));
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");

        await alice.Page.GetByTestId("open-guide").ClickAsync();
        ILocator guide = alice.Page.GetByTestId("guide");
        await Expect(guide).ToContainTextAsync("Small and <b>round</b>");
        await Expect(guide.Locator("[data-block-id=block_0099]")).ToBeDisabledAsync();
        await guide.Locator("[data-testid=guide-open][data-block-id=block_0003]").ClickAsync();

        await Expect(guide).ToHaveCountAsync(0);
        await alice.PaintedAsync("block_0003");
        await alice.LabelAsync("block_0003", 1);
    }
}
