using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A self-check with real keys: what is on the page while a block of it is shown, and what is in the journal then.</summary>
public sealed partial class SelfCheckTests(Chromium chromium)
{
    private const int Labelled = 3;
    private const int Blocks = 24;

    [Fact]
    public async Task SelfCheckOfThree_TellsNothingOfItsBlocks_AndKeepsWhatWasPressed()
    {
        using var campaign = new Campaign(Blocks);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.SetAutoAdvanceAsync(true);
        for (int i = 1; i <= Labelled; i++)
        {
            await alice.LabelAsync($"block_{i:0000}", i);
        }

        await alice.PaintedAsync("block_0004");
        await BeginAsync(alice, Labelled);
        await Expect(alice.Page.GetByTestId("self-check-count-shown")).ToHaveTextAsync("Self-check: 0 of 3 answered");

        var asked = new List<string>();
        alice.Page.Response += (_, answer) => asked.Add(answer.Url + string.Join(' ', answer.Headers.Select(header => header.Value)));
        for (int answered = 0; answered < Labelled; answered++)
        {
            string alias = await GoOnToARepeatAsync(alice);
            await TellsNothingAsync(alice, alias);
            if (answered == 0)
            {
                await alice.PressAsync("u");
                await Expect(Feedback(alice)).ToContainTextAsync("a block without its name takes no flag and no note");
            }

            await AnswerAsync(alice, alias, 2);
        }

        // The last answer shows what came of it: 2 was the first label of one of the three.
        await Expect(alice.Page.GetByText("The self-check is done: 1 of 3 the same")).ToBeVisibleAsync();
        await Expect(alice.Page.Locator(".rz-dialog")).ToHaveCountAsync(0);
        await alice.Page.GetByTestId("self-check-news").ClickAsync();
        await Expect(alice.Page.GetByTestId("self-check-result")).ToContainTextAsync("1 of 3 the same (33 %, 95 % interval by Wilson 6 to 79 %)");
        await Expect(alice.Page.GetByTestId("self-check-different")).ToHaveCountAsync(2);
        string different = (await alice.Page.GetByTestId("self-check-different").First.GetAttributeAsync("data-block-id"))!;
        await alice.Page.GetByTestId("self-check-different").First.GetByRole(AriaRole.Button).ClickAsync();
        await alice.PaintedAsync(different);

        (string Block, int Label)[] repeats = [.. Repeats(campaign)];
        Assert.Equal(["block_0001", "block_0002", "block_0003"], repeats.Select(repeat => repeat.Block).Order(StringComparer.Ordinal));
        Assert.All(repeats, repeat => Assert.Equal(2, repeat.Label));
        Assert.Equal(
            [("block_0001", 1), ("block_0002", 2), ("block_0003", 3)],
            campaign.DecisionsOf("alice").Where(decision => string.CompareOrdinal(decision.Block, "block_0004") < 0));
        Assert.DoesNotContain(asked, text => text.Contains(".self-check", StringComparison.Ordinal) && OwnLabelled().IsMatch(text));
    }

    [Fact]
    public async Task Answer_IsTakenBackByUndo_SurvivesAReload_AndStopsOnRequest()
    {
        using var campaign = new Campaign(Blocks);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.SetAutoAdvanceAsync(true);
        await alice.LabelAsync("block_0001", 1);
        await alice.LabelAsync("block_0002", 3);
        await alice.PaintedAsync("block_0003");
        await BeginAsync(alice, 2);
        string alias = await GoOnToARepeatAsync(alice);
        await AnswerAsync(alice, alias, 2);

        await alice.PressAsync("Control+z");
        await alice.PaintedAsync(alias);
        await TellsNothingAsync(alice, alias);
        await alice.Page.ReloadAsync();
        await alice.PaintedAsync(alias);
        await TellsNothingAsync(alice, alias);
        await Expect(alice.Page.GetByTestId("self-check-count-shown")).ToHaveTextAsync("Self-check: 0 of 2 answered");

        await alice.Page.GetByTestId("stop-self-check").ClickAsync();
        await Expect(alice.Page.GetByTestId("self-check-count-shown")).ToHaveCountAsync(0);
        await Expect(alice.Canvas).ToHaveAttributeAsync("data-block-id", OrdinaryName());
        Assert.Equal([2, 0], Repeats(campaign).Select(repeat => repeat.Label));
        await Annotator.ChooseInMenuAsync(alice.Page, "My figures");
        await alice.Page.GetByTestId("open-self-check").ClickAsync();
        await Expect(alice.Page.GetByTestId("self-check-unanswered")).ToHaveTextAsync("Not answered: 2 of 2.");
    }

