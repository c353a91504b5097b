using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Serving.Provider;

/// <summary>Whose a name is while the server runs, and what an admin's command changes at once.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NameOwnershipTests(ProviderRig rig, RolesFileRig rolesFile) : IClassFixture<ProviderRig>, IClassFixture<RolesFileRig>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FormerOwner_OfANameThatWasMoved_IsOut_AndHasNothingOfTheNewOwnersRole()
    {
        Assert.SkipUnless(Nginx.IsInstalled, "There is no nginx here.");
        using TestBrowser former = await EnterAsync(rig, "heidi", "sub-former", "annotator");
        Assert.Equal(("heidi", false), await WhoAsync(former));

        await MoveAsync(rig, ["--move", "heidi", "--issuer", rig.Issuer.Address, "--subject", "sub-new"]);
        using TestBrowser owner = await EnterAsync(rig, "heidi", "sub-new", "admin");
        Assert.Equal(("heidi", true), await WhoAsync(owner));
        using (HttpResponseMessage review = await former.Http.GetAsync("/api/consensus", Token))
        {
            Assert.NotEqual(HttpStatusCode.OK, review.StatusCode);
        }

        await Eventually.IsTrueAsync(async () => await StatusAsync(former) == HttpStatusCode.Unauthorized, "the former owner is out");
        Assert.Equal(("heidi", true), await WhoAsync(owner));
        rig.Issuer.Claims = ProviderRig.Person("heidi", "sub-former", "annotator");
        (HttpStatusCode status, string text) = await former.GoAsync("/");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("belongs to another account", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdminsName_WithoutARoleClaim_GoesToNobodyByItself_ButToWhomTheCommandNames()
    {
        Assert.SkipUnless(Nginx.IsInstalled, "There is no nginx here.");
        rolesFile.Issuer.Claims = ProviderRig.Person("boss", "sub; reboot", "admin");
        using TestBrowser browser = rolesFile.Browser();
        (HttpStatusCode status, string text) = await browser.GoAsync("/");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        string words = (string)JsonNode.Parse(text)!["detail"]!;
        Assert.EndsWith($"./launch.sh identities --move boss --issuer {rolesFile.Issuer.Address} --subject 'sub; reboot'", words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
        using TestBrowser annotator = await EnterAsync(rolesFile, "ivan", "sub-ivan");
        Assert.Equal(("ivan", false), await WhoAsync(annotator));

        await MoveAsync(rolesFile, ["--move", "boss", "--issuer", rolesFile.Issuer.Address, "--subject", "sub; reboot"]);
        using TestBrowser boss = await EnterAsync(rolesFile, "boss", "sub; reboot");
        Assert.Equal(("boss", true), await WhoAsync(boss));
        rolesFile.Issuer.Claims = ProviderRig.Person("boss", "sub-another");
        using TestBrowser other = rolesFile.Browser();
        (status, text) = await other.GoAsync("/");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("belongs to another account", text, StringComparison.Ordinal);
    }

    private static async Task MoveAsync(ProviderRig rig, string[] arguments)
    {
        Process process = rig.Server.Program.Start(["identities", .. arguments]);
        (int code, string output, string error) = await RealProgram.EndOfAsync(process);
        Assert.True(code == 0, output + error);
    }

    private static async Task<TestBrowser> EnterAsync(ProviderRig rig, string name, string subject, params string[] roles)
    {
        rig.Issuer.Claims = ProviderRig.Person(name, subject, roles);
        TestBrowser browser = rig.Browser();
        (HttpStatusCode status, string page) = await browser.GoAsync("/");
        Assert.True(status == HttpStatusCode.OK, page);
        return browser;
    }

    private static async Task<HttpStatusCode> StatusAsync(TestBrowser browser)
    {
        using HttpResponseMessage labels = await browser.Http.GetAsync("/api/labels", Token);
        return labels.StatusCode;
    }

    private static async Task<(string, bool)> WhoAsync(TestBrowser browser)
    {
        JsonNode who = (await browser.Http.GetFromJsonAsync<JsonNode>("/api/session", Token))!;
        return ((string)who["username"]!, (bool)who["isAdmin"]!);
    }
}
