using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The window's address says what the page shows; Back, Forward, a reload and another window bring it back.</summary>
public sealed class AddressTests(Chromium chromium)
{
    [Fact]
    public async Task Filter_IsAStepOfTheHistory_AndWalkingIsNone()
    {
        using var campaign = new Campaign(6);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");
        await alice.SetAutoAdvanceAsync(false);
        await alice.LabelAsync("block_0001", 1);
        await alice.SelectAsync("block_0003");
        await alice.LabelAsync("block_0003", 1);
        await AddressAsync(alice, "/?block=block_0003");

        await alice.Page.GetByTestId("filter-labelled").ClickAsync();
        await AddressAsync(alice, "/?filter=labelled&block=block_0003");
        await alice.PressAsync("ArrowUp");
        await alice.PaintedAsync("block_0001");
        await AddressAsync(alice, "/?filter=labelled&block=block_0001");
        await alice.Page.GetByTestId("filter-unlabelled").ClickAsync();
        await AddressAsync(alice, "/?filter=unlabelled&block=block_0001");
        await alice.PressAsync("End");
        await alice.PaintedAsync("block_0006");
        await AddressAsync(alice, "/?filter=unlabelled&block=block_0006");
        int entries = await EntriesAsync(alice);

        await alice.Page.GoBackAsync();
        await AddressAsync(alice, "/?filter=labelled&block=block_0001");
        await alice.PaintedAsync("block_0001");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(2);
        await Expect(alice.Page.GetByTestId("filter-labelled")).ToHaveAttributeAsync("aria-pressed", "true");
        await alice.Page.GoBackAsync();
        await AddressAsync(alice, "/?block=block_0003");
        await alice.PaintedAsync("block_0003");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(6);
        await alice.Page.GoForwardAsync();
        await alice.Page.GoForwardAsync();
        await AddressAsync(alice, "/?filter=unlabelled&block=block_0006");
        await alice.PaintedAsync("block_0006");
        Assert.Equal(entries, await EntriesAsync(alice));

        await alice.Page.ReloadAsync();
        await alice.PaintedAsync("block_0006");
        await AddressAsync(alice, "/?filter=unlabelled&block=block_0006");
        await Expect(alice.Page.GetByTestId("filter-unlabelled")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(4);

        // After a reload the entries before it belong to the page that was: they are opened all the same.
        await alice.Page.GoBackAsync();
        await AddressAsync(alice, "/?filter=labelled&block=block_0001");
        await alice.LabelAsync("block_0001", 2);
        Assert.Equal(("block_0001", 2), campaign.DecisionsOf("alice")[^1]);
    }

    [Fact]
    public async Task Search_IsOneStep_HoweverManyLetters()
    {
        using var campaign = new Campaign(12);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");
        await AddressAsync(alice, "/?block=block_0001");
        int entries = await EntriesAsync(alice);

        await alice.PressAsync("/");
        await alice.Page.Keyboard.TypeAsync("001");
        await AddressAsync(alice, "/?q=001&block=block_0001");
        Assert.Equal(entries + 1, await EntriesAsync(alice));
        await alice.PressAsync("Escape");
        await alice.Page.GoBackAsync();
        await alice.PaintedAsync("block_0001");
        await AddressAsync(alice, "/?q=001&block=block_0001", "/?block=block_0001");
        await alice.LabelAsync("block_0001", 1);
    }

    [Fact]
    public async Task Address_OpenedByTwoPeople_SignsInFirst_AndShowsEachTheirOwn()
    {
        using var campaign = new Campaign(5);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        foreach ((string username, string id) in (IReadOnlyList<(string, string)>)[("alice", "block_0002"), ("bob", "block_0004")])
        {
            await using Annotator annotator = await Annotator.OpenAsync(chromium, program, username);
            await annotator.SelectAsync(id);
            await annotator.PaintedAsync(id);
            await annotator.PressUntilAsync(() => annotator.PressAsync("u"), id, limit => Expect(annotator.Item(id).GetByTestId("block-mark")).ToHaveCountAsync(1, new() { Timeout = limit }));
        }

        foreach ((string username, string flagged) in (IReadOnlyList<(string, string)>)[("alice", "block_0002"), ("bob", "block_0004")])
        {
            IPage page = await chromium.NewPageAsync();
            await page.GotoAsync($"{program.Link}&filter=unsure&block=block_0003");
            await Expect(page).ToHaveURLAsync(new Uri(new Uri(program.Link), "/sign-in?filter=unsure&block=block_0003").ToString());
            await using Annotator annotator = await Annotator.SignInAsync(page, username);

            await annotator.PaintedAsync("block_0003");
            await AddressAsync(annotator, "/?filter=unsure&block=block_0003");
            await Expect(annotator.Item(flagged)).ToBeVisibleAsync();
            await Expect(page.GetByTestId("block-item")).ToHaveCountAsync(2);
            await annotator.LabelAsync("block_0003", 1);
        }

        Assert.Equal([("block_0003", 1)], campaign.DecisionsOf("alice"));
        Assert.Equal([("block_0003", 1)], campaign.DecisionsOf("bob"));
    }

    [Fact]
    public async Task Address_ThatMeansNothing_IsHarmlessAndSaysSo()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        await page.GotoAsync(program.Link);
        await using Annotator alice = await Annotator.SignInAsync(page, "alice");
        await alice.PaintedAsync("block_0001");

        await page.GotoAsync(new Uri(new Uri(program.Link), "/?filter=9&block=block_0404&view=review").ToString());
        await Expect(page.GetByText("\"9\" in the address is no filter")).ToBeVisibleAsync();
        await Expect(page.GetByText("which only admins have")).ToBeVisibleAsync();
        await Expect(page.GetByText("block_0404 is not in this folder.")).ToBeVisibleAsync();
        await alice.PaintedAsync("block_0001");
        await AddressAsync(alice, "/?block=block_0001");

        await page.GotoAsync(new Uri(new Uri(program.Link), "/?block=..%2F..%2Fetc&%3Cscript%3E=1&q=%zz").ToString());
        await Expect(page.GetByText("\"../../etc\" in the address is no block.")).ToBeVisibleAsync();
        await Expect(page.GetByText("\"<script>\" in the address means nothing here.")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("block-search")).ToHaveValueAsync("%zz");
        await alice.PressAsync("Escape");
        await alice.LabelAsync("block_0001", 1);
        Assert.Equal([("block_0001", 1)], campaign.DecisionsOf("alice"));
    }

