using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary>A server that does TLS itself, and one that writes its messages as JSON.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OwnCertificateTests : IAsyncDisposable
{
    private readonly ServedProgram _server = new();
    private readonly ECDsa _key = ECDsa.Create();
    private string? _thumbprint;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Server_WithACertificate_IsUsedOverTls_WithASecureCookie_AndSaysWhenItEnds()
    {
        (string certificate, string key) = await WriteCertificateAsync();
        await _server.StartAsync(("URLS", "https://127.0.0.1:0"), ("CERTIFICATE", certificate), ("CERTIFICATE_KEY", key), ("LOG_FORMAT", "json"));
        var link = new Uri(_server.Ready.Split(' ')[^1]);
        Assert.Equal(Uri.UriSchemeHttps, link.Scheme);

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => IsOwn(shown) } });
        client.BaseAddress = new Uri(link.GetLeftPart(UriPartial.Authority));
        client.DefaultRequestHeaders.Add("Authorization", "Bearer secret");
        using HttpResponseMessage signedIn = await client.PostAsJsonAsync("/api/session", new { username = "alice" }, Token);
        string cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-annotator-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        using HttpResponseMessage kept = await client.PutAsJsonAsync("/api/labels/block_0001", new { label = 1 }, Token);
        Assert.True(kept.IsSuccessStatusCode, await kept.Content.ReadAsStringAsync(Token));

        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => IsOwn(shown);
        socket.Options.SetRequestHeader("Authorization", "Bearer secret");
        await socket.ConnectAsync(new Uri($"wss://{link.Authority}/_blazor"), Token);
        Assert.Equal(WebSocketState.Open, socket.State);

        JsonNode[] said = [.. _server.Said.Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!)];
        Assert.Contains(said, line => ((string)line["message"]!).StartsWith("The certificate is valid until ", StringComparison.Ordinal));
        Assert.Contains(said, line => ((string)line["message"]!).StartsWith("Sign-in: alice from ", StringComparison.Ordinal) && (string?)line["level"] == "info");
        Assert.Contains("Sign-in: alice from ", await File.ReadAllTextAsync(Path.Combine(_server.Program.Folder, "state", "proteomics-annotator", "messages.log"), Token), StringComparison.Ordinal);
    }

    private bool IsOwn(X509Certificate? shown) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == _thumbprint;

    private async Task<(string Certificate, string Key)> WriteCertificateAsync()
    {
        using X509Certificate2 made = TestCertificate.Of(_key, "localhost", -1);
        _thumbprint = made.GetCertHashString(HashAlgorithmName.SHA256);
        string certificate = Path.Combine(_server.Program.Folder, "cert.pem");
        string key = Path.Combine(_server.Program.Folder, "key.pem");
        await File.WriteAllBytesAsync(certificate, Encoding.ASCII.GetBytes(made.ExportCertificatePem()), Token);
        await File.WriteAllBytesAsync(key, Encoding.ASCII.GetBytes(_key.ExportPkcs8PrivateKeyPem()), Token);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        return (certificate, key);
    }
}
