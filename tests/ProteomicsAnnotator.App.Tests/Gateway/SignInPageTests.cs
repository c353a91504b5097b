using System.Net;
using System.Net.Http.Json;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Gateway;

public sealed class SignInPageTests : IAsyncLifetime
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
        Assert.DoesNotContain("{", page[page.IndexOf("<body", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithAName_SetsTheCookieAndPrefillsTheNameNextTime()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.PostAsJsonAsync("/api/session", new { username = "Carol" });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
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
    public async Task SignIn_WithABadName_SaysWhyAndSignsNobodyIn()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.PostAsJsonAsync("/api/session", new { username = "not a name" });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("no username", (await TestProgram.JsonOfAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage session = await client.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, session.StatusCode);
    }

    [Fact]
    public async Task Start_Described_NamesWhatIsMissing()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.GetAsync("/api/start");
        System.Text.Json.JsonElement start = await TestProgram.JsonOfAsync(response);
        Assert.True(start.GetProperty("dataRootExists").GetBoolean());
        Assert.Equal(["Class 1", "Class 2", "Class 3"], start.GetProperty("classes").EnumerateArray().Select(item => item.GetProperty("name").GetString()!));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, start.GetProperty("shareProblem").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, start.GetProperty("otherClassNames").ValueKind);
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
}
