using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>U and N as an annotator presses them, and what others see of it.</summary>
public sealed class MarkTests(Chromium chromium)
{
    [Fact]
    public async Task Flag_IsGivenAndTakenBackByTheSameKey_AndUndone()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");

        await alice.PressAsync("u");
        await FlaggedAsync(alice, "block_0001", true);
        await Expect(Overlay(alice)).ToHaveTextAsync("? unsure");
        await Expect(Feedback(alice)).ToContainTextAsync("block_0001: flagged as unsure");
        await alice.PressAsync("u");
        await Expect(Mark(alice, "block_0001")).ToHaveCountAsync(0);
        await alice.PressAsync("Control+z");
        await FlaggedAsync(alice, "block_0001", true);
        await alice.PressAsync("Control+Shift+z");
        await Expect(Mark(alice, "block_0001")).ToHaveCountAsync(0);

        Assert.Equal([true, false, true, false], Marks(campaign, "alice").Select(mark => mark.GetProperty("unsure").ValueKind == JsonValueKind.True));
        Assert.Empty(campaign.DecisionsOf("alice"));
        await Expect(alice.Item("block_0001")).ToHaveAttributeAsync("data-label", "");
    }

    [Fact]
    public async Task Note_EnterSavesAndEscCancels_AndNoKeyReachesTheBlock()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");

        await OpenNoteAsync(alice);
        await Expect(Editor(alice)).ToBeVisibleAsync();
        await alice.Page.Keyboard.TypeAsync("123 given up");
        await alice.PressAsync("Escape");
        await OpenNoteAsync(alice);
        await Expect(Editor(alice)).ToBeVisibleAsync();
        Assert.Empty(Marks(campaign, "alice"));
        await Expect(alice.Page.GetByTestId("note-input")).ToHaveValueAsync("");
        await alice.Page.Keyboard.TypeAsync("the edge, 2 cells");
        await alice.PressAsync("Enter");
        await Expect(Editor(alice)).ToBeHiddenAsync();
        await Expect(Overlay(alice)).ToContainTextAsync("the edge, 2 cells");
        await Expect(Mark(alice, "block_0001")).ToHaveTextAsync("✎");
        Assert.Equal("the edge, 2 cells", Assert.Single(Marks(campaign, "alice")).GetProperty("note").GetString());

        // The keys are the viewer's again.
        await alice.LabelAsync("block_0001", 2);
        await alice.PressAsync("ArrowDown");
        await alice.PaintedAsync("block_0002");
        await Expect(Overlay(alice)).ToHaveTextAsync("");
        Assert.Equal([("block_0001", 2)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Note_ThatIsTooLong_IsRefusedInWordsAndStaysInTheField()
    {
        using var campaign = new Campaign(2);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");
        ILocator input = alice.Page.GetByTestId("note-input");

        await OpenNoteAsync(alice);
        await input.FillAsync(new string('x', 1001));
        await alice.PressAsync("Enter");
        await Expect(alice.Page.GetByTestId("note-words")).ToContainTextAsync("1001 characters, at most 1000");
        await input.FillAsync("a\tb");
        await alice.PressAsync("Enter");
        await Expect(alice.Page.GetByTestId("note-words")).ToContainTextAsync("control character");
        await Expect(input).ToHaveValueAsync("a\tb");
        await input.FillAsync("a b");
        await alice.PressAsync("Enter");
        await Expect(Editor(alice)).ToBeHiddenAsync();
        Assert.Equal("a b", Assert.Single(Marks(campaign, "alice")).GetProperty("note").GetString());
    }

    [Fact]
    public async Task FlagsAndNotes_AreFilteredInTheList_StayAfterAReload_AndAreNobodyElses()
    {
        using var campaign = new Campaign(5);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");
        await alice.SelectAsync("block_0002");
        await alice.PaintedAsync("block_0002");
        await alice.PressAsync("u");
        await FlaggedAsync(alice, "block_0002", true);
        await alice.SelectAsync("block_0004");
        await alice.PaintedAsync("block_0004");
        await OpenNoteAsync(alice);
        await alice.Page.Keyboard.TypeAsync("dim");
        await alice.PressAsync("Enter");
        await FlaggedAsync(alice, "block_0004", false);
        await alice.SelectAsync("block_0002");
        await alice.PaintedAsync("block_0002");

        await alice.Page.GetByTestId("list-unsure").ClickAsync();
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(1);
        await Expect(alice.Item("block_0002")).ToBeVisibleAsync();
        await alice.Page.GetByTestId("list-with-note").ClickAsync();
        await Expect(alice.Item("block_0004")).ToBeVisibleAsync();
        await Expect(alice.Item("block_0005")).ToHaveCountAsync(0);

        await alice.Page.ReloadAsync();
        await alice.PaintedAsync("block_0002");
        await FlaggedAsync(alice, "block_0002", true);
        await Expect(Overlay(alice)).ToHaveTextAsync("? unsure");
        await Expect(Mark(alice, "block_0004")).ToHaveTextAsync("✎");

        await using Annotator bob = await Annotator.OpenAsync(chromium, program, "bob");
        await bob.SelectAsync("block_0002");
        await bob.PaintedAsync("block_0002");
        await Expect(bob.Page.GetByTestId("block-mark")).ToHaveCountAsync(0);
        await Expect(Overlay(bob)).ToHaveTextAsync("");
    }

    [Fact]
    public async Task FlagsAndNotes_AreShownToTheAdmin_AndKeysSetNoneWhileAdjudicating()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        foreach ((string username, int label) in (IReadOnlyList<(string, int)>)[("alice", 1), ("bob", 2)])
        {
            await using Annotator annotator = await Annotator.OpenAsync(chromium, program, username);
            await annotator.LabelAsync("block_0001", label);
            await annotator.PressAsync("u");
            await FlaggedAsync(annotator, "block_0001", true);
            await annotator.SelectAsync("block_0003");
            await annotator.PaintedAsync("block_0003");
            await annotator.PressAsync("u");
            await FlaggedAsync(annotator, "block_0003", true);
        }

        await using Annotator boss = await Annotator.OpenAsync(chromium, program, "boss");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        ILocator row = boss.Page.Locator("[data-testid=admin-row][data-block-id=block_0003]");
        await Expect(row.GetByTestId("review-mark")).ToHaveTextAsync("? 2");
        await boss.Page.GetByTestId("filter-more").ClickAsync();
        await boss.Page.GetByTestId("filter-unsure").CheckAsync();
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(2);
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await boss.PaintedAsync("block_0001");
        await Expect(boss.Page.GetByTestId("adjudication-marks")).ToContainTextAsync("hidden unsure");
        await boss.PressAsync("u");
        await Expect(Feedback(boss)).ToContainTextAsync("Not flagged: you are setting final labels");
        await boss.PressAsync("n");
        await Expect(Feedback(boss)).ToContainTextAsync("No note kept");
        await Expect(Editor(boss)).ToBeHiddenAsync();
        Assert.Empty(Marks(campaign, "boss"));
    }

    private static ILocator Overlay(Annotator annotator) => annotator.Page.GetByTestId("overlay-mark");

    /// <summary>A key right after the first picture may be refused, in words.</summary>
    private static Task OpenNoteAsync(Annotator annotator) => Eventually.TrueAsync("the note opens", async () =>
    {
        if (!await Editor(annotator).IsVisibleAsync())
        {
            await annotator.PressAsync("n");
        }

        return await Editor(annotator).IsVisibleAsync();
    });

    private static ILocator Editor(Annotator annotator) => annotator.Page.GetByTestId("note-editor");

    private static ILocator Feedback(Annotator annotator) => annotator.Page.GetByTestId("label-feedback");

    private static ILocator Mark(Annotator annotator, string blockId) => annotator.Item(blockId).GetByTestId("block-mark");

    private static Task FlaggedAsync(Annotator annotator, string blockId, bool isUnsure) =>
        Expect(Mark(annotator, blockId)).ToHaveAttributeAsync("data-unsure", isUnsure ? "true" : "false");

    /// <summary>What the lines of their own kind say, in the order of their clock.</summary>
    private static IReadOnlyList<JsonElement> Marks(Campaign campaign, string username)
    {
        string folder = Path.Join(campaign.Annotations, "history", "users", username);
        return
        [
            .. Directory.EnumerateFiles(folder, "*.jsonl").SelectMany(File.ReadLines)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line => line.TryGetProperty("mark", out _))
                .OrderBy(line => line.GetProperty("clock").GetInt64())
                .Select(line => line.GetProperty("mark")),
        ];
    }
}
