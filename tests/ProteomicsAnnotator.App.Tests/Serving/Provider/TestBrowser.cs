using System.Net;

namespace ProteomicsAnnotator.App.Tests.Serving.Provider;

/// <summary>A browser without a screen: its cookies, and redirects step by step, from site to site.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly SocketsHttpHandler _handler;

    /// <param name="server">Where it starts.</param>
    /// <param name="accepts">Whose certificate it takes.</param>
    public TestBrowser(Uri server, Func<System.Security.Cryptography.X509Certificates.X509Certificate?, bool> accepts)
    {
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            CookieContainer = Cookies,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => accepts(shown) },
        };
        Http = new HttpClient(_handler) { BaseAddress = server };
    }

    public HttpClient Http { get; }

    public CookieContainer Cookies { get; } = new(1000, 300, 32 * 1024);

    /// <summary>Every address on the way.</summary>
    public List<Uri> Way { get; } = [];

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    /// <summary>Goes where the address leads, and stops before one that the test wants to take itself.</summary>
    public async Task<(HttpStatusCode Status, string Text)> GoAsync(string address, Func<Uri, bool>? stop = null)
    {
        var next = new Uri(Http.BaseAddress!, address);
        for (int steps = 0; steps < 10; steps++)
        {
            Way.Add(next);
            if (stop?.Invoke(next) is true)
            {
                return (default, "");
            }

            using HttpResponseMessage response = await Http.GetAsync(next, TestContext.Current.CancellationToken);
            if (response.Headers.Location is not { } location)
            {
                return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }

            next = new Uri(next, location);
        }

        throw new InvalidOperationException(string.Join('\n', Way));
    }
}
