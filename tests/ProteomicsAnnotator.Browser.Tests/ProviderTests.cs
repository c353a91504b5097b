using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ProteomicsAnnotator.App.Tests.Serving.Provider;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A person who signs in at a provider, in a real browser.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProviderTests(Chromium chromium)
{
    [Fact]
    public async Task SignOut_InOneWindow_EndsTheOther_AndRightsThatChangeAreFollowed()
    {
        using var campaign = new Campaign(2, "488");
        await using TestIssuer issuer = await new TestIssuer { ClientSecret = "secret" }.StartAsync();
        issuer.Claims = new JsonObject { ["sub"] = "1", ["preferred_username"] = "alice" };
        string secret = campaign.Below("secret");
        await File.WriteAllBytesAsync(secret, "secret"u8.ToArray());
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string roles = campaign.Below("roles.json");
        await File.WriteAllBytesAsync(roles, """{"admins": ["boss"]}"""u8.ToArray());
        await using RunningProgram program = await RunningProgram.StartAsync(
            campaign,
            ["serve"],
            ("ANNOTATOR_URLS", "http://127.0.0.1:0"),
            ("ANNOTATOR_ROLES_FILE", roles),
            ("ANNOTATOR_OIDC_AUTHORITY", issuer.Address),
            ("ANNOTATOR_OIDC_CLIENT_ID", "annotator"),
            ("ANNOTATOR_OIDC_CLIENT_SECRET_FILE", secret));
        IPage page = await chromium.NewPageAsync();
        await page.GotoAsync(program.Link.ToString());
        await using Annotator alice = Annotator.On(page, "alice");
        await alice.CompleteAsync("block_0001");
        await alice.LabelAsync("block_0001", 1);
        await Expect(page.GetByTestId("tab-admin")).ToHaveCountAsync(0);

        await File.WriteAllBytesAsync(roles, """{"admins": ["alice"]}"""u8.ToArray());
        await Expect(page.GetByTestId("tab-admin")).ToHaveCountAsync(1);

        IPage other = await page.Context.NewPageAsync();
        await other.GotoAsync(program.Link.ToString());
        await other.GetByTestId("user-menu").ClickAsync();
        await other.Locator("#user-menu").GetByText("Sign out").ClickAsync();
        await Expect(other.GetByTestId("signed-out")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("signed-out")).ToBeVisibleAsync();

        await page.GetByText("Sign in").ClickAsync();
        await Expect(page.GetByTestId("tab-admin")).ToHaveCountAsync(1);
        Assert.Equal("login", issuer.Asked!["prompt"]);
    }
}
