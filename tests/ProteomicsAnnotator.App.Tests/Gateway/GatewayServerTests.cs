using System.Net;
using Microsoft.AspNetCore.Builder;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Tests.Gateway;

public sealed class GatewayServerTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("annotator-front-").FullName;
    private readonly AnnotatorOptions _options;
    private readonly ServerAddress _address = ServerAddress.TryBind(0)!;
    private GatewayServer _front = null!;

    public GatewayServerTests()
    {
        _options = new AnnotatorOptions
        {
            Home = _folder,
            DataRoot = Directory.CreateDirectory(Path.Combine(_folder, "<blocks & \"more\">")).FullName,
            AnnotationsRoot = Path.Combine(_folder, "annotations"),
            Folders = new LocalFolders(Path.Combine(_folder, "state"), Path.Combine(_folder, "cache")),
            Roles = new Roles(new HashSet<string>(StringComparer.Ordinal)),
            Token = "token",
            NoBrowser = true,
            ShareLimits = TestProgram.Patient,
        };
    }

    public async ValueTask InitializeAsync() =>
        _front = await GatewayServer.StartAsync(_options, _address, new OneTimeCodes(TimeProvider.System));

    public ValueTask DisposeAsync()
    {
        _front.Dispose();
        _address.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task SignInPage_BeforeTheProgramIsBuilt_IsThereAndWhatNeedsTheProgramWaits()
    {
        using HttpClient client = Client();

        string page = await client.GetStringAsync("/sign-in");
        Assert.Contains("login-username", page, StringComparison.Ordinal);
        Assert.Contains("&lt;blocks &amp; &quot;more&quot;&gt;", page, StringComparison.Ordinal);
        Assert.False(_front.Wanted.IsCompleted);
        Task<HttpResponseMessage> waiting = client.GetAsync("/healthz");
        await _front.Wanted.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(waiting.IsCompleted);

        await using WebApplication app = await AnnotatorServer.StartAsync(_options, _front);
        using HttpResponseMessage response = await waiting;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await app.StopAsync();
    }

    [Fact]
    public async Task Request_WithoutTokenBeforeTheProgramIsBuilt_Gets401AtOnce()
    {
        using HttpClient client = Client(token: "other");
        foreach (string path in (string[])["/", "/sign-in", "/sign-in.js", "/api/blocks"])
        {
            using HttpResponseMessage response = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.True(response.Headers.Contains("Content-Security-Policy"));
        }

        Assert.False(_front.Wanted.IsCompleted);
    }

    [Fact]
    public async Task WaitingRequest_WhenTheStartIsGivenUp_Ends()
    {
        using HttpClient client = Client();
        Task<HttpResponseMessage> waiting = client.GetAsync("/healthz");
        await _front.Wanted.WaitAsync(TimeSpan.FromSeconds(60));

        await _front.StopAsync(CancellationToken.None);

        using HttpResponseMessage response = await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private HttpClient Client(string token = "token")
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = new Uri(_address.Origin),
        };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return client;
    }
}
