using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary>A real nginx with a configuration of deploy/: only names, paths and ports are others. Everybody's password is their name.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Nginx : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("annotator-nginx-");
    private Process? _process;
    private string? _certificate;

    /// <summary>Takes a port for the time when it starts: the server has to know the address before.</summary>
    public Nginx()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Address = new Uri($"https://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}");
    }

    public static bool IsInstalled => File.Exists(Program);

    /// <summary>What people have in their address line.</summary>
    public Uri Address { get; }

    /// <summary>The certificate that this one made for itself.</summary>
    public bool IsOwn(X509Certificate? shown) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == _certificate;

    /// <summary>What a person's browser sends once the password was typed.</summary>
    public static string AuthorizationOf(string username) => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{username}:{username}"));

    /// <summary>Starts it before a server.</summary>
    /// <param name="configuration">The text of the file.</param>
    /// <param name="node">Host and port of the server.</param>
    /// <param name="secret">What the server asks of its proxy.</param>
    /// <param name="people">Who has a password; nobody: it asks for none.</param>
    public async Task StartAsync(string configuration, string node, string secret, params string[] people)
    {
        WriteCertificate();
        await WriteAsync("users", string.Concat(people.Select(name => $"{name}:{{PLAIN}}{name}\n")));
        await WriteAsync("secret.conf", $"proxy_set_header X-Annotator-Proxy-Secret \"{secret}\";\n");
        foreach ((string there, string here) in ((string, string)[])
        [
            ("listen 443 ssl", $"listen 127.0.0.1:{Address.Port} ssl"), ("server_name annotator.example.org", "server_name 127.0.0.1"),
            ("/etc/ssl/annotator/fullchain.pem", In("cert.pem")), ("/etc/ssl/annotator/privkey.pem", In("key.pem")),
            .. ((string, string)[])(people.Length == 0 ? [] : [("/etc/nginx/annotator.users", In("users"))]), ("/etc/nginx/annotator-secret.conf", In("secret.conf")), ("127.0.0.1:8080", node),
        ])
        {
            Assert.Contains(there, configuration, StringComparison.Ordinal);
            configuration = configuration.Replace(there, here, StringComparison.Ordinal);
        }

        string temporary = string.Concat(((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(kind => $"  {kind}_temp_path {In(kind)};\n"));
        await WriteAsync("nginx.conf", $$"""
            daemon off;
            worker_processes 1;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{In("pid")}};
            error_log {{In("error.log")}};
            events {}
            http {
              access_log off;
            {{temporary}}
            {{configuration}}
            }
            """);
        _process = Process.Start(new ProcessStartInfo(Program, ["-p", _folder.FullName, "-c", In("nginx.conf"), "-e", In("error.log")]) { UseShellExecute = false })!;
        await WaitForSocketAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } running)
        {
            // Its workers end with it.
            using Process kill = Process.Start("/bin/kill", ["-TERM", running.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await running.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private Task WriteAsync(string name, string text) => File.WriteAllBytesAsync(In(name), Encoding.UTF8.GetBytes(text));

    private async Task WaitForSocketAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            Assert.False(_process!.HasExited, File.Exists(In("error.log")) ? await File.ReadAllTextAsync(In("error.log"), limit.Token) : "nginx has ended");
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Address.Port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _certificate = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        File.WriteAllBytes(In("cert.pem"), Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        File.WriteAllBytes(In("key.pem"), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
    }
}
