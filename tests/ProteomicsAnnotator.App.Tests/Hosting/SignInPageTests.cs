using System.Net;
using System.Text.RegularExpressions;

namespace ProteomicsAnnotator.App.Tests.Hosting;

public sealed partial class SignInPageTests : IAsyncLifetime
{
    private TestProgram _program = null!;

    public async ValueTask InitializeAsync() => _program = await TestProgram.StartAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Root_SignedOut_RedirectsToTheSignInPage()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("/sign-in", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Form_Shown_NamesBothFolders()
    {
        using HttpClient client = _program.Client();
        string page = await client.GetStringAsync("/sign-in");
        Assert.Contains(_program.DataRoot, page, StringComparison.Ordinal);
        Assert.Contains(_program.AnnotationsRoot, page, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"login-username\"", page, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"login-submit\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_Posted_SignsInAndPrefillsTheNameNextTime()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await PostAsync(client, "Carol");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        string cookie = Assert.Single(
            response.Headers.GetValues("Set-Cookie"), value => value.Contains("session", StringComparison.Ordinal));
        Assert.Contains($"-{_program.Address.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        using HttpResponseMessage session = await client.GetAsync("/api/session");
        Assert.Equal("carol", (await TestProgram.JsonOfAsync(session)).GetProperty("username").GetString());
        string again = await client.GetStringAsync("/sign-in");
        Assert.Contains("value=\"carol\"", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_WithABadName_SaysWhyAndSignsNobodyIn()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await PostAsync(client, "not a name");
        Assert.Contains("login-refusal", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage session = await client.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, session.StatusCode);
    }

    [Fact]
    public async Task Form_WithoutItsToken_IsRefused()
    {
        using HttpClient client = _program.Client();
        using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("username", "carol")]);
        using HttpResponseMessage response = await client.PostAsync("/sign-in", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task SignOut_WithoutItsToken_IsRefused()
    {
        using HttpClient client = await _program.SignedInClientAsync("bob");
        using var form = new FormUrlEncodedContent([]);
        using HttpResponseMessage response = await client.PostAsync("/sign-out", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using HttpResponseMessage session = await client.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
    }

    [Fact]
    public async Task Hint_ForANewName_SaysSo()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.GetAsync("/api/annotators/dora");
        Assert.Equal("new annotator", (await TestProgram.JsonOfAsync(response)).GetProperty("text").GetString());
        using HttpResponseMessage refused = await client.GetAsync("/api/annotators/no%20name");
        Assert.Equal("not a username", (await TestProgram.JsonOfAsync(refused)).GetProperty("text").GetString());
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string username)
    {
        string page = await client.GetStringAsync("/sign-in");
        string token = FormToken().Match(page).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(
            [new("_handler", "sign-in"), new("__RequestVerificationToken", token), new("username", username)]);
        return await client.PostAsync("/sign-in", form);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();
}
