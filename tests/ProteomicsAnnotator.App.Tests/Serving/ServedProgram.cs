using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary><c>serve</c> as a process, behind a proxy that the test plays: its address, its secret, the user in its header.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ServedProgram(RealProgram program) : IAsyncDisposable
{
    public const string Secret = "a-secret-that-only-the-proxy-knows";

    private const string Listening = "Listening on ";

    public ServedProgram()
        : this(new RealProgram())
    {
    }

    public RealProgram Program => program;

    public Process Process { get; private set; } = null!;

    /// <summary>What it has said on standard error.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    /// <summary>The line that it printed when it was ready.</summary>
    public string Ready { get; private set; } = "";

    /// <summary>Where it listens, which behind a proxy is not where people go.</summary>
    public Uri Node => new($"http://{Said.First(line => line.StartsWith(Listening, StringComparison.Ordinal))[Listening.Length..].Split(',')[0]}");

    public string RolesFile => Path.Combine(program.Folder, "roles.json");

    public string Annotations => Path.Combine(program.Folder, "annotations");

    public ValueTask DisposeAsync() => program.DisposeAsync();

    public async Task<ServedProgram> StartAsync(params (string Name, string Value)[] variables)
    {
        string secretFile = Path.Combine(program.Folder, "secret");
        await File.WriteAllBytesAsync(secretFile, Encoding.ASCII.GetBytes(Secret + "\n"));
        File.SetUnixFileMode(secretFile, UnixFileMode.UserRead);
        await WriteRolesAsync("boss");
        program.Environment["ANNOTATOR_ROLES_FILE"] = RolesFile;
        program.Environment["ANNOTATOR_URLS"] = "http://127.0.0.1:0";
        foreach ((string name, string value) in variables)
        {
            program.Environment["ANNOTATOR_" + name] = value == "SECRET" ? secretFile : value;
        }

        Process = program.Start("serve");
        Process.ErrorDataReceived += (_, line) => Said.Enqueue(line.Data ?? "");
        Process.BeginErrorReadLine();
        Ready = await Process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(string.Join('\n', Said));
        await Eventually.IsTrueAsync(() => Said.Any(line => line.Contains(Listening, StringComparison.Ordinal)));
        return this;
    }

    public Task WriteRolesAsync(params string[] admins) =>
        File.WriteAllBytesAsync(RolesFile, JsonSerializer.SerializeToUtf8Bytes(new { admins }));

    /// <summary>A caller at the node itself.</summary>
    /// <param name="from">The address it comes from.</param>
    /// <param name="headers">What it sends with each request.</param>
    public HttpClient Client(string from, params (string Name, string Value)[] headers)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = async (connection, token) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(connection.DnsEndPoint, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = Node,
        };
        foreach ((string name, string value) in headers)
        {
            Assert.True(client.DefaultRequestHeaders.TryAddWithoutValidation(name, value));
        }

        return client;
    }

    /// <summary>One request with each header in a line of its own, and all that is answered: HttpClient would join what is doubled.</summary>
    public async Task<string> SendAsync(string from, string request, params (string Name, string Value)[] headers)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, Node.Port, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        string lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{request} HTTP/1.0\r\n{lines}Connection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Somebody's requests as the proxy at 127.0.0.1 sends them on.</summary>
    public HttpClient As(string username) => Client("127.0.0.1", (ServeSettings.SecretHeader, Secret), ("X-Forwarded-User", username));
}
