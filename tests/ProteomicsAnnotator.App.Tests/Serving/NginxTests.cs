using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Tests.Documentation;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary><c>deploy/nginx.conf</c> in a real nginx, with TLS and passwords, before a real server.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NginxTests : IAsyncLifetime
{
    private readonly ServedProgram _server = new();
    private readonly Nginx _nginx = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Nginx.IsInstalled, "There is no nginx here.");
        _ = await _server.StartAsync(("TRUSTED_PROXIES", "127.0.0.1"), ("PROXY_SECRET_FILE", "SECRET"), ("PUBLIC_URL", _nginx.Address.GetLeftPart(UriPartial.Authority)));
        string configuration = await File.ReadAllTextAsync(Path.Join(Pages.Home, "deploy", "nginx.conf"), Token);
        await _nginx.StartAsync(configuration, _server.Node.Authority, ServedProgram.Secret, "alice", "bob", "boss", "a-name");
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task People_BehindNginx_AreWhoTheirPasswordSays_WhateverTheyForge()
    {
        Assert.Equal($"Proteomics Annotator is ready at {_nginx.Address}", _server.Ready);
        using HttpClient nobody = Client();
        using HttpResponseMessage refused = await nobody.GetAsync("/api/labels", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using HttpClient stranger = Client(Authorization("a-name"));
        using HttpResponseMessage misnamed = await stranger.GetAsync("/", Token);
        Assert.Equal(HttpStatusCode.Forbidden, misnamed.StatusCode);
        Assert.Contains("'a-name', which is no username here", (string)(await misnamed.Content.ReadFromJsonAsync<JsonNode>(Token))!["detail"]!, StringComparison.Ordinal);

        foreach ((string username, int label) in ((string, int)[])[("alice", 1), ("bob", 2)])
        {
            using HttpClient client = Client(
                Authorization(username), ("X-Forwarded-User", "boss"), ("X-Annotator-Proxy-Secret", "guess"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "http"),
                ("Cookie", "claims=" + new string('x', 6000)), ("Origin", _nginx.Address.GetLeftPart(UriPartial.Authority)));
            JsonNode who = (await client.GetFromJsonAsync<JsonNode>("/api/session", Token))!;
            Assert.Equal((username, false), ((string)who["username"]!, (bool)who["isAdmin"]!));
            using HttpResponseMessage kept = await client.PutAsJsonAsync("/api/labels/block_0001", new { label }, Token);
            Assert.True(kept.IsSuccessStatusCode, await kept.Content.ReadAsStringAsync(Token));
            Assert.Equal(TestTiff.Voxels, await client.GetByteArrayAsync("/api/volumes/0/block_0001", Token));
        }

        using HttpClient boss = Client(Authorization("boss"));
        Assert.Contains("\"alice\"", await boss.GetStringAsync("/api/consensus", Token), StringComparison.Ordinal);
        Assert.Contains(_server.Said, line => line.StartsWith("Sign-in: alice from 127.0.0.1.", StringComparison.Ordinal));

        // nginx's own address, without what nginx knows.
        using HttpClient beside = _server.Client("127.0.0.1", ("X-Forwarded-User", "boss"), ("X-Forwarded-Proto", "https"), ("Host", _nginx.Address.Authority));
        using HttpResponseMessage past = await beside.GetAsync("/api/labels", Token);
        Assert.Equal(HttpStatusCode.Forbidden, past.StatusCode);
    }

    [Fact]
    public async Task PagesConnection_GoesThroughNginx_FromItsOwnOriginOnly()
    {
        using HttpClient alice = Client(Authorization("alice"));
        string page = await alice.GetStringAsync("/", Token);
        Assert.Contains("<title>Proteomics Annotator - alice</title>", page, StringComparison.Ordinal);

        using ClientWebSocket socket = await ConnectAsync(_nginx.Address.GetLeftPart(UriPartial.Authority));
        await socket.SendAsync("""{"protocol":"blazorpack","version":1}"""u8.ToArray().Append((byte)0x1e).ToArray(), WebSocketMessageType.Text, true, Token);
        byte[] answer = new byte[100];
        WebSocketReceiveResult received = await socket.ReceiveAsync(answer, Token);
        Assert.Equal("{}\u001e", Encoding.UTF8.GetString(answer, 0, received.Count));

        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync("https://evil.example"));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        using HttpResponseMessage polled = await alice.GetAsync("/_blazor?id=x", Token);
        Assert.Equal(HttpStatusCode.BadRequest, polled.StatusCode);
    }

    private async Task<ClientWebSocket> ConnectAsync(string origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => _nginx.IsOwn(shown);
        socket.Options.SetRequestHeader("Authorization", Nginx.AuthorizationOf("alice"));
        socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(new Uri($"wss://{_nginx.Address.Authority}/_blazor"), Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static (string, string) Authorization(string username) => ("Authorization", Nginx.AuthorizationOf(username));

    private HttpClient Client(params (string Name, string Value)[] headers)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => _nginx.IsOwn(shown) },
        })
        {
            BaseAddress = _nginx.Address,
        };
        foreach ((string name, string value) in headers)
        {
            Assert.True(client.DefaultRequestHeaders.TryAddWithoutValidation(name, value));
        }

        return client;
    }
}
