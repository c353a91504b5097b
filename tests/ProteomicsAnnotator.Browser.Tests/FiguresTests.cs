using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>An annotator's own labels in figures, as the dialog of the menu shows them.</summary>
public sealed class FiguresTests(Chromium chromium)
{
    [Theory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task MyFigures_SayWhatToDo_ThenCountWhatWasLabelled(ColorScheme theme)
    {
        using var campaign = new Campaign(5);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(theme: theme), program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.SetAutoAdvanceAsync(false);

        await Annotator.ChooseInMenuAsync(alice.Page, "My figures");
        await Expect(alice.Page.GetByTestId("figures-empty")).ToContainTextAsync("You have no label here yet.");
        await Expect(Figure(alice, "left")).ToHaveTextAsync("5");
        await alice.CloseDialogAsync();

        foreach ((string id, int label) in (IReadOnlyList<(string, int)>)[("block_0001", 2), ("block_0002", 2), ("block_0003", 1)])
        {
            await alice.SelectAsync(id);
            await alice.LabelAsync(id, label);
        }

        await alice.PressUntilAsync(() => alice.PressAsync("u"), "block_0003", limit => Expect(alice.Item("block_0003").GetByTestId("block-mark")).ToHaveCountAsync(1, new() { Timeout = limit }));
        await alice.RunCommandAsync("my figures");

        await Expect(Figure(alice, "labelled")).ToHaveTextAsync("3 of 5");
        await Expect(Figure(alice, "unsure")).ToHaveTextAsync("1");
        await Expect(Figure(alice, "left")).ToContainTextAsync("2");
        await Expect(alice.Page.GetByTestId("figure-class").Locator(".count")).ToHaveTextAsync(["1", "2", "0"]);
        await Expect(alice.Page.GetByTestId("figure-days").Locator("li")).ToHaveCountAsync(14);
        await Expect(alice.Page.GetByTestId("figures-empty")).ToHaveCountAsync(0);

        // What lies behind is dimmed, and flashes after a key.
        AxeResult result = await alice.Page.Locator(".rz-dialog").RunAxe();
        Assert.Empty(result.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {string.Join("; ", v.Nodes.Select(n => n.Html))}"));

        // A dialog has the keys: nothing is labelled behind it.
        await alice.PressAsync("3");
        await alice.CloseDialogAsync();
        await alice.LabelAsync("block_0003", 2);
        Assert.Equal(4, campaign.DecisionsOf("alice").Count);
    }

    /// <summary>Twenty labels, three minutes apart, given in another program yesterday, and one whose time nobody knows.</summary>
    [Fact]
    public async Task MyFigures_OfLabelsWithTimes_TellPaceAndTimeLeft()
    {
        using var campaign = new Campaign(30);
        DateTimeOffset start = TimeProvider.System.GetUtcNow().AddDays(-1);
        IEnumerable<string> entries = Enumerable.Range(0, 20).Select(i =>
            $$"""  "block_{{i + 1:0000}}": { "label": {{(i % 2) + 1}}, "annotated_at": "{{start.AddMinutes(3 * i):yyyy-MM-dd'T'HH:mm:ss}}+00:00" }""");
        Directory.CreateDirectory(Path.Join(campaign.Annotations, "users"));
        string file = $$"""{ "username": "alice", "annotations": { {{string.Join(",\n", entries)}}, "block_0021": { "label": 3 } } }""";
        await File.WriteAllBytesAsync(Path.Join(campaign.Annotations, "users", "alice.json"), System.Text.Encoding.UTF8.GetBytes(file), TestContext.Current.CancellationToken);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.CompleteAsync("block_0022");

        await Annotator.ChooseInMenuAsync(alice.Page, "My figures");

        await Expect(Figure(alice, "labelled")).ToHaveTextAsync("21 of 30");
        await Expect(Figure(alice, "pace")).ToHaveTextAsync("20 an hour");
        await Expect(Figure(alice, "left")).ToHaveTextAsync("9 · about 27 min");
        await Expect(alice.Page.GetByTestId("figures")).ToContainTextAsync("1 label has no known time, from another program");
        await Expect(alice.Page.GetByTestId("figures")).ToContainTextAsync("a longer gap is not counted as work");
    }

    [Fact]
    public async Task MyFigures_WhileAdjudicating_AreStillOnesOwn()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        foreach ((string username, int label) in (IReadOnlyList<(string, int)>)[("alice", 1), ("bob", 2)])
        {
            await using Annotator annotator = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, username);
            await annotator.LabelAsync("block_0001", label);
        }

        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "boss");
        await boss.CompleteAsync("block_0001");
        await boss.SelectAsync("block_0003");
        await boss.LabelAsync("block_0003", 3);
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await boss.PaintedAsync("block_0001");

        await Annotator.ChooseInMenuAsync(boss.Page, "My figures");

        await Expect(Figure(boss, "labelled")).ToHaveTextAsync("1 of 3");
        await Expect(boss.Page.GetByTestId("figure-class").Locator(".count")).ToHaveTextAsync(["0", "0", "1"]);
        await Expect(boss.Page.GetByTestId("figures")).ToContainTextAsync("the final labels that you are setting are not among them");

        // Back leads to the Review, as its tab does; the queue stays as it was.
        await boss.Page.GoBackAsync();
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        await boss.Page.GoForwardAsync();
        await boss.PaintedAsync("block_0001");
        await Expect(boss.Page.GetByTestId("figures")).ToHaveCountAsync(0);
    }

    private static ILocator Figure(Annotator annotator, string name) => annotator.Page.GetByTestId($"figure-{name}");
}
