using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A decision's block and meaning are those of the page at the moment of the press, and no key is silent.</summary>
public sealed class KeyMeaningTests(Chromium chromium)
{
    /// <summary>Clicks what has the test id, if any, and presses the keys behind it in one task: nothing can come between.</summary>
    private const string ClickThenKeys = """
        ([selector, keys]) => {
          if (selector) {
            document.querySelector(selector).click();
          }
          for (const key of keys) {
            const isDigit = /^[1-9]$/.test(key);
            const isUndo = key === "Undo";
            document.body.dispatchEvent(new KeyboardEvent("keydown", {
              key: isUndo ? "z" : key, code: isDigit ? `Digit${key}` : "", ctrlKey: isUndo, bubbles: true, cancelable: true,
            }));
          }
        }
        """;

    [Fact]
    public async Task ClassRow_ClickedThenDown_LabelsTheBlockClickedOn()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await SignInAsync(program, "alice");

        await PressAsync(alice, "[data-testid=label-2]", "ArrowDown");

        await alice.ListedAsync("block_0001", 2);
        await alice.PaintedAsync("block_0002");
        Assert.Equal([("block_0001", 2)], campaign.DecisionsOf("alice"));
    }

    [Theory]
    [InlineData("[data-testid=block-item][data-block-id=block_0003]", "", "block_0003")]
    [InlineData("", "End", "block_0004")]
    [InlineData("", "PageDown", "block_0004")]
    public async Task Digit_BehindAJump_IsRefusedUntilItsBlockIsThere(string selector, string key, string target)
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await SignInAsync(program, "alice");

        await PressAsync(alice, selector, [.. key.Length == 0 ? [] : (string[])[key], "1"]);

        await CountedAsync(alice, 0, 1);
        await alice.PaintedAsync(target);
        await alice.LabelAsync(target, 2);
        await CountedAsync(alice, 1, 1);
        Assert.Equal([(target, 2)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Keys_BehindEscapeOutOfAnAdjudication_AreNobodysVote()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        foreach ((string username, int label) in (IReadOnlyList<(string, int)>)[("alice", 1), ("bob", 2)])
        {
            await using Annotator annotator = await SignInAsync(program, username);
            await annotator.LabelAsync("block_0001", label);
        }

        await using Annotator boss = await SignInAsync(program, "boss");
        await boss.LabelAsync("block_0001", 3);
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("FINAL LABEL");
        await boss.PaintedAsync("block_0001");
        await Expect(boss.Page.Locator(".pv-header-final")).ToBeVisibleAsync();

        await PressAsync(boss, "", "Escape", "2", "Backspace", "Undo");

        await Expect(boss.Page.GetByTestId("adjudication")).ToHaveCountAsync(0);
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        await CountedAsync(boss, 1, 2);
        Assert.Equal([("block_0001", 3)], campaign.DecisionsOf("boss"));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Join(campaign.Annotations, "history", "admin"), "*.jsonl").SelectMany(File.ReadLines),
            line => line.Contains("\"label\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_TypedAheadWithAutoAdvance_NeverReplaceTheLabelJustGiven()
    {
        using var campaign = new Campaign(2);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await SignInAsync(program, "alice");
        await alice.SetAutoAdvanceAsync(true);

        await PressAsync(alice, "", "1", "2", "3");
        await alice.PaintedAsync("block_0002");
        await CountedAsync(alice, 1, 2);
        await alice.PressAsync("1");
        await CountedAsync(alice, 2, 2);
        await PressAsync(alice, "", "2", "2");

        await CountedAsync(alice, 2, 4);
        Assert.Equal([("block_0001", 1), ("block_0002", 1)], campaign.DecisionsOf("alice"));
        await Expect(alice.Page.GetByTestId("label-feedback")).ToContainTextAsync("this was the last block");
        await alice.LabelAsync("block_0002", 3);
    }

    [Fact]
    public async Task EveryLabelKey_IsCountedAndAcceptedAsOftenAsADecisionIsStored()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await SignInAsync(program, "alice");

        await alice.LabelAsync("block_0001", 2);
        await alice.PressAsync("2");
        await CountedAsync(alice, 2, 0);
        await alice.PressAsync("Backspace");
        await CountedAsync(alice, 3, 0);
        await alice.PressAsync("Backspace");
        await CountedAsync(alice, 3, 1);
        await alice.PressAsync("8");
        await CountedAsync(alice, 3, 2);

        Assert.Equal([("block_0001", 2), ("block_0001", 2), ("block_0001", 0)], campaign.DecisionsOf("alice"));
        await Expect(alice.Page.GetByTestId("label-feedback")).ToHaveTextAsync("No class 8: this campaign has 1 to 3");
        await Expect(alice.Page.GetByTestId("label-feedback")).ToHaveAttributeAsync("aria-live", "polite");
    }

    private async Task<Annotator> SignInAsync(RunningProgram program, string username)
    {
        Annotator annotator = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, username);
        await annotator.CompleteAsync("block_0001");
        return annotator;
    }

    private static async Task PressAsync(Annotator annotator, string selector, params string[] keys) =>
        await annotator.Page.EvaluateAsync(ClickThenKeys, (object[])[selector, keys]);

    private static async Task CountedAsync(Annotator annotator, int accepted, int refused)
    {
        ILocator feedback = annotator.Page.GetByTestId("label-feedback");
        await Expect(feedback).ToHaveAttributeAsync("data-accepted", $"{accepted}");
        await Expect(feedback).ToHaveAttributeAsync("data-refused", $"{refused}");
    }
}
