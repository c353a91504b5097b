using System.Text.Json;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>While keys set final labels, no reload and no other view turns a key into the admin's own label.</summary>
public sealed class FinalLabelModeTests(Chromium chromium)
{
    [Fact]
    public async Task Reload_WhileAdjudicating_GoesOnWithFinalLabels()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await OpenReviewAsync(program, "block_0002", "block_0003");
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await boss.PaintedAsync("block_0002");
        await boss.PressAsync("ArrowDown");
        await boss.PaintedAsync("block_0003");
        await AddressAsync(boss, "view=adjudicate&block=block_0003");

        await boss.Page.ReloadAsync();

        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("FINAL LABEL");
        await boss.PaintedAsync("block_0003");
        await Expect(boss.Page.GetByText("You go on setting final labels, not your own: 2 blocks to decide")).ToBeVisibleAsync();
        await DecideAsync(boss, "block_0003", 3);
        await FinalLabelsAsync(campaign, ("block_0003", 3));
        await boss.PaintedAsync("block_0002");
        await DecideAsync(boss, "block_0002", 1);
        await FinalLabelsAsync(campaign, ("block_0002", 1), ("block_0003", 3));

        // Nothing waits any more: the Review, where no key gives a label.
        await boss.Page.ReloadAsync();
        await Expect(boss.Page.GetByText("No block waits for a final label any more.")).ToBeVisibleAsync();
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        await AddressAsync(boss, "view=review&block=block_0002");
        Assert.Empty(campaign.DecisionsOf("boss"));
    }

    [Fact]
    public async Task Reload_WithABlockOpenFromTheTable_GoesOnWithItsFinalLabel()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await OpenReviewAsync(program);
        await boss.Page.Locator("[data-testid=admin-row][data-block-id=block_0004]").DblClickAsync();
        await boss.PaintedAsync("block_0004");
        await AddressAsync(boss, "view=final&block=block_0004");

        await boss.Page.ReloadAsync();
        await boss.PaintedAsync("block_0004");
        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("FINAL LABEL");
        await DecideAsync(boss, "block_0004", 2);
        await FinalLabelsAsync(campaign, ("block_0004", 2));

        // Esc leads to the table; Back returns to the final label, and never to a label of one's own.
        await boss.PressAsync("Escape");
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        await AddressAsync(boss, "view=review&block=block_0004");
        await boss.Page.GoBackAsync();
        await boss.PaintedAsync("block_0004");
        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("FINAL LABEL");
        await DecideAsync(boss, "block_0004", 1);
        await FinalLabelsAsync(campaign, ("block_0004", 1));
        Assert.Empty(campaign.DecisionsOf("boss"));
    }

    [Fact]
    public async Task Reload_OfAQueueByTheModel_KeepsItsOrder()
    {
        using var campaign = new Campaign(4);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await OpenReviewAsync(program, "block_0002", "block_0003");
        await boss.Page.GetByTestId("review-adjudicate").ClickAsync();
        await boss.Page.GetByLabel("Order of the adjudication").SelectOptionAsync("DawidSkeneUncertainty");
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("FINAL LABEL");
        await Expect(boss.Page).ToHaveURLAsync(new Regex("view=adjudicate-dawid-skene&block=block_000[23]$", RegexOptions.None, TimeSpan.FromSeconds(1)));

        await boss.Page.ReloadAsync();

        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("FINAL LABEL");
        await Expect(boss.Page).ToHaveURLAsync(new Regex("view=adjudicate-dawid-skene&block=block_000[23]$", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Gallery_WhileAdjudicating_StaysClosedAndSaysWhy()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await OpenReviewAsync(program, "block_0002");
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await boss.PaintedAsync("block_0002");

        await boss.PressAsync("g");

        await Expect(boss.Page.GetByText("The gallery gives your own labels, and you are setting final ones.")).ToBeVisibleAsync();
        await Expect(boss.Page.Locator("#pane-gallery")).ToBeHiddenAsync();
        await Expect(boss.Canvas).ToBeVisibleAsync();
        await DecideAsync(boss, "block_0002", 2);
        await FinalLabelsAsync(campaign, ("block_0002", 2));
        Assert.Empty(campaign.DecisionsOf("boss"));
    }

    [Fact]
    public async Task Address_OfFinalLabels_IsTheAdminsAlone()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");

        await alice.Page.GotoAsync(new Uri(new Uri(program.Link), "/?view=adjudicate&block=block_0002").ToString());

        await Expect(alice.Page.GetByText("which only admins have")).ToBeVisibleAsync();
        await alice.LabelAsync("block_0002", 1);
        Assert.Equal([("block_0002", 1)], campaign.DecisionsOf("alice"));
    }

    /// <summary>The Review, after two annotators disagreed about these blocks.</summary>
    private async Task<Annotator> OpenReviewAsync(RunningProgram program, params string[] contested)
    {
        foreach ((string username, int label) in (IReadOnlyList<(string, int)>)[("alice", 1), ("bob", 2)])
        {
            await using Annotator annotator = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, username);
            foreach (string block in contested)
            {
                int status = await annotator.Page.EvaluateAsync<int>(
                    "async ([block, label]) => (await fetch(`/api/labels/${block}`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ label: Number(label) }) })).status",
                    new[] { block, $"{label}" });
                Assert.Equal(200, status);
            }
        }

        Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "boss");
        await boss.PaintedAsync("block_0001");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        foreach (string block in contested)
        {
            await Expect(boss.Page.Locator($"[data-testid=admin-row][data-block-id={block}]")).ToContainTextAsync("Disagree");
        }

        return boss;
    }

    private static Task AddressAsync(Annotator admin, string query) =>
        Expect(admin.Page).ToHaveURLAsync(new Regex(Regex.Escape($"/?{query}") + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));

    private static Task DecideAsync(Annotator admin, string block, int label) => admin.PressUntilAsync(
        () => admin.PressAsync($"{label}"), block, limit => Expect(admin.Item(block)).ToHaveAttributeAsync("data-label", $"{label}", new() { Timeout = limit }));

    private static Task FinalLabelsAsync(Campaign campaign, params (string, int)[] expected) => Eventually.TrueAsync(
        "these are the final labels",
        () =>
        {
            string file = Path.Join(campaign.Annotations, "admin", "final_labels.json");
            if (!File.Exists(file))
            {
                return false;
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json.RootElement.GetProperty("labels").EnumerateObject()
                .Select(entry => (entry.Name, entry.Value.GetProperty("final_label").GetInt32())).Order().SequenceEqual(expected);
        });
}
