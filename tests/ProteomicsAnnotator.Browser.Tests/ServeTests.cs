using System.Net.WebSockets;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ProteomicsAnnotator.App.Tests.Serving;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Two people in two browsers of one server, behind the nginx of deploy/.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class ServeTests(Chromium chromium)
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task TwoPeople_LabelThroughNginx_AndNeitherGetsTheOthersPage()
    {
        Assert.SkipUnless(Nginx.IsInstalled, "There is no nginx here.");
        using var campaign = new Campaign(2, "488");
        await using var nginx = new Nginx();
        await using RunningProgram program = await StartAsync(campaign, nginx);
        IPage page = await chromium.NewPageOfAsync("alice");
        Task<string> secret = CircuitCall.SecretOfAsync(page);
        await using Annotator alice = await OpenAsync(page, nginx, "alice");
        await using Annotator bob = await OpenAsync(await chromium.NewPageOfAsync("bob"), nginx, "bob");

        await alice.LabelAsync("block_0001", 1);
        await bob.LabelAsync("block_0001", 2);
        await Eventually.TrueAsync("each has their own label", () =>
            campaign.LabelsOf("alice").GetValueOrDefault("block_0001") == 1 && campaign.LabelsOf("bob").GetValueOrDefault("block_0001") == 2);
        Assert.False(await IsConnectedAsync(nginx, await secret, Nginx.AuthorizationOf("bob")));
        await Assert.ThrowsAsync<WebSocketException>(async () => await IsConnectedAsync(nginx, await secret, ""));
        Assert.False(await IsConnectedAsync(nginx, "CfDJ8-guessed", Nginx.AuthorizationOf("alice")));
        await alice.LabelAsync("block_0001", 3);

        foreach (string gone in (string[])["[data-testid=browse]", "[data-testid=open-demo]", "#user-menu >> text=Quit", "#user-menu >> text=Switch user"])
        {
            await Expect(alice.Page.Locator(gone)).ToHaveCountAsync(0);
        }

        await alice.PressAsync("Control+k");
        await alice.Page.GetByTestId("palette-query").FillAsync("quit");
        await Expect(alice.Page.Locator(".palette-dialog").GetByText("Quit", new() { Exact = true })).ToHaveCountAsync(0);
    }

    private static Task<bool> IsConnectedAsync(Nginx nginx, string secret, string authorization) => CircuitCall.IsConnectedAsync(nginx.Address, secret, socket =>
    {
        socket.RemoteCertificateValidationCallback = (_, shown, _, _) => nginx.IsOwn(shown);
        socket.SetRequestHeader("Authorization", authorization);
    });

    private static async Task<RunningProgram> StartAsync(Campaign campaign, Nginx nginx)
    {
        string secret = campaign.Below("secret");
        await File.WriteAllBytesAsync(secret, System.Text.Encoding.ASCII.GetBytes(Secret));
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        RunningProgram program = await RunningProgram.StartAsync(
            campaign,
            ["serve"],
            ("ANNOTATOR_URLS", "http://127.0.0.1:0"),
            ("ANNOTATOR_PUBLIC_URL", nginx.Address.GetLeftPart(UriPartial.Authority)),
            ("ANNOTATOR_TRUSTED_PROXIES", "127.0.0.1"),
            ("ANNOTATOR_PROXY_SECRET_FILE", secret));
        await Eventually.TrueAsync("it says where it listens", () => Listening().IsMatch(program.Errors));
        string configuration = await File.ReadAllTextAsync(Path.Join(Checkout.Folder, "deploy", "nginx.conf"));
        await nginx.StartAsync(configuration, Listening().Match(program.Errors).Groups["node"].Value, Secret, "alice", "bob");
        return program;
    }

    private static async Task<Annotator> OpenAsync(IPage page, Nginx nginx, string username)
    {
        await page.GotoAsync(nginx.Address.ToString());
        Annotator annotator = Annotator.On(page, username);
        await annotator.CompleteAsync("block_0001");
        return annotator;
    }

    [GeneratedRegex("Listening on (?<node>[0-9.:]+),", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
