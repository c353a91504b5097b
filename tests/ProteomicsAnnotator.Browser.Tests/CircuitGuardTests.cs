using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A circuit's secret in the hands of another sign-in.</summary>
public sealed class CircuitGuardTests(Chromium chromium)
{
    [Theory]
    [InlineData("alice")]
    [InlineData("boss")]
    public async Task Circuit_AskedForUnderAnotherSignIn_IsNotGivenAndItsPageGoesOn(string owner)
    {
        using var campaign = new Campaign(2, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        Task<string> secret = CircuitCall.SecretOfAsync(page);
        await using Annotator victim = await Annotator.SignInAsync(page, program.Link, owner);
        await victim.CompleteAsync("block_0001");
        IPage others = await chromium.NewPageAsync();
        await others.GotoAsync(program.Link);
        string signedOut = await CookiesOfAsync(others);
        await using Annotator bob = await Annotator.SignInAsync(others, program.Link, "bob");
        string signedIn = await CookiesOfAsync(others);

        Assert.False(await IsConnectedAsync(program, await secret, signedOut));
        Assert.False(await IsConnectedAsync(program, await secret, signedIn));
        Assert.False(await IsConnectedAsync(program, "CfDJ8-guessed", await CookiesOfAsync(page)));

        await victim.LabelAsync("block_0001", 2);
        Assert.True(await IsConnectedAsync(program, await secret, await CookiesOfAsync(page)));
    }

    [Fact]
    public async Task Circuit_OfAPageWhoseBrowserSignedInAsSomeoneElse_ComesBackAndAsks()
    {
        using var campaign = new Campaign(2, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        IPage page = await chromium.NewPageAsync(network);
        await using Annotator alice = await Annotator.SignInAsync(page, program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await page.EvaluateAsync("""
            () => fetch('/api/session', {
              method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"username": "bob"}' })
            """);

        network.BreakCircuit();

        await Expect(page.GetByText("but this page belongs to alice")).ToBeVisibleAsync();
        await page.GetByText("Go on as alice").ClickAsync();
        await alice.LabelAsync("block_0001", 1);
        await Eventually.TrueAsync("it is alice's", () => campaign.LabelsOf("alice").Count == 1);
    }

    private static Task<bool> IsConnectedAsync(RunningProgram program, string secret, string cookies)
    {
        var link = new Uri(program.Link);
        return CircuitCall.IsConnectedAsync(link, secret, socket => socket.SetRequestHeader("Cookie", cookies));
    }

    private static async Task<string> CookiesOfAsync(IPage page) =>
        string.Join("; ", (await page.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));
}