    private static ILocator Feedback(Annotator annotator) => annotator.Page.GetByTestId("label-feedback");

    private static async Task BeginAsync(Annotator annotator, int count)
    {
        await annotator.RunCommandAsync("self-check");
        await annotator.Page.GetByTestId("self-check-count").FillAsync(count.ToString(CultureInfo.InvariantCulture));
        await annotator.Page.GetByTestId("self-check-begin").ClickAsync();
        await Expect(annotator.Page.Locator(".rz-dialog")).ToHaveCountAsync(0);
    }

    /// <summary>Down, until a block of the self-check is painted; its id on the page.</summary>
    private static async Task<string> GoOnToARepeatAsync(Annotator annotator)
    {
        string id = await PaintedIdAsync(annotator);
        for (int i = 0; i < 8 && !id.StartsWith(".self-check/", StringComparison.Ordinal); i++)
        {
            await annotator.PressAsync("ArrowDown");
            await Expect(annotator.Canvas).Not.ToHaveAttributeAsync("data-block-id", id);
            id = await PaintedIdAsync(annotator);

            // The program has heard of it, and said what comes next, once the row or the header says so.
            await Expect(annotator.Page.GetByTestId("overlay-label")).ToHaveAttributeAsync("data-block-id", id);
            await (id.StartsWith('.') ? Task.CompletedTask : Expect(annotator.Item(id)).ToHaveAttributeAsync("aria-selected", "true"));
        }

        Assert.StartsWith(".self-check/", id, StringComparison.Ordinal);
        return id;
    }

    private static async Task<string> PaintedIdAsync(Annotator annotator)
    {
        await Expect(annotator.Canvas).ToHaveAttributeAsync("data-block-id", new Regex(".+", RegexOptions.None, TimeSpan.FromSeconds(1)));
        return (await annotator.Canvas.GetAttributeAsync("data-block-id"))!;
    }

    private static Task AnswerAsync(Annotator annotator, string alias, int label) => annotator.PressUntilAsync(
        () => annotator.PressAsync($"{label}"), alias, limit => Expect(annotator.Canvas).Not.ToHaveAttributeAsync("data-block-id", alias, new() { Timeout = limit }));

    /// <summary>Header, title, address and everything around the picture; the list has all names, and none of them is marked.</summary>
    private static async Task TellsNothingAsync(Annotator annotator, string alias)
    {
        await Expect(annotator.Page.GetByTestId("overlay-label")).ToHaveAttributeAsync("data-block-id", alias);
        await Expect(annotator.Page.GetByTestId("block-name")).ToHaveTextAsync("block");
        await Expect(annotator.Page.GetByTestId("block-position")).ToHaveTextAsync(new Regex($"^\\d+ of {Blocks}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(annotator.Page.GetByTestId("overlay-label")).ToContainTextAsync("No label");
        await Expect(annotator.Page.Locator("[data-testid=block-item][aria-selected=true]")).ToHaveCountAsync(0);

        // What was said of the label before passes by itself.
        await Expect(annotator.Page.Locator(".pv-label-stored")).ToHaveTextAsync("");
        string around = await annotator.Page.EvaluateAsync<string>("""
            () => {
              const page = document.documentElement.cloneNode(true);
              page.querySelectorAll("[data-testid=block-list], .rz-notification, script").forEach((part) => part.remove());
              return [page.outerHTML, document.title, location.href, JSON.stringify(history.state)].join("\n");
            }
            """);
        Assert.DoesNotMatch(OwnLabelled(), around);
        foreach (string key in (string[])["a", "ArrowRight"])
        {
            await annotator.PressAsync(key);
        }

        await Expect(annotator.Canvas).ToHaveAttributeAsync("data-block-id", alias);
    }

    private static IEnumerable<(string Block, int Label)> Repeats(Campaign campaign) =>
        Directory.EnumerateFiles(Path.Join(campaign.Annotations, "history", "users", "alice"), "*.jsonl").SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("repeat", out _))
            .OrderBy(line => line.GetProperty("clock").GetInt64())
            .Select(line => line.GetProperty("repeat"))
            .Select(repeat => (repeat.GetProperty("block").GetString()!, repeat.GetProperty("label") is { ValueKind: JsonValueKind.Number } label ? label.GetInt32() : 0));

    /// <summary>The blocks that the self-checks of these tests can have.</summary>
    [GeneratedRegex("block_000[1-3]", RegexOptions.None, 1000)]
    private static partial Regex OwnLabelled();

    [GeneratedRegex("^block_\\d{4}$", RegexOptions.None, 1000)]
    private static partial Regex OrdinaryName();
}
