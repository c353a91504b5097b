using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>A fresh headless Chromium without a GPU, with one page of the program and the probe of ViewerProbe.js in it.</summary>
internal sealed class ViewerBrowser : IAsyncDisposable
{
    /// <summary>WebGL2 without a GPU, by the system's own software renderer.</summary>
    public static readonly string[] Arguments = ["--use-angle=gl-egl", "--ignore-gpu-blocklist", "--no-sandbox", "--disable-quic"];

    private const int CanvasWidth = 1000;
    private const int CanvasHeight = 700;
    private const float LongMilliseconds = 120_000;

    private readonly IBrowser _browser;

    private ViewerBrowser(IBrowser browser, IPage page)
    {
        _browser = browser;
        Page = page;
    }

    public IPage Page { get; }

    public string Version => _browser.Version;

    /// <summary>A process of its own with an empty profile.</summary>
    public static async Task<ViewerBrowser> LaunchAsync(IPlaywright playwright)
    {
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = Arguments,
        });
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = 1560, Height = 830 },
        });
        page.SetDefaultTimeout(LongMilliseconds);
        return new ViewerBrowser(browser, page);
    }

    /// <summary>Opens the page, waits for the first whole block and gives the canvas the size that all figures are for.</summary>
    public async Task OpenAsync(ViewerProgram program)
    {
        await SignInAsync(program);
        await Page.AddInitScriptAsync(await ProbeAsync());
        await Page.GotoAsync(program.Link.AbsoluteUri);
        await WaitForAsync("document.querySelector('[data-testid=viewer-canvas]')?.dataset.complete === 'true'");
        JsonElement state = await StateAsync();
        await Page.SetViewportSizeAsync(
            1560 + CanvasWidth - state.GetProperty("width").GetInt32(),
            830 + CanvasHeight - state.GetProperty("height").GetInt32());
        await QuietAsync();
    }

    public async Task SignInAsync(ViewerProgram program)
    {
        (string name, string value) = await program.SignInAsync();
        await Page.Context.AddCookiesAsync(
            [new Cookie { Name = name, Value = value, Url = program.Link.GetLeftPart(UriPartial.Authority), HttpOnly = true, SameSite = SameSiteAttribute.Strict }]);
    }

    public Task WaitForAsync(string condition) => Page.WaitForFunctionAsync("() => " + condition);

    /// <summary>Handler, frame and readback, without the wait for the display; from rest.</summary>
    public Task<ViewerStep> StepAsync(string act, params object[] args) => StepAsync(act, args, isBurst: false);

    /// <summary>The same right behind the frame before, which the browser may still be composing.</summary>
    public Task<ViewerStep> BurstAsync(string act, params object[] args) => StepAsync(act, args, isBurst: true);

    /// <summary>Milliseconds from the event until the page is in that state, as it comes.</summary>
    public Task<double> LiveAsync(string act, object[] args, string state, string wanted = "") =>
        Page.EvaluateAsync<double>(
            "([act, args, state, wanted]) => probe.live(act, args, state, wanted)", new object[] { act, args, state, wanted });

    /// <summary>As <see cref="LiveAsync"/>, but frames are drawn as soon as they are due instead of with the display.</summary>
    public Task<double> PromptAsync(string act, object[] args, string state, string wanted = "") =>
        Page.EvaluateAsync<double>(
            "([act, args, state, wanted]) => probe.prompt(act, args, state, wanted)", new object[] { act, args, state, wanted });

    public Task<double> LabelAsync(int label) => Page.EvaluateAsync<double>(
        "label => probe.label(label)", label.ToString(CultureInfo.InvariantCulture));

    /// <summary>Nothing is under way any more: neighbours are there, uploaded and counted.</summary>
    public Task QuietAsync() => Page.EvaluateAsync("() => probe.quiet()");

    public async Task<string> PaintedAsync() => (await StateAsync()).GetProperty("blockId").GetString()!;

    /// <summary>The painted block's whole volume is there.</summary>
    public async Task<bool> IsCompleteAsync() => (await StateAsync()).GetProperty("complete").GetString() == "true";

    public Task<JsonElement> StateAsync() => Page.EvaluateAsync<JsonElement>("() => probe.state()");

    public Task<string> RendererAsync() => Page.EvaluateAsync<string>("() => probe.renderer()");

    /// <summary>Shows that block and waits until nothing is under way.</summary>
    public async Task GoToAsync(string block)
    {
        if (await PaintedAsync() != block)
        {
            await LiveAsync("block", [block], "complete", block);
        }

        await QuietAsync();
    }

    /// <summary>Presses the mouse on the middle of something, so that synthetic moves continue a real drag.</summary>
    public async Task<(double X, double Y, double Width)> GrabAsync(string selector, double share = 0.5)
    {
        LocatorBoundingBoxResult box = (await Page.Locator(selector).First.BoundingBoxAsync())!;
        (double x, double y) = (box.X + (box.Width * share), box.Y + (box.Height / 2));
        await Page.Mouse.MoveAsync((float)x, (float)y);
        await Page.Mouse.DownAsync();
        return (x, y, box.Width);
    }

    public Task LetGoAsync() => Page.Mouse.UpAsync();

    public async ValueTask DisposeAsync() => await _browser.CloseAsync();

    private async Task<ViewerStep> StepAsync(string act, object[] args, bool isBurst)
    {
        JsonElement step = await Page.EvaluateAsync<JsonElement>(
            "([act, args, isBurst]) => probe.step(act, args, isBurst)", new object[] { act, args, isBurst });
        return new ViewerStep(Number(step, "handler"), Number(step, "draw"), Number(step, "readBack"));
    }

    private static double Number(JsonElement step, string name) => step.GetProperty(name).GetDouble();

    /// <summary>The script that the figures are taken with.</summary>
    public static async Task<string> ProbeAsync()
    {
        await using Stream stream = typeof(ViewerBrowser).Assembly.GetManifestResourceStream("ViewerProbe.js")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
