using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.App.Tests.Hosting;

/// <summary>The real server on a real socket, over folders of its own. "alice" is admin.</summary>
public sealed class TestProgram : IAsyncDisposable
{
    public const string Token = "a token; with ünusual + characters";

    private readonly string _folder;
    private readonly AnnotatorOptions _options;
    private WebApplication _app;

    private TestProgram(AnnotatorOptions options, WebApplication app, GatewayServer front)
    {
        _folder = options.Home;
        _options = options;
        _app = app;
        Front = front;
    }

    /// <summary>So that a busy machine is not taken for a share that hangs.</summary>
    public static ShareLimits Patient { get; } = new()
    {
        Answer = TimeSpan.FromMinutes(1),
        Preferences = TimeSpan.FromMinutes(1),
        Closing = TimeSpan.FromMinutes(1),
    };

    public GatewayServer Front { get; private set; }

    public ServerAddress Address => Front.Address;

    public IServiceProvider Services => _app.Services;

    public string DataRoot => Path.Combine(_folder, "blocks");

    public string AnnotationsRoot => Path.Combine(_folder, "annotations");

    /// <param name="arrange">Fills the data root (given) before the program looks at it.</param>
    /// <param name="classes">Of the campaign.</param>
    /// <param name="serve">A server with these settings; null: one person's program.</param>
    public static async Task<TestProgram> StartAsync(Action<string>? arrange = null, LabelClasses? classes = null, ServeSettings? serve = null, string[]? admins = null)
    {
        admins ??= ["alice"];
        string folder = Directory.CreateTempSubdirectory("annotator-app-").FullName;
        string data = Directory.CreateDirectory(Path.Combine(folder, "blocks")).FullName;
        TestTiff.WriteBlock(Path.Combine(data, "block_0001"));
        TestTiff.WriteBlock(Path.Combine(data, "tile_3", "block_0002"));
        arrange?.Invoke(data);
        var options = new AnnotatorOptions
        {
            Home = folder,
            DataRoot = data,
            AnnotationsRoot = Path.Combine(folder, "annotations"),
            Folders = new LocalFolders(Path.Combine(folder, "state"), Path.Combine(folder, "cache")),
            Classes = classes ?? LabelClasses.Default,
            Roles = new Roles(new HashSet<string>(admins, StringComparer.Ordinal)),
            RolesFile = Path.Combine(folder, "roles.json"),
            Serve = serve,
            Token = Token,
            NoBrowser = true,
            ShareLimits = Patient,
        };
        await File.WriteAllBytesAsync(options.RolesFile, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { admins }));
        GatewayServer front = await FrontOfAsync(options);
        return new TestProgram(options, await AnnotatorServer.StartAsync(options, front), front);
    }

    /// <summary>Ends it and starts it again over the same folders, at another address: nobody is signed in then.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        Front = await FrontOfAsync(_options);
        _app = await AnnotatorServer.StartAsync(_options, Front);
    }

    /// <summary>No redirects followed; the token as bearer unless <paramref name="token"/> is null.</summary>
    public HttpClient Client(string? token = Token)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8,
        })
        {
            BaseAddress = new Uri(Address.Origin),
        };
        if (token is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        return client;
    }

    public async Task<HttpClient> SignedInClientAsync(string username)
    {
        HttpClient client = Client();
        using HttpResponseMessage response = await client.PostAsJsonAsync("/api/session", new { username });
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return client;
    }

    public static async Task<JsonElement> JsonOfAsync(HttpResponseMessage response)
    {
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    public static MediaTypeHeaderValue Json { get; } = new("application/json");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<GatewayServer> FrontOfAsync(AnnotatorOptions options) =>
        GatewayServer.StartAsync(options, options.Serve is { } serve ? ServerAddress.TryBind(serve.Listen, serve.PublicUrl)! : ServerAddress.TryBind(0)!, new OneTimeCodes(TimeProvider.System));

    private async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Front.Dispose();
        Address.Dispose();
    }
}
