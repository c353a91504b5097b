using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

public sealed class SignInTests(Chromium chromium)
{
    [Fact]
    public async Task SwitchUser_InAPageThatTookOverTheSignInsConnection_LabelsUnderTheOtherName()
    {
        using var campaign = new Campaign(2);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        await using Annotator alice = await SignInOnceConnectedAsync(page, program.Link, "alice");
        await alice.PaintedAsync("block_0001");

        await Annotator.ChooseInMenuAsync(page, "Switch user");
        await using Annotator bob = await Annotator.SignInAsync(page, "bob");
        await bob.LabelAsync("block_0001", 2);

        await Eventually.TrueAsync("it is bob's", () => campaign.LabelsOf("bob").GetValueOrDefault("block_0001") == 2);
        Assert.Empty(campaign.LabelsOf("alice"));
    }

    [Fact]
    public async Task Refusal_PutInPlace_SaysWhyAndTheNextNameGoesOn()
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        await OpenOnceConnectedAsync(page, program.Link);

        foreach (string name in (string[])["no name", "con"])
        {
            await page.GetByTestId("login-username").FillAsync(name);
            await Expect(page.GetByTestId("login-refusal").Filter(new() { Visible = true })).ToHaveCountAsync(0);
            await page.GetByTestId("login-submit").ClickAsync();
            await Expect(page.GetByTestId("login-refusal")).ToBeVisibleAsync();
            await Expect(page.GetByTestId("login-refusal")).ToContainTextAsync("This is no username");
            await Expect(page.Locator("#known")).ToBeHiddenAsync();
        }

        await using Annotator alice = await Annotator.SignInAsync(page, "alice");

        await alice.PaintedAsync("block_0001");
    }

    [Theory]
    [InlineData("Jörg Müller", "joerg_mueller")]
    [InlineData(" René.Ångström ", "rene_aangstroem")]
    [InlineData("李", "")]
    [InlineData("con", "")]
    public async Task Refusal_ProposesTheNearestName_AndOneClickTakesIt(string typed, string proposed)
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        await OpenOnceConnectedAsync(page, program.Link);
        ILocator proposal = page.GetByTestId("login-proposal");
        await Expect(proposal).ToBeHiddenAsync();

        await page.GetByTestId("login-username").FillAsync(typed);
        await page.GetByTestId("login-submit").ClickAsync();
        await Expect(page.GetByTestId("login-refusal")).ToBeVisibleAsync();
        if (proposed.Length == 0)
        {
            await Expect(proposal).ToBeHiddenAsync();
            return;
        }

        await Expect(proposal).ToHaveTextAsync(proposed);
        await proposal.ClickAsync();
        await Expect(page.GetByTestId("login-refusal")).ToBeHiddenAsync();
        await page.GetByTestId("login-submit").ClickAsync();
        await Expect(page.Locator("[data-testid=viewer-canvas][data-block-id=block_0001]").First).ToBeVisibleAsync();
        await Expect(page.GetByTestId("user-menu")).ToHaveAttributeAsync("title", $"Signed in as {proposed}");
    }

    [Fact]
    public async Task Name_ThatIsMissing_IsAskedFor()
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        await page.GotoAsync(program.Link);
        await page.GetByTestId("login-username").FillAsync("");

        await page.GetByTestId("login-submit").ClickAsync();

        await Expect(page.GetByTestId("login-refusal")).ToHaveTextAsync("Type your name first.");
        await Expect(page.GetByTestId("login-username")).ToBeFocusedAsync();
        await page.GetByTestId("login-username").FillAsync("alice");
        await Expect(page.GetByTestId("login-refusal")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task ClassesNamedOtherwiseOnTheShare_AreShownAndAskedAboutBeforeTheSignIn()
    {
        using var campaign = new Campaign(1);
        await using (RunningProgram before = await RunningProgram.StartAsync(campaign))
        {
            IPage first = await chromium.NewPageAsync();
            await using Annotator alice = await SignInOnceConnectedAsync(first, before.Link, "alice");
            await alice.LabelAsync("block_0001", 2);
        }

        string classes = campaign.Below("classes.json");
        await File.WriteAllBytesAsync(classes, """{"classes": ["Round", "Long", "Flat"]}"""u8.ToArray());
        await using RunningProgram program = await RunningProgram.StartAsync(
            campaign, ["--no-browser"], ("ANNOTATOR_CLASSES_FILE", classes));
        IPage page = await chromium.NewPageAsync();
        await page.GotoAsync(program.Link);
        await Expect(page.GetByTestId("class-conflict")).ToContainTextAsync("1 Round, 2 Long, 3 Flat");
        await Expect(page.GetByTestId("class-conflict")).ToContainTextAsync("1 Class 1, 2 Class 2, 3 Class 3");
        await Expect(page.GetByTestId("class-conflict")).ToContainTextAsync("For alice on ");

        await page.GetByTestId("login-username").FillAsync("bob");
        await page.GetByTestId("login-submit").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(new Uri(program.Link), "/sign-in").ToString());
        await page.GetByLabel("I have read this").CheckAsync();
        await using Annotator bob = await Annotator.SignInAsync(page, "bob");

        await bob.PaintedAsync("block_0001");
    }

    /// <summary>The blocks take the place of the sign-in page in the window's history, however they were opened.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Back_FromTheBlocks_IsNoSignInPage(bool onceConnected)
    {
        using var campaign = new Campaign(2);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        await page.GotoAsync("about:blank");
        await using Annotator alice = onceConnected
            ? await SignInOnceConnectedAsync(page, program.Link, "alice")
            : await Annotator.SignInAsync(page, program.Link, "alice");
        await alice.PaintedAsync("block_0001");

        await page.GetByTestId("filter-unlabelled").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(new Uri(program.Link), "/?filter=unlabelled&block=block_0001").ToString());
        await page.GoBackAsync();
        await Expect(page.GetByTestId("filter-all")).ToHaveAttributeAsync("aria-pressed", "true");
        await alice.LabelAsync("block_0001", 1);
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync("about:blank");
    }

    [Fact]
    public async Task Back_AfterSwitchUser_IsASignInPageThatWorks()
    {
        using var campaign = new Campaign(1);
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        await using Annotator alice = await SignInOnceConnectedAsync(page, program.Link, "alice");
        await alice.PaintedAsync("block_0001");
        await Annotator.ChooseInMenuAsync(page, "Switch user");
        await page.GetByTestId("login-username").WaitForAsync();

        await page.GoBackAsync();
        await page.GetByTestId("login-username").FillAsync("bob");
        await Expect(page.GetByText("new annotator")).ToBeVisibleAsync();
        await using Annotator bob = await Annotator.SignInAsync(page, "bob");

        await bob.PaintedAsync("block_0001");
        await Expect(page.Locator(".user")).ToHaveTextAsync("bob");
    }

    /// <summary>Takes so long over the name that the page behind the form is exchanged in place, not loaded.</summary>
    private static async Task<Annotator> SignInOnceConnectedAsync(IPage page, string link, string username)
    {
        await OpenOnceConnectedAsync(page, link);
        await page.EvaluateAsync("() => { window.isSamePage = true; }");
        Annotator annotator = await Annotator.SignInAsync(page, username);
        Assert.True(await page.EvaluateAsync<bool>("() => window.isSamePage === true"));
        return annotator;
    }

    private static async Task OpenOnceConnectedAsync(IPage page, string link)
    {
        Task<IWebSocket> connected = page.WaitForWebSocketAsync();
        await page.GotoAsync(link);
        await connected;
    }
}
