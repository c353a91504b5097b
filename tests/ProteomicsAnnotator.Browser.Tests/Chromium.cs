using Microsoft.Playwright;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The system's Chromium without a window, with WebGL2 in software; started once for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-quic", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IPlaywright Playwright => _playwright!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Eventually.Limit.TotalMilliseconds);
        _playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = Arguments,
            Timeout = (float)Eventually.Limit.TotalMilliseconds,
        });
    }

    /// <summary>A page of its own profile, as large as the window the program opens.</summary>
    public Task<IPage> NewPageAsync(int width = 1440, int height = 900, ColorScheme theme = ColorScheme.Dark) =>
        NewPageAsync(null, width, height, theme);

    /// <summary>The same behind a network that can break.</summary>
    internal Task<IPage> NewPageAsync(NetworkProxy network) => NewPageAsync(new Proxy { Server = network.Address }, 1440, 900, ColorScheme.Dark);

    /// <summary>The same of somebody whose password, which is the name, a server's proxy asks for; its certificate is its own.</summary>
    internal Task<IPage> NewPageOfAsync(string username) => NewPageAsync(null, 1440, 900, ColorScheme.Dark, new HttpCredentials { Username = username, Password = username });

    private async Task<IPage> NewPageAsync(Proxy? proxy, int width, int height, ColorScheme theme, HttpCredentials? credentials = null)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Proxy = proxy,
            ColorScheme = theme,
            HttpCredentials = credentials,
            IgnoreHTTPSErrors = credentials is not null,
        });
        context.SetDefaultTimeout((float)Eventually.Limit.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
