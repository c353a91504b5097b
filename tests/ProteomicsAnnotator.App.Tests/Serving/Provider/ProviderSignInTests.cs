using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.App.Tests.Serving.Provider;

/// <summary>OpenID Connect through nginx: who gets in, and who does not.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProviderSignInTests(ProviderRig rig) : IClassFixture<ProviderRig>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_WhomTheProviderNames_LabelsUnderThatName_WithASmallCookie()
    {
        Skip();
        rig.Issuer.Claims = ProviderRig.Person("Alice", "sub-alice", "annotator", "other");
        using TestBrowser browser = rig.Browser();

        (HttpStatusCode status, string page) = await browser.GoAsync("/?block=block_0001");

        Assert.True(status == HttpStatusCode.OK, page + string.Join('\n', rig.Server.Said));
        Assert.Contains("<title>Proteomics Annotator - alice</title>", page, StringComparison.Ordinal);
        Assert.Equal(new Uri(rig.Nginx.Address, "/?block=block_0001"), browser.Way[^1]);
        Assert.Equal(new Uri(rig.Nginx.Address, "/sign-in/callback").ToString(), rig.Issuer.Asked!["redirect_uri"]);
        Assert.False(rig.Issuer.Asked.ContainsKey("prompt"));
        Cookie session = Assert.Single(browser.Cookies.GetCookies(rig.Nginx.Address), cookie => cookie.Name != "__Host-annotator-form");
        Assert.Equal(("__Host-annotator-session", true, true, "/", 64), (session.Name, session.Secure, session.HttpOnly, session.Path, session.Value.Length));

        using HttpResponseMessage kept = await browser.Http.PutAsJsonAsync("/api/labels/block_0001", new { label = 2 }, Token);
        Assert.True(kept.IsSuccessStatusCode, await kept.Content.ReadAsStringAsync(Token));
        Assert.Equal(("alice", false), await WhoAsync(browser));
        using HttpResponseMessage review = await browser.Http.GetAsync("/api/consensus", Token);
        Assert.Equal(HttpStatusCode.Forbidden, review.StatusCode);
        using HttpResponseMessage again = await browser.Http.PostAsJsonAsync("/api/session", new { username = "boss" }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Equal(("alice", false), await WhoAsync(browser));
        JsonNode binding = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(rig.Server.Program.Folder, "state", "proteomics-annotator", "identities", "alice.json"), Token))!;
        Assert.Equal((rig.Issuer.Address, "sub-alice"), ((string?)binding["issuer"], (string?)binding["subject"]));
        Assert.Contains(rig.Server.Said, line => line.StartsWith("Sign-in: alice from 127.0.0.1.", StringComparison.Ordinal));
    }

    /// <summary>What the test changes in the token, and what the person reads.</summary>
    [Theory]
    [InlineData("nonce", "\"another\"", "the answer belongs to another sign-in")]
    [InlineData("nonce", null, "the answer belongs to another sign-in")]
    [InlineData("iss", "\"https://login.example\"", "the answer is of another provider")]
    [InlineData("aud", "\"another-program\"", "the answer is meant for another program")]
    [InlineData("exp", "1000000000", "not valid at this time")]
    [InlineData("nbf", "4000000000", "not valid at this time")]
    [InlineData("sub", null, "subject")]
    [InlineData("sub", "\"\"", "subject")]
    [InlineData("sub", "\"another\"", "belongs to another account")]
    [InlineData("preferred_username", null, "has no preferred_username")]
    [InlineData("preferred_username", "\"m.mustermann@example.org\"", "which is no username here")]
    [InlineData("preferred_username", "\"../boss\"", "which is no username here")]
    [InlineData("preferred_username", "\"mallory_2\"", "signed in as mallory before")]
    [InlineData("preferred_username", "[\"boss\",\"mallory\"]", "more than one preferred_username")]
    [InlineData("roles", "[]", "has no role here")]
    [InlineData("roles", "[\"ADMIN\",\"administrator\"]", "has no role here")]
    [InlineData("alg", "none", "does not have the provider's signature")]
    [InlineData("alg", "RS256 unsigned", "does not have the provider's signature")]
    [InlineData("alg", "HS256", "does not have the provider's signature")]
    [InlineData("alg", "other key", "does not have the provider's signature")]
    public async Task Answer_ThatIsNotTheProvidersForThisSignIn_LetsNobodyIn(string claim, string? json, string words)
    {
        Skip();
        rig.Issuer.Claims = ProviderRig.Person("mallory", "sub-mallory", "annotator");
        using TestBrowser before = rig.Browser();
        _ = await before.GoAsync("/");
        Assert.Equal(("mallory", false), await WhoAsync(before));

        if (claim == "alg")
        {
            rig.Issuer.Signature = json == "other key" ? ("RS256", false) : (json!.Split(' ')[0], !json.EndsWith("unsigned", StringComparison.Ordinal));
            rig.Issuer.IsUnsigned = json.EndsWith("unsigned", StringComparison.Ordinal);
        }
        else
        {
            rig.Issuer.Claims[claim] = json is null ? null : JsonNode.Parse(json);
        }

        using TestBrowser browser = rig.Browser();
        (HttpStatusCode status, string text) = await browser.GoAsync("/");
        (rig.Issuer.Signature, rig.Issuer.IsUnsigned) = (("RS256", true), false);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains(words, (string?)JsonNode.Parse(text)!["detail"], StringComparison.Ordinal);
        await AssertIsNobodyAsync(browser);
    }

    [Fact]
    public async Task WayBack_WithAnotherState_OrOfAnotherBrowser_LetsNobodyIn()
    {
        Skip();
        rig.Issuer.Claims = ProviderRig.Person("carol", "sub-carol", "annotator");
        using TestBrowser browser = rig.Browser();
        _ = await browser.GoAsync("/", IsWayBack);
        string back = browser.Way[^1].PathAndQuery;
        using TestBrowser other = rig.Browser();
        foreach ((TestBrowser who, string address) in ((TestBrowser, string)[])
        [
            (browser, back[..back.IndexOf("&state=", StringComparison.Ordinal)]), (browser, back[..back.IndexOf("&state=", StringComparison.Ordinal)] + "&state=guess"),
            (browser, "/sign-in/callback"), (other, back),
        ])
        {
            (HttpStatusCode status, string text) = await who.GoAsync(address);
            Assert.True(status == HttpStatusCode.Forbidden, text);
            Assert.Contains("Nobody is signed in: ", text, StringComparison.Ordinal);
            await AssertIsNobodyAsync(who);
        }

        Assert.False(File.Exists(Path.Combine(rig.Server.Annotations, "users", "carol.json")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_ThatWasUsed_LetsNobodyInASecondTime(bool providerTakesIt)
    {
        Skip();
        rig.Issuer.Claims = ProviderRig.Person("dave", "sub-dave", "annotator");
        rig.Issuer.TakesCodesTwice = providerTakesIt;
        using TestBrowser browser = rig.Browser();
        _ = await browser.GoAsync("/", IsWayBack);
        string cookies = browser.Cookies.GetCookieHeader(rig.Nginx.Address);
        string back = browser.Way[^1].ToString();
        (HttpStatusCode status, _) = await browser.GoAsync(back);
        Assert.Equal(HttpStatusCode.OK, status);

        using TestBrowser thief = rig.Browser();
        thief.Cookies.SetCookies(rig.Nginx.Address, cookies.Replace("; ", ",", StringComparison.Ordinal));
        int shown = rig.Issuer.CodesShown;
        (status, string text) = await thief.GoAsync(back);
        rig.Issuer.TakesCodesTwice = false;

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains(providerTakesIt ? "used before" : "refused the code", text, StringComparison.Ordinal);
        Assert.Equal(shown + 1, rig.Issuer.CodesShown);
        await AssertIsNobodyAsync(thief);
    }

    [Fact]
    public async Task SignIns_ThatBeginAndDoNotEnd_DoNotFillTheBrowsersRequests()
    {
        Skip();
        rig.Issuer.Claims = ProviderRig.Person("erin", "sub-erin", "annotator");
        using TestBrowser browser = rig.Browser();
        for (int i = 0; i < 60; i++)
        {
            _ = await browser.GoAsync("/sign-in", IsWayBack);
        }

        (HttpStatusCode status, string page) = await browser.GoAsync("/");

        Assert.True(status == HttpStatusCode.OK, page);
        Assert.InRange(browser.Cookies.GetCookieHeader(rig.Nginx.Address).Length, 1, 12_000);
    }

    [Fact]
    public async Task SignOut_HoldsUntilSomebodyIsAskedAgain_AndChangedRolesCountAtTheNextSignIn()
    {
        Skip();
        rig.Issuer.Claims = ProviderRig.Person("frank", "sub-frank", "admin");
        using TestBrowser browser = rig.Browser();
        using TestBrowser second = rig.Browser();
        _ = await browser.GoAsync("/");
        Assert.Equal(("frank", true), await WhoAsync(browser));
        rig.Issuer.Claims = ProviderRig.Person("frank", "sub-frank", "annotator");
        _ = await second.GoAsync("/");
        Assert.Equal(("frank", false), await WhoAsync(browser));

        using HttpResponseMessage signedOut = await browser.Http.DeleteAsync("/api/session", Token);
        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
        await AssertIsNobodyAsync(browser);
        (_, string page) = await browser.GoAsync("/");
        Assert.Equal("/signed-out", browser.Way[^1].AbsolutePath);
        Assert.Contains("href=\"/sign-in?again\"", page, StringComparison.Ordinal);
        _ = await browser.GoAsync("/sign-in?again");
        Assert.Equal("login", rig.Issuer.Asked!["prompt"]);
        Assert.Equal(("frank", false), await WhoAsync(browser));
        Assert.Equal(("frank", false), await WhoAsync(second));
    }

    [Fact]
    public async Task Nobody_AndForgedHeaders_GetNoData()
    {
        Skip();
        using TestBrowser nobody = rig.Browser();
        foreach ((string name, string value) in ((string, string)[])[("X-Forwarded-User", "boss"), ("X-Annotator-Proxy-Secret", ServedProgram.Secret), ("Authorization", "Bearer secret")])
        {
            nobody.Http.DefaultRequestHeaders.Add(name, value);
        }

        foreach (string path in (string[])["/api/labels", "/api/blocks", "/api/session", "/api/start", "/api/annotators/alice", "/api/volumes/0/block_0001", "/openapi/v1.json", "/_blazor", "/page.js", "/sign-in/connection", "/signout-oidc", "/api/consensus?token=secret"])
        {
            using HttpResponseMessage response = await nobody.Http.GetAsync(path, Token);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{path} {response.StatusCode}");
        }

        using HttpResponseMessage label = await nobody.Http.PutAsJsonAsync("/api/labels/block_0001", new { label = 1 }, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, label.StatusCode);
        using HttpClient beside = rig.Server.Client("127.0.0.1", ("X-Forwarded-User", "boss"), ("X-Forwarded-Proto", "https"), ("Host", rig.Nginx.Address.Authority));
        using HttpResponseMessage past = await beside.GetAsync("/api/labels", Token);
        Assert.Equal(HttpStatusCode.Forbidden, past.StatusCode);
    }

    [Fact]
    public async Task Name_ThatTheTokenLeavesOut_IsThatOfUserInfo()
    {
        Skip();
        rig.Issuer.Claims = new JsonObject { ["sub"] = "sub-grace" };
        rig.Issuer.UserInfo = new JsonObject { ["preferred_username"] = "grace", ["roles"] = new JsonArray("annotator") };
        using TestBrowser browser = rig.Browser();
        (HttpStatusCode status, string page) = await browser.GoAsync("/");
        rig.Issuer.UserInfo = [];

        Assert.True(status == HttpStatusCode.OK, page);
        Assert.Equal(("grace", false), await WhoAsync(browser));
    }

    private static void Skip() => Assert.SkipUnless(Nginx.IsInstalled, "There is no nginx here.");

    private static bool IsWayBack(Uri address) => address.AbsolutePath == "/sign-in/callback";

    private static async Task<(string, bool)> WhoAsync(TestBrowser browser)
    {
        JsonNode who = (await browser.Http.GetFromJsonAsync<JsonNode>("/api/session", Token))!;
        return ((string)who["username"]!, (bool)who["isAdmin"]!);
    }

    private static async Task AssertIsNobodyAsync(TestBrowser browser)
    {
        using HttpResponseMessage labels = await browser.Http.GetAsync("/api/labels", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, labels.StatusCode);
    }
}
