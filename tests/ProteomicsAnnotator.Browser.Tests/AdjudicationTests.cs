using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

public sealed class AdjudicationTests(Chromium chromium)
{
    /// <summary>Every operation that the program's own description puts among the admin calls, called for one block.</summary>
    private const string CallEveryAdminOperation = """
        async () => {
          const paths = (await (await fetch('/openapi/v1.json')).json()).paths;
          const answers = [];
          for (const [path, operations] of Object.entries(paths)) {
            for (const [method, operation] of Object.entries(operations)) {
              if (operation.tags.includes('admin')) {
                const answer = await fetch(path.replace('{block}', 'block_0001'), {
                  method: method.toUpperCase(),
                  headers: { 'Content-Type': 'application/json' },
                  body: method === 'put' ? '{"label": 1}' : undefined,
                });
                answers.push(`${method} ${path}: ${answer.status}`);
              }
            }
          }
          return answers;
        }
        """;

    [Fact]
    public async Task KeysOfTwoAnnotators_ThatDiffer_AreARowThenAFinalLabelThenTheCsv()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await VoteAsync(program, "alice", 1);
        await VoteAsync(program, "bob", 2);
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(), program.Link, "boss");
        await boss.PaintedAsync("block_0001");

        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Cell("block_0002", "status")).ToHaveTextAsync("Disagree");
        await Eventually.TrueAsync("a number key in the table says that it decides nothing", async () =>
        {
            await boss.PressAsync("3");
            return await boss.Page.GetByText("Number keys decide nothing in the table").IsVisibleAsync();
        });
        await Expect(boss.Cell("block_0002", "votes")).ToHaveTextAsync("tie 1 : 1");
        await Expect(boss.Cell("block_0002", "final")).ToHaveTextAsync("–");
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("FINAL LABEL");
        await boss.PaintedAsync("block_0002");
        await Expect(boss.Page.GetByTestId("blind-votes")).ToContainTextAsync("Names are hidden until you decide.");
        await Expect(boss.Page.GetByTestId("adjudication")).Not.ToContainTextAsync("alice");
        ILocator row2 = boss.Page.Locator("[data-testid=block-item][data-block-id=block_0002]");
        await Expect(row2).ToHaveAttributeAsync("data-label", "");
        await DecideAsync(boss, 3);
        await Expect(row2).ToHaveAttributeAsync("data-label", "3");
        await boss.PressAsync("Escape");
        await Expect(boss.Page.GetByTestId("adjudication")).ToHaveCountAsync(0);
        await Expect(row2).ToHaveAttributeAsync("data-label", "");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();

        await Expect(boss.Cell("block_0002", "final")).ToContainTextAsync("3");
        await Expect(boss.Cell("block_0002", "status")).ToHaveTextAsync("Disagree");
        IReadOnlyDictionary<string, string> row = await CsvRowAsync(boss, "block_0002");
        Assert.Equal("1", row["consensus_label"]);
        Assert.Equal("3", row["final_label"]);
        Assert.Equal("True", row["has_disagreement"]);
        Assert.Equal("1", row["user_alice_label"]);
        Assert.Equal("2", row["user_bob_label"]);
        Assert.Empty(campaign.LabelsOf("boss"));
    }

    [Fact]
    public async Task FinalLabel_ThatNobodyVotedFor_IsSaid_AndOneUndoTakesItBack()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await VoteAsync(program, "alice", 1);
        await VoteAsync(program, "bob", 2);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await Expect(boss.Cell("block_0002", "status")).ToHaveTextAsync("Disagree");
        await boss.Page.GetByTestId("start-adjudication").ClickAsync();
        await boss.PaintedAsync("block_0002");
        ILocator progress = boss.Page.GetByTestId("progress-text");
        await Expect(progress).ToHaveTextAsync("0 / 1 of the queue decided");

        await DecideAsync(boss, 3);

        await Expect(progress).ToHaveTextAsync("1 / 1 of the queue decided");
        await Expect(boss.Page.Locator(".pv-header-review")).ToHaveTextAsync("Nobody voted for this");
        await boss.PressAsync("Control+z");
        await Expect(boss.Page.GetByTestId("overlay-label")).ToContainTextAsync("No label");
        await Expect(boss.Page.Locator(".pv-header-review")).ToHaveTextAsync("");
        await Expect(progress).ToHaveTextAsync("0 / 1 of the queue decided");
        await Eventually.TrueAsync("no final label is left", () => !campaign.FinalLabels().Any());

        await boss.PressAsync("Escape");
        await boss.Row("block_0002").DblClickAsync();
        await Expect(progress).ToHaveTextAsync("0 / 3 final labels");
        await DecideAsync(boss, 1);
        await Expect(progress).ToHaveTextAsync("1 / 3 final labels");
        await Expect(boss.Page.Locator(".pv-header-review")).ToHaveTextAsync("");
        await boss.PressAsync("Escape");
        await boss.Page.GetByTestId("tab-annotator").ClickAsync();
        await Expect(progress).ToHaveTextAsync("0 / 3 annotated");
    }

    [Fact]
    public async Task Row_OpenedFromTheTable_TakesFinalLabelsAndNoVote()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");

        await boss.Row("block_0002").DblClickAsync();
        await boss.CompleteAsync("block_0002");
        await Expect(boss.Page.GetByTestId("adjudication")).ToContainTextAsync("opened from the table");
        string frame = await boss.Page.Locator(".stage").EvaluateAsync<string>("e => getComputedStyle(e, '::before').borderTopColor");
        Assert.Equal("rgb(232, 197, 71)", frame);
        await boss.PressAsync("3");
        await Expect(boss.Page.GetByTestId("overlay-label")).ToContainTextAsync("3");
        await boss.PressAsync("Escape");

        await Expect(boss.Cell("block_0002", "final")).ToContainTextAsync("3");
        await Expect(boss.Cell("block_0002", "votes")).ToHaveTextAsync("0");
        await boss.Page.GetByTestId("tab-annotator").ClickAsync();
        await Expect(boss.Page.GetByTestId("adjudication")).ToHaveCountAsync(0);
        await boss.LabelAsync("block_0002", 1);
        await Eventually.TrueAsync("the vote is in the file", () => campaign.LabelsOf("boss").Count == 1);
        Assert.Equal([("block_0002", 3, "boss")], campaign.FinalLabels());
    }

    [Fact]
    public async Task TwoAdmins_AtOneTimeFromTwoPrograms_LoseNothingOfEachOther()
    {
        using var campaign = new Campaign(3);
        await File.WriteAllBytesAsync(
            campaign.Roles, """{"admins": ["boss", "chief"]}"""u8.ToArray(), TestContext.Current.CancellationToken);
        await using RunningProgram here = await RunningProgram.StartAsync(campaign);
        await using RunningProgram there = await RunningProgram.StartAsync(
            campaign,
            ["--no-browser"],
            ("XDG_STATE_HOME", campaign.Below("state-there")),
            ("XDG_CACHE_HOME", campaign.Below("cache-there")));
        await using Annotator boss = await AdminView.OpenAsync(chromium, here, "boss");
        await using Annotator chief = await AdminView.OpenAsync(chromium, there, "chief");

        await Task.WhenAll(boss.SetFinalLabelAsync("block_0001", 1), chief.SetFinalLabelAsync("block_0003", 2));

        foreach (Annotator admin in (Annotator[])[boss, chief])
        {
            await Expect(admin.Cell("block_0001", "final")).ToContainTextAsync("1");
            await Expect(admin.Cell("block_0002", "final")).ToHaveTextAsync("–");
            await Expect(admin.Cell("block_0003", "final")).ToContainTextAsync("2");
        }

        await Eventually.TrueAsync(
            "both are in final_labels.json",
            () => campaign.FinalLabels().Order().SequenceEqual([("block_0001", 1, "boss"), ("block_0003", 2, "chief")]));
    }

    [Fact]
    public async Task Undo_ByKeyInTheAdminView_TakesTheFinalLabelBackAndSaysWhenItCannot()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await boss.SetFinalLabelAsync("block_0001", 1);
        await Expect(boss.Cell("block_0001", "final")).ToContainTextAsync("1");

        await boss.PressAsync("Control+z");

        await Expect(boss.Cell("block_0001", "final")).ToHaveTextAsync("–");
        await boss.Page.EvaluateAsync("() => Blazor.disconnect()");
        await boss.PressAsync("Control+Shift+z");
        await Expect(boss.Page.GetByText("NOT REDONE: the program does not answer.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Undo_PressedBeforeTheFinalLabelIsOnTheShare_TakesItBackAllTheSame()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await boss.Row("block_0001").ClickAsync();
        await Expect(boss.Page.GetByTestId("set-final-label")).ToBeEnabledAsync();

        await boss.Page.EvaluateAsync("""
            () => {
              document.querySelector("[data-testid=set-final-label]").click();
              document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true, cancelable: true }));
            }
            """);

        await Expect(boss.Page.GetByText("Undone: block_0001 is without a label again.")).ToBeVisibleAsync();
        await Expect(boss.Cell("block_0001", "final")).ToHaveTextAsync("–");
        await Eventually.TrueAsync("both are in the journal", () => DecisionsOf(campaign) == 2);
    }

    [Fact]
    public async Task AdminCalls_FromAnAnnotatorsPage_Are403AndSetNothing()
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.SignInAsync(
            await chromium.NewPageAsync(), program.Link, "alice");
        await alice.PaintedAsync("block_0001");

        string[] answers = await alice.Page.EvaluateAsync<string[]>(CallEveryAdminOperation);

        Assert.Contains("put /api/final-labels/{block}: 403", answers);
        Assert.Contains("get /api/export.csv: 403", answers);
        Assert.All(answers, answer => Assert.EndsWith(": 403", answer, StringComparison.Ordinal));
        await Expect(alice.Page.GetByTestId("tab-admin")).ToHaveCountAsync(0);
        Assert.Empty(campaign.FinalLabels());
    }

    private async Task VoteAsync(RunningProgram program, string username, int label)
    {
        await using Annotator annotator = await Annotator.OpenAsync(chromium, program, username);
        await annotator.SetAutoAdvanceAsync(false);
        await annotator.SelectAsync("block_0002");
        await annotator.LabelAsync("block_0002", label);
    }

    [Fact]
    public async Task Reload_OnTheAdminView_ShowsItAgainAndTheViewerBehindIt()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");

        await boss.Page.ReloadAsync();

        await Expect(boss.Row("block_0003")).ToBeVisibleAsync();
        await boss.Page.GetByTestId("tab-annotator").ClickAsync();
        await boss.PaintedAsync("block_0001");
        await boss.LabelAsync("block_0001", 2);
    }

    [Fact]
    public async Task AdminView_BrowserSignsOutInAnotherTab_ShowsNothingUntilConfirmed()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        IPage other = await boss.Page.Context.NewPageAsync();
        await other.GotoAsync(new Uri(new Uri(program.Link), "/").ToString());

        await Annotator.ChooseInMenuAsync(other, "Switch user");

        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(0);
        await Expect(boss.Page.GetByTestId("stat-total")).ToHaveCountAsync(0);
        await boss.Page.GetByText("Go on as boss").ClickAsync();
        await Expect(boss.Row("block_0003")).ToBeVisibleAsync();
    }

    /// <summary>Presses until the overlay shows the final label: keys before the block is painted are meant to be dropped.</summary>
    private static Task DecideAsync(Annotator admin, int label) =>
        Eventually.TrueAsync($"the final label is {label}", async () =>
        {
            await admin.PressAsync($"{label}");
            try
            {
                await Expect(admin.Page.GetByTestId("overlay-label")).ToContainTextAsync($"{label} –", new() { Timeout = 20_000 });
                return true;
            }
            catch (PlaywrightException)
            {
                return false;
            }
        });

    /// <summary>Column to cell, as the page's own download link gets it.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> CsvRowAsync(Annotator admin, string blockId)
    {
        string csv = await admin.Page.EvaluateAsync<string>("async () => await (await fetch('/api/export.csv')).text()");
        string[][] records = [.. csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        string[] row = Assert.Single(records, record => record[0] == blockId);
        return records[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
    }

    private static int DecisionsOf(Campaign campaign) =>
        Directory.EnumerateFiles(Path.Join(campaign.Annotations, "history", "admin"), "*.jsonl")
            .Sum(journal => File.ReadLines(journal).Count(line => line.Contains("block_0001", StringComparison.Ordinal)));
}