    [Fact]
    public async Task Views_AreStepsOfTheHistory()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.OpenAsync(chromium, program, "boss");

        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await boss.Page.GetByTestId("admin-table").WaitForAsync();
        await AddressAsync(boss, "/?view=review&block=block_0001");
        await boss.Page.GetByTestId("tab-gallery").ClickAsync();
        await AddressAsync(boss, "/?view=gallery&block=block_0001");
        await Expect(boss.Page.Locator("#pane-gallery")).ToBeVisibleAsync();

        await boss.Page.GoBackAsync();
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        await boss.Page.GoBackAsync();
        await Expect(boss.Canvas).ToBeVisibleAsync();
        await AddressAsync(boss, "/?block=block_0001");
        await boss.Page.GoForwardAsync();
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        await boss.Page.GoForwardAsync();
        await Expect(boss.Page.Locator("#pane-gallery")).ToBeVisibleAsync();
        await boss.Page.ReloadAsync();
        await Expect(boss.Page.Locator("#pane-gallery")).ToBeVisibleAsync();
        await Expect(boss.Page.GetByTestId("gallery-tile").First).ToBeVisibleAsync();
        await boss.Page.GetByTestId("tab-annotator").ClickAsync();
        await boss.LabelAsync("block_0001", 3);
    }

    [Fact]
    public async Task Back_ClosesADialog_AndKeysAreTheBlocksAgain()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");
        await alice.Page.GetByTestId("filter-unlabelled").ClickAsync();
        await AddressAsync(alice, "/?filter=unlabelled&block=block_0001");
        await Annotator.ChooseInMenuAsync(alice.Page, "My figures");
        await Expect(alice.Page.GetByTestId("figures")).ToBeVisibleAsync();

        await alice.Page.GoBackAsync();

        await Expect(alice.Page.GetByTestId("figures")).ToHaveCountAsync(0);
        await AddressAsync(alice, "/?block=block_0001");
        await alice.LabelAsync("block_0001", 1);
    }

    [Fact]
    public async Task Back_WhileTheProgramIsAway_IsTakenOnceItIsBack()
    {
        using var campaign = new Campaign(3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        await using Annotator alice = await Annotator.SignInAsync(await chromium.NewPageAsync(network), program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        await alice.Page.GetByTestId("filter-labelled").ClickAsync();
        await AddressAsync(alice, "/?filter=labelled&block=block_0001");
        network.Cut();
        await Expect(alice.Banner).ToBeVisibleAsync();

        await alice.Page.GoBackAsync();
        await AddressAsync(alice, "/?block=block_0001");
        await alice.PaintedAsync("block_0001");
        network.Restore();

        await Expect(alice.Banner).ToBeHiddenAsync();
        await Expect(alice.Page.GetByTestId("filter-all")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(3);
        await AddressAsync(alice, "/?block=block_0001");
        await alice.LabelAsync("block_0001", 1);
    }

    [Fact]
    public async Task Browse_ThenBack_OpensTheFolderThatWas()
    {
        using var campaign = new Campaign(3);
        string other = Directory.CreateDirectory(campaign.Below("other")).FullName;
        Campaign.AddBlocks(other, 2, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator alice = await Annotator.OpenAsync(chromium, program, "alice");
        await alice.SelectAsync("block_0003");
        await alice.PaintedAsync("block_0003");
        await alice.Page.GetByTestId("filter-unlabelled").ClickAsync();
        await AddressAsync(alice, "/?filter=unlabelled&block=block_0003");

        await alice.Page.GetByTestId("browse").ClickAsync();
        await alice.Page.GetByTestId("browse-path").FillAsync(other);
        await alice.PressAsync("Enter");
        await alice.Page.GetByTestId("browse-open").ClickAsync();
        await alice.PaintedAsync("block_0001");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(2);
        await AddressAsync(alice, "/");

        await alice.Page.GoBackAsync();
        await alice.PaintedAsync("block_0003");
        await AddressAsync(alice, "/?filter=unlabelled&block=block_0003");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(3);
        await alice.Page.GoForwardAsync();
        await alice.PaintedAsync("block_0001");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(2);
        await alice.Page.ReloadAsync();
        await alice.PaintedAsync("block_0001");
        await Expect(alice.Page.GetByTestId("block-item")).ToHaveCountAsync(2);
        await alice.LabelAsync("block_0001", 2);
        await Eventually.TrueAsync("it is of the other folder", () => campaign.BrowsedLabelsOf("alice").Count == 1);
        Assert.Empty(campaign.LabelsOf("alice"));
    }

    internal static Task<int> EntriesAsync(Annotator annotator) => annotator.Page.EvaluateAsync<int>("() => history.length");

    /// <summary>The address is one of these.</summary>
    internal static Task AddressAsync(Annotator annotator, params string[] addresses) => Expect(annotator.Page).ToHaveURLAsync(
        new Regex($"^http://[^/]+({string.Join('|', addresses.Select(Regex.Escape))})$", RegexOptions.None, TimeSpan.FromSeconds(1)));
}
