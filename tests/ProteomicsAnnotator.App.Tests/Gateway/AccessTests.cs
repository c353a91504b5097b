using System.Net;
using System.Net.Http.Json;
using System.Text;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Gateway;

public sealed class AccessTests : IClassFixture<ProgramFixture>
{
    private readonly TestProgram _program;

    public AccessTests(ProgramFixture fixture)
    {
        _program = fixture.Program;
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/sign-in.js")]
    [InlineData("/healthz")]
    [InlineData("/api/blocks")]
    [InlineData("/api/volumes/0/block_0001")]
    [InlineData("/api/volumes/all/block_0001")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task Request_WithoutToken_Gets401AndNoData(string path)
    {
        using HttpClient client = _program.Client(token: null);
        using HttpResponseMessage response = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("block_0001", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/", HttpStatusCode.Redirect)]
    [InlineData("GET", "/api/blocks", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/api/volumes/0/block_0001", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/api/volumes/all/block_0001", HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", HttpStatusCode.OK)]
    public async Task Request_WithTokenBeforeSignIn_GetsTheSignInPagesConnectionAndNoData(string method, string path, HttpStatusCode expected)
    {
        using HttpClient client = _program.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/healthz?token=wrong")]
    [InlineData("/?token=")]
    [InlineData("/?code=wrong")]
    public async Task Request_WithWrongTokenOrCode_Gets401EvenWithAGoodBearer(string path)
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Basic " + TestProgram.Token)]
    public async Task Request_WithWrongAuthorization_Gets401(string header)
    {
        using HttpClient client = _program.Client(token: null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using HttpResponseMessage response = await client.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task PrintedLink_Opened_SetsTheCookieAndRedirectsToTheRoot()
    {
        using HttpClient client = _program.Client(token: null);
        using HttpResponseMessage response = await client.GetAsync($"/?token={Uri.EscapeDataString(TestProgram.Token)}");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("/", response.Headers.Location?.OriginalString);
        string cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains($"-{_program.Address.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("unusual", cookie, StringComparison.Ordinal);

        using HttpResponseMessage health = await client.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task OneUseCode_UsedTwice_OpensOnce()
    {
        string code = _program.Front.Codes.Issue();
        using HttpClient first = _program.Client(token: null);
        using HttpResponseMessage opened = await first.GetAsync($"/?code={code}");
        Assert.Equal(HttpStatusCode.Found, opened.StatusCode);

        using HttpClient second = _program.Client(token: null);
        using HttpResponseMessage refused = await second.GetAsync($"/?code={code}");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("127.0.0.1.example.com")]
    [InlineData("192.168.1.7:80")]
    public async Task Request_WithForeignHost_IsMisdirected(string host)
    {
        using HttpClient client = _program.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = host } };
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Request_WithLoopbackHost_IsServed(string name)
    {
        using HttpClient client = _program.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Host = $"{name}:{_program.Address.Port}";
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/session")]
    [InlineData("PUT", "/api/labels/block_0001")]
    [InlineData("DELETE", "/api/session")]
    [InlineData("GET", "/_blazor/negotiate")]
    [InlineData("POST", "/sign-in")]
    public async Task GuardedRequest_FromAnotherOrigin_IsForbidden(string method, string path)
    {
        using HttpClient client = _program.Client();
        foreach (string origin in new[] { "http://example.com", "null", $"http://127.0.0.1:{_program.Address.Port + 1}" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Origin", origin);
            using HttpResponseMessage response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", HttpStatusCode.NoContent)]
    [InlineData("none", HttpStatusCode.NoContent)]
    public async Task GuardedRequest_WithoutAnOrigin_IsJudgedByWhereTheBrowserSaysItComesFrom(string site, HttpStatusCode expected)
    {
        using HttpClient client = _program.Client();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/session");
        request.Headers.Add("Sec-Fetch-Site", site);
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task UnsafeRequest_FromOwnOrigin_IsServed()
    {
        using HttpClient client = _program.Client();
        client.DefaultRequestHeaders.Add("Origin", _program.Address.Origin);
        using HttpResponseMessage response = await client.PostAsJsonAsync("/api/session", new { username = "bob" });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/sign-in")]
    [InlineData("/nothing-here")]
    [InlineData("/sign-in.js")]
    public async Task EveryResponse_CarriesTheSecurityHeaders(string path)
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.GetAsync(path);
        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Health_Asked_NamesTheRun()
    {
        using HttpClient client = _program.Client();
        using HttpResponseMessage response = await client.GetAsync("/healthz");
        Assert.NotEmpty((await TestProgram.JsonOfAsync(response)).GetProperty("instance").GetString()!);
    }

    [Fact]
    public async Task Body_WithoutJsonType_Is415()
    {
        using HttpClient client = _program.Client();
        using var body = new StringContent("{\"username\":\"bob\"}", Encoding.UTF8, "text/plain");
        using HttpResponseMessage response = await client.PostAsync("/api/session", body);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task SecondStartsSecret_OpensNothingButACode()
    {
        string secret = _program.Front.Secret.Text;
        using HttpClient client = _program.Client(secret);
        using HttpResponseMessage blocks = await client.GetAsync("/api/blocks");
        Assert.Equal(HttpStatusCode.Unauthorized, blocks.StatusCode);
        using HttpResponseMessage code = await client.PostAsync("/instance/code", null);
        Assert.Equal(HttpStatusCode.OK, code.StatusCode);

        using HttpClient withToken = _program.Client();
        using HttpResponseMessage refused = await withToken.PostAsync("/instance/code", null);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }
}
