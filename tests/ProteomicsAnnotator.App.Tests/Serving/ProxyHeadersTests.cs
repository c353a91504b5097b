using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary>Whose headers count at a server, and which: asked at a real one, from two addresses of this machine.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProxyHeadersTests : IAsyncLifetime
{
    private const string Proxy = "127.0.0.2";
    private const string Elsewhere = "127.0.0.1";
    private readonly ServedProgram _server = new();

    public async ValueTask InitializeAsync() => await _server.StartAsync(
        ("TRUSTED_PROXIES", Proxy), ("PROXY_SECRET_FILE", "SECRET"), ("PUBLIC_URL", "https://annotator.example.org"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Requests_ThatAreNotWhatTheProxySends_AreRefusedInWords()
    {
        (string From, string Change, HttpStatusCode Status, string Words)[] table =
        [
            (Elsewhere, "", HttpStatusCode.Forbidden, "requests come through its proxy only"),
            (Elsewhere, "X-Forwarded-User: boss", HttpStatusCode.Forbidden, "requests come through its proxy only"),
            (Elsewhere, "X-Forwarded-For: 127.0.0.2", HttpStatusCode.Forbidden, "requests come through its proxy only"),
            (Proxy, "-X-Annotator-Proxy-Secret", HttpStatusCode.Forbidden, "does not send the secret"),
            (Proxy, "X-Annotator-Proxy-Secret: a-secret-that-only-the-proxy-know", HttpStatusCode.Forbidden, "does not send the secret"),
            (Proxy, $"+X-Annotator-Proxy-Secret: {ServedProgram.Secret}", HttpStatusCode.Forbidden, "does not send the secret"),
            (Proxy, "-X-Forwarded-User", HttpStatusCode.Unauthorized, "sent no X-Forwarded-User"),
            (Proxy, "X-Forwarded-User: ", HttpStatusCode.Unauthorized, "sent no X-Forwarded-User"),
            (Proxy, "+X-Forwarded-User: boss", HttpStatusCode.BadRequest, "X-Forwarded-User came 2 times"),
            (Proxy, "X-Forwarded-User: alice, boss", HttpStatusCode.Forbidden, "no username here"),
            (Proxy, "X-Forwarded-User: alice@example.org", HttpStatusCode.Forbidden, "'alice@example.org', which is no username here"),
            (Proxy, "X-Forwarded-User: \u212Aate", HttpStatusCode.Forbidden, "no username here"),
            (Proxy, "X-Forwarded-User: boss\u00A0", HttpStatusCode.Forbidden, "no username here"),
            (Proxy, "X-Forwarded-User: ../boss", HttpStatusCode.Forbidden, "no username here"),
            (Proxy, "-X-Forwarded-Proto", HttpStatusCode.MisdirectedRequest, "the proxy has to set X-Forwarded-Proto"),
            (Proxy, "X-Forwarded-Proto: http", HttpStatusCode.MisdirectedRequest, "came over http"),
            (Proxy, "X-Forwarded-Proto: https, http", HttpStatusCode.BadRequest, "X-Forwarded-Proto says more than one thing"),
            (Proxy, "+X-Forwarded-Proto: https", HttpStatusCode.BadRequest, "X-Forwarded-Proto says more than one thing"),
            (Proxy, "Host: evil.example", HttpStatusCode.MisdirectedRequest, "names another host"),
            (Proxy, "Host: annotator.example.org:8443", HttpStatusCode.MisdirectedRequest, "names another host"),
            (Proxy, "X-Forwarded-Host: evil.example", HttpStatusCode.MisdirectedRequest, "names another host"),
            (Proxy, "Origin: https://evil.example", HttpStatusCode.Forbidden, "another origin"),
            (Proxy, "Origin: http://annotator.example.org", HttpStatusCode.Forbidden, "another origin"),
            (Proxy, "Origin: null", HttpStatusCode.Forbidden, "another origin"),
        ];
        foreach ((string from, string change, HttpStatusCode status, string words) in table)
        {
            string answer = await _server.SendAsync(from, "DELETE /api/labels/block_0001", Changed(change));

            Assert.True(answer.StartsWith($"HTTP/1.1 {(int)status} ", StringComparison.Ordinal), $"{change} from {from}: {answer}");
            string body = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
            Assert.Contains(words, (string)JsonNode.Parse(body)!["detail"]!, StringComparison.Ordinal);
            Assert.DoesNotContain("Set-Cookie", answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Request_AsTheProxySendsIt_IsThatPersonsWhateverElseItShows()
    {
        foreach (string change in (string[])["", "X-Forwarded-Host: annotator.example.org", "Host: annotator.example.org:443", "Origin: https://annotator.example.org", "Authorization: Bearer secret"])
        {
            using HttpClient client = _server.Client(Proxy, Changed(change));

            Assert.Equal("alice", (string)(await client.GetFromJsonAsync<JsonNode>("/api/session", TestContext.Current.CancellationToken))!["username"]!);
        }
    }

    /// <summary>Browsers send it with every call that changes something, and leave out the port of the scheme.</summary>
    [Theory]
    [InlineData("Origin: https://annotator.example.org")]
    [InlineData("Origin: https://annotator.example.org:443")]
    [InlineData("Origin: https://ANNOTATOR.example.org")]
    public async Task Call_WithTheOwnOrigin_IsTaken(string origin)
    {
        string answer = await _server.SendAsync(Proxy, "DELETE /api/labels/block_0001", Changed(origin));

        Assert.DoesNotContain("another origin", answer, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 2", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OverTls_HasHostCookies_AndACookieOfSomebodyElseIsNobodysWayIn()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using HttpClient boss = _server.Client(Proxy, Changed("X-Forwarded-User: boss"));
        using HttpResponseMessage page = await boss.GetAsync("/", token);
        string[] cookies = [.. page.Headers.GetValues("Set-Cookie")];

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.NotEmpty(cookies);
        Assert.All(cookies, cookie => Assert.Matches("^__Host-annotator-(session|form)=[^;]+; path=/; secure; samesite=(lax|strict); httponly$", cookie));
        Assert.Contains(cookies, cookie => cookie.StartsWith("__Host-annotator-session=", StringComparison.Ordinal) && cookie.Contains("samesite=lax", StringComparison.Ordinal));

        string session = cookies.Single(cookie => cookie.StartsWith("__Host-annotator-session=", StringComparison.Ordinal)).Split(';')[0];
        using HttpClient alice = _server.Client(Proxy, Changed("Cookie: " + session));
        JsonNode who = (await alice.GetFromJsonAsync<JsonNode>("/api/session", token))!;
        Assert.Equal(("alice", false), ((string)who["username"]!, (bool)who["isAdmin"]!));
        using HttpResponseMessage consensus = await alice.GetAsync("/api/consensus", token);
        Assert.Equal(HttpStatusCode.Forbidden, consensus.StatusCode);

        // The cookie alone, past the proxy.
        using HttpClient thief = _server.Client(Elsewhere, ("Host", "annotator.example.org"), ("Cookie", session));
        using HttpResponseMessage refused = await thief.GetAsync("/api/labels", token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Probe_FromAnywhere_IsAnsweredWithoutPathsOrNames(string path)
    {
        using HttpClient probe = _server.Client(Elsewhere);
        await Eventually.IsTrueAsync(
            async () =>
            {
                using HttpResponseMessage response = await probe.GetAsync(path, TestContext.Current.CancellationToken);
                string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.DoesNotContain("/", body.Replace("https://tools.ietf.org/", "", StringComparison.Ordinal), StringComparison.Ordinal);
                return response.StatusCode == HttpStatusCode.OK;
            },
            path);

        Directory.Move(_server.Annotations, _server.Annotations + "-away");
        await Eventually.IsTrueAsync(
            async () =>
            {
                using HttpResponseMessage response = await probe.GetAsync(path, TestContext.Current.CancellationToken);
                return response.StatusCode == (path == "/healthz" ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
            },
            path + " without the annotations root");
    }

    [Fact]
    public async Task Probe_OfAClientThatAsksWithoutPause_IsRefused_AndThatOfAnotherIsNot()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using HttpClient wild = _server.Client(Proxy, [.. Changed("-X-Forwarded-User")]);
        using HttpClient monitor = _server.Client(Proxy, [.. Changed("-X-Forwarded-User").Where(header => header.Item1 != "X-Forwarded-For"), ("X-Forwarded-For", "192.0.2.8")]);
        await Eventually.IsTrueAsync(
            async () =>
            {
                HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => StatusAsync(wild)));
                return answers.Contains(HttpStatusCode.TooManyRequests);
            },
            "the client is refused");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(monitor));

        async Task<HttpStatusCode> StatusAsync(HttpClient client)
        {
            using HttpResponseMessage response = await client.GetAsync("/healthz", token);
            return response.StatusCode;
        }
    }

    /// <summary>What the proxy sends for alice, with one header set otherwise, left out (-) or sent twice (+).</summary>
    private static (string, string)[] Changed(string change)
    {
        List<(string Name, string Value)> headers =
        [
            (ServeSettings.SecretHeader, ServedProgram.Secret), ("X-Forwarded-User", "alice"), ("X-Forwarded-Proto", "https"), ("Host", "annotator.example.org"), ("X-Forwarded-For", "192.0.2.7"),
        ];
        string[] parts = change.TrimStart('+', '-').Split(": ", 2);
        if (change.Length > 0 && change[0] != '+')
        {
            _ = headers.RemoveAll(header => header.Name == parts[0]);
        }

        if (parts.Length == 2)
        {
            headers.Add((parts[0], parts[1]));
        }

        return [.. headers];
    }
}
