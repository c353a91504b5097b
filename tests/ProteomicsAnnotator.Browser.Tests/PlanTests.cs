using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A lead plans in the Review, annotators work through their queues, and the campaign is closed.</summary>
public sealed class PlanTests(Chromium chromium)
{
    [Fact]
    public async Task Lead_Plans_AnnotatorsWalkTheirQueues_AndTheCampaignIsClosed()
    {
        using var campaign = new Campaign(8, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await PlanAsync(boss, "alice, bob", "1");
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");

        ILocator rows = alice.Page.GetByTestId("block-item");
        await Expect(rows).ToHaveCountAsync(4);
        string[] mine = await BlocksAsync(alice);
        await Expect(alice.Page.GetByTestId("filter-mine")).ToHaveTextAsync("Mine 4");
        await Expect(alice.Page.GetByTestId("progress-text")).ToHaveTextAsync("0 / 4 annotated");
        await alice.PaintedAsync(mine[0]);
        await alice.SetAutoAdvanceAsync(true);
        foreach (string id in mine)
        {
            await alice.CompleteAsync(id);
            await alice.PressAsync("1");
            await alice.ListedAsync(id, 1);
        }

        await Expect(alice.Page.GetByText("Your queue is done. Others have queues of their own: bob 4 blocks.")).ToBeVisibleAsync();
        await alice.Page.GetByTestId("filter-mine").ClickAsync();
        await Expect(rows).ToHaveCountAsync(8);
        await Expect(alice.Page.GetByTestId("progress-text")).ToHaveTextAsync("4 / 8 annotated");
        await LooksTests.NothingSeriousAsync(alice.Page, "mine");

        await boss.Page.ReloadAsync();
        ILocator progress = boss.Page.GetByTestId("plan-progress").Locator("tr[data-username=alice]");
        await Expect(progress).ToContainTextAsync("4");
        await Expect(boss.Page.GetByTestId("plan-facts")).ToContainTextAsync("4 of 8 blocks have them all");
        await boss.Page.GetByTestId("setting-close").ClickAsync();
        await Expect(boss.Page.GetByTestId("setting-open")).ToBeVisibleAsync();
        await alice.PressAsync("2");
        await Expect(alice.Page.GetByText("the campaign is closed (boss closed it)").First).ToBeVisibleAsync();
        await alice.ListedAsync(mine[^1], 1);
    }

    /// <summary>After the undo alice and bob are to label four blocks each; alice gives one of them its label, so seven need theirs.</summary>
    [Fact]
    public async Task VersionTakenBack_IsShownWithItsCounts_AndTheReviewListsWhatNeedsVotes()
    {
        using var campaign = new Campaign(8, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        ILocator done = boss.Page.GetByTestId("campaign-done");
        await PlanAsync(boss, "alice, bob", "1");
        await Expect(boss.Page.GetByTestId("plan-undo")).ToHaveCountAsync(0);
        await boss.Page.GetByTestId("plan-annotators").FillAsync("cem");
        await boss.Page.GetByTestId("plan-preview").ClickAsync();
        await Expect(boss.Page.GetByTestId("plan-change")).ToHaveTextAsync("Compared with version 1, 8 blocks leave the queues and 8 come in: alice −4, bob −4, cem +8.");
        await boss.Page.GetByTestId("plan-store").ClickAsync();
        await Expect(done).ToContainTextAsync("Version 2 is stored.");

        await boss.Page.GetByTestId("plan-undo").ClickAsync();

        await Expect(boss.Page.GetByTestId("plan-undoes")).ToHaveTextAsync("As version 1 by boss was; what has been begun since stays with whoever began it.");
        await Expect(boss.Page.GetByTestId("plan-change")).ToHaveTextAsync("Compared with version 2, 8 blocks leave the queues and 8 come in: alice +4, bob +4, cem −8.");
        await boss.Page.GetByTestId("plan-draft").ScrollIntoViewIfNeededAsync();
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "plan-undo.png") });
        await LooksTests.NothingSeriousAsync(boss.Page, "plan undo");
        await boss.Page.GetByTestId("plan-store").ClickAsync();
        await Expect(done).ToContainTextAsync("Version 3 is stored.");

        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(4);
        string first = (await BlocksAsync(alice))[0];
        await alice.PaintedAsync(first);
        await alice.LabelAsync(first, 1);
        await Expect(boss.Page.GetByTestId("fact-needs-votes")).ToHaveTextAsync("7 blocks need more votes");
        await boss.Page.GetByTestId("fact-needs-votes").ClickAsync();
        await Expect(boss.Page.GetByText("7 of 8 shown")).ToBeVisibleAsync();
        await Expect(boss.Page.GetByTestId("picked")).ToHaveTextAsync("needs more votes");
        Assert.Contains("rows=needs-votes", boss.Page.Url, StringComparison.Ordinal);
        await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "needs-votes.png") });
        await boss.Page.ReloadAsync();
        await Expect(boss.Page.GetByText("7 of 8 shown")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task RuleForTies_ThatIsTakenBack_IsShownFirst()
    {
        using var campaign = new Campaign(4, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await boss.Page.GetByTestId("review-campaign").ClickAsync();
        ILocator ask = boss.Page.GetByTestId("setting-ties-ask");
        ILocator decide = boss.Page.GetByTestId("setting-ties-decide");
        await boss.Page.GetByTestId("setting-ties").SelectOptionAsync("none");
        await decide.ClickAsync();
        await Expect(ask).ToHaveCountAsync(0);

        await boss.Page.GetByTestId("undo-tie_rule").ClickAsync();

        await Expect(ask).ToContainTextAsync("0 blocks are tied: the consensus of 0 of them changes");
        await Expect(boss.Page.GetByTestId("decided-tie_rule")).ToContainTextAsync("Decided by boss");
        await decide.ClickAsync();
        await Expect(boss.Page.GetByTestId("decided-tie_rule")).ToContainTextAsync("Taken back by boss");
        await Expect(boss.Page.GetByTestId("setting-ties")).ToHaveValueAsync("first");
    }

    [Fact]
    public async Task NameThatIsNotInThePlan_IsAskedOnTheCard_AndTheNearestOneIsProposed()
    {
        using var campaign = new Campaign(4, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using (Annotator boss = await AdminView.OpenAsync(chromium, program, "boss"))
        {
            await PlanAsync(boss, "alice, bob", "1");
        }

        IPage page = await chromium.NewPageAsync();
        await page.GotoAsync(program.Link);
        await page.GetByTestId("login-username").FillAsync("alcie");
        await page.GetByTestId("login-submit").ClickAsync();
        await Expect(page.GetByTestId("login-refusal")).ToHaveTextAsync("alcie is not in this campaign. Did you mean alice?");
        await Expect(page.GetByTestId("login-not-on-roster")).ToHaveTextAsync("Sign in as alcie all the same");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, "sign-in-roster.png") });

        await page.GetByTestId("login-proposal").ClickAsync();
        await Expect(page.GetByTestId("login-username")).ToHaveValueAsync("alice");
        await page.GetByTestId("login-submit").ClickAsync();
        await Expect(page.GetByTestId("block-item")).ToHaveCountAsync(2);
        await page.Context.DisposeAsync();
    }

    private static async Task PlanAsync(Annotator boss, string annotators, string votes)
    {
        await boss.Page.GetByTestId("review-campaign").ClickAsync();
        await boss.Page.GetByTestId("plan-annotators").FillAsync(annotators);
        await boss.Page.GetByTestId("plan-votes").FillAsync(votes);
        await boss.Page.GetByTestId("plan-preview").ClickAsync();
        await boss.Page.GetByTestId("plan-store").ClickAsync();
        await Expect(boss.Page.GetByTestId("campaign-done")).ToContainTextAsync("Version 1 is stored.");
    }

    private static async Task<string[]> BlocksAsync(Annotator annotator) =>
        await annotator.Page.GetByTestId("block-item").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.blockId)");
}
