using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The tabs and facts of the Review as an admin uses them, and their place in the window's history.</summary>
public sealed class ReviewTabsTests(Chromium chromium)
{
    private static readonly string[] Tabs = ["overview", "table", "raters", "classes", "adjudicate", "campaign", "export"];
    private static readonly string[] Raters = ["aiko", "dario", "elif", "joerg", "kwame", "mira", "noor", "pilar", "rosa", "sven", "tomas", "wanda"];

    [Theory]
    [InlineData(ColorScheme.Dark, 1440, 900)]
    [InlineData(ColorScheme.Light, 1100, 700)]
    public async Task Tabs_WithTwelveRaters_HaveNothingClippedAndNothingForAxe(ColorScheme theme, int width, int height)
    {
        using var campaign = new Campaign(30, "488");
        await LabelledByAllAsync(campaign, 30);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await Annotator.SignInAsync(await chromium.NewPageAsync(width, height, theme: theme), program.Link, "boss");
        await boss.CompleteAsync("block_0001");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        foreach (string hook in (string[])["stat-total", "stat-annotated", "stat-disagreements", "stat-consensus-rate", "stat-annotators", "export-csv", "start-adjudication", "final-label", "set-final-label"])
        {
            await Expect(boss.Page.GetByTestId(hook)).ToBeVisibleAsync();
        }

        foreach (string tab in Tabs)
        {
            await boss.Page.GetByTestId("review-" + tab).ClickAsync();
            await Expect(boss.Page.GetByTestId("review-" + tab)).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(boss.Page.Locator("#review-pane")).Not.ToContainTextAsync("omputing…");
            await LooksTests.NothingSeriousAsync(boss.Page, tab);
            string[] wide = await boss.Page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('.facts, .bar, #review-pane, #review-pane .card')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className)");
            Assert.True(wide.Length == 0, $"{tab}: {string.Join(", ", wide)}");
            await boss.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Join(Checkout.Screenshots, $"review-{tab}-{width}x{height}.png") });
        }
    }

    [Fact]
    public async Task TabFilterAndOrder_AreStepsOfTheHistory_AndSurviveAReload()
    {
        using var campaign = new Campaign(6, "488");
        await LabelledByAllAsync(campaign, 6);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        await AddressTests.AddressAsync(boss, "/?view=review&block=block_0001");
        int entries = await AddressTests.EntriesAsync(boss);

        await boss.Page.GetByTestId("review-raters").ClickAsync();
        await AddressTests.AddressAsync(boss, "/?view=review&tab=raters&block=block_0001");
        await boss.Page.GetByTestId("fact-to-adjudicate").ClickAsync();
        await AddressTests.AddressAsync(boss, "/?view=review&rows=disagree,unsettled&block=block_0001");
        await boss.Page.GetByRole(AriaRole.Button, new() { Name = "Votes" }).ClickAsync();
        await boss.Page.GetByRole(AriaRole.Button, new() { Name = "Votes" }).ClickAsync();
        await AddressTests.AddressAsync(boss, "/?view=review&rows=disagree,unsettled&sort=-votes&block=block_0001");
        Assert.Equal(entries + 2, await AddressTests.EntriesAsync(boss));
        string?[] listed = await IdsAsync(boss);
        Assert.NotEmpty(listed);

        await boss.Page.ReloadAsync();
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(listed.Length);
        Assert.Equal(listed, await IdsAsync(boss));
        await Expect(boss.Page.GetByLabel("Status")).ToHaveValueAsync("Disagree");
        await Expect(boss.Page.GetByTestId("picked")).ToHaveTextAsync("unsettled");

        await boss.Page.GoBackAsync();
        await Expect(boss.Page.GetByTestId("annotators")).ToBeVisibleAsync();
        await AddressTests.AddressAsync(boss, "/?view=review&tab=raters&block=block_0001");
        await boss.Page.GoBackAsync();
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(6);
        await boss.Page.GoForwardAsync();
        await Expect(boss.Page.GetByTestId("annotators")).ToBeVisibleAsync();

        // The picture and back: the tab is the one that was left.
        await boss.Page.GetByTestId("tab-annotator").ClickAsync();
        await boss.PaintedAsync("block_0001");
        await boss.Page.GetByTestId("tab-admin").ClickAsync();
        await Expect(boss.Page.GetByTestId("annotators")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Address_OfATabThatIsNone_OpensTheTableAndSaysSo()
    {
        using var campaign = new Campaign(3, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");

        await boss.Page.GotoAsync(new Uri(new Uri(program.Link), "/?view=review&tab=nothing").ToString());

        await Expect(boss.Page.GetByText("\"tab=nothing\" in the address means nothing in the Review.")).ToBeVisibleAsync();
        await Expect(boss.Page.GetByTestId("admin-table")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task FilterMenu_ClosesAtEscapeAndAtAClickBeside_AndShowsWhatIsOn()
    {
        using var campaign = new Campaign(3, "488");
        await LabelledByAllAsync(campaign, 3);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");
        ILocator box = boss.Page.GetByTestId("filter-final-differs");

        await boss.Page.GetByTestId("filter-more").ClickAsync();
        await box.CheckAsync();
        await Expect(boss.Page.GetByTestId("picked")).ToHaveTextAsync("final differs from votes");
        await Expect(box).ToBeVisibleAsync();
        await boss.PressAsync("Escape");
        await Expect(box).ToBeHiddenAsync();
        await boss.Page.GetByTestId("filter-more").ClickAsync();
        await boss.Page.GetByTestId("admin-table").ClickAsync();
        await Expect(box).ToBeHiddenAsync();
        await boss.Page.GetByTestId("picked").ClickAsync();
        await Expect(boss.Page.GetByTestId("admin-row")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Palette_InTheReview_LeadsToItsTabsAndToABlock()
    {
        using var campaign = new Campaign(3, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using Annotator boss = await AdminView.OpenAsync(chromium, program, "boss");

        await boss.RunCommandAsync("raters");
        await Expect(boss.Page.GetByTestId("review-raters")).ToHaveAttributeAsync("aria-selected", "true");
        await AddressTests.AddressAsync(boss, "/?view=review&tab=raters&block=block_0001");

        await boss.Page.GetByTestId("open-palette").ClickAsync();
        await boss.Page.GetByTestId("palette-query").FillAsync("block_0003");
        await boss.PressAsync("Enter");
        await boss.PaintedAsync("block_0003");
        await boss.LabelAsync("block_0003", 2);
        Assert.Equal([("block_0003", 2)], campaign.DecisionsOf("boss"));
    }

    private static async Task<string?[]> IdsAsync(Annotator admin)
    {
        IReadOnlyList<ILocator> rows = await admin.Page.GetByTestId("admin-row").AllAsync();
        return await Task.WhenAll(rows.Select(row => row.GetAttributeAsync("data-block-id")));
    }

    /// <summary>Labels of twelve raters from other programs; the later a block, the fewer have it, and some differ.</summary>
    private static async Task LabelledByAllAsync(Campaign campaign, int blocks)
    {
        string users = Directory.CreateDirectory(Path.Join(campaign.Annotations, "users")).FullName;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        foreach ((int rater, string username) in Raters.Index())
        {
            IEnumerable<string> entries = Enumerable.Range(1, blocks).Where(block => block % 12 <= 12 - rater).Select(block =>
                $$"""  "block_{{block:0000}}": { "label": {{((block + (block % 4 == 1 || rater == 4 ? rater : 0)) % 3) + 1}}, "annotated_at": "{{now.AddHours(-7 * block):yyyy-MM-dd'T'HH:mm:ss}}+00:00" }""");
            string file = $$"""{ "username": "{{username}}", "annotations": { {{string.Join(",\n", entries)}} } }""";
            await File.WriteAllBytesAsync(Path.Join(users, username + ".json"), System.Text.Encoding.UTF8.GetBytes(file), TestContext.Current.CancellationToken);
        }
    }
}
