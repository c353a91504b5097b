using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// Chromium with one blank page, over its own debugging protocol. A browser that Playwright drives keeps a copy of every
/// answer that the page fetches (<c>Network.enable</c>): after 20 blocks of 3 x 128^3 nearly 200 MiB that no person's page holds.
/// </summary>
internal sealed class PlainBrowser : IAsyncDisposable
{
    private const string PortFile = "DevToolsActivePort";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private string? _page;
    private int _last;

    private PlainBrowser(Process process, string profile) => (_process, _profile) = (process, profile);

    public static async Task<PlainBrowser> LaunchAsync()
    {
        string profile = Directory.CreateTempSubdirectory("annotator-bench-browser-").FullName;
        var start = new ProcessStartInfo("/usr/bin/chromium") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments =
        [
            "--headless", "--remote-debugging-port=0", $"--user-data-dir={profile}", "--window-size=1560,920", "--no-first-run",
            .. ViewerBrowser.Arguments, "about:blank",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var browser = new PlainBrowser(Process.Start(start)!, profile);
        browser._process.BeginErrorReadLine();
        browser._process.BeginOutputReadLine();
        await browser.ConnectAsync();
        return browser;
    }

    /// <summary>Opens the program's page with the probe in it, signed in, and waits for its first whole block.</summary>
    public async Task OpenAsync(ViewerProgram program)
    {
        (string name, string value) = await program.SignInAsync();
        string url = program.Link.GetLeftPart(UriPartial.Authority);
        await SendAsync("Network.setCookie", new { name, value, url, httpOnly = true, sameSite = "Strict" });
        await SendAsync("Page.enable", new { });
        await SendAsync("Page.addScriptToEvaluateOnNewDocument", new { source = await ViewerBrowser.ProbeAsync() });
        await SendAsync("Page.navigate", new { url = program.Link.AbsoluteUri });
        await UntilAsync(async () => (await EvaluateAsync(
            "document.querySelector('[data-testid=viewer-canvas]')?.dataset.complete === 'true' && 'probe' in globalThis")).ValueKind == JsonValueKind.True);
    }

    /// <summary>Awaits what the expression answers.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        JsonElement answer = await SendAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        if (answer.TryGetProperty("exceptionDetails", out JsonElement fault))
        {
            throw new InvalidOperationException($"{expression}: {fault}");
        }

        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    /// <summary>Of the page and of the process that draws, after a garbage collection of the page.</summary>
    public async Task<(int Page, int Gpu)> ProcessesAsync(Func<int, double> sizeOf)
    {
        await SendAsync("HeapProfiler.collectGarbage", new { });
        JsonElement processes = (await SendAsync("SystemInfo.getProcessInfo", new { }, isOfPage: false)).GetProperty("processInfo");
        int Largest(string type) => processes.EnumerateArray()
            .Where(process => process.GetProperty("type").GetString() == type)
            .Select(process => process.GetProperty("id").GetInt32())
            .MaxBy(sizeOf);
        return (Largest("renderer"), Largest("GPU"));
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task ConnectAsync()
    {
        string file = Path.Join(_profile, PortFile);
        await UntilAsync(async () => File.Exists(file) && (await File.ReadAllLinesAsync(file)).Length == 2);
        string[] lines = await File.ReadAllLinesAsync(file);
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), CancellationToken.None);
        JsonElement targets = await SendAsync("Target.getTargets", new { }, isOfPage: false);
        string? target = targets.GetProperty("targetInfos").EnumerateArray()
            .First(info => info.GetProperty("type").GetString() == "page").GetProperty("targetId").GetString();
        JsonElement attached = await SendAsync("Target.attachToTarget", new { targetId = target, flatten = true }, isOfPage: false);
        _page = attached.GetProperty("sessionId").GetString();
    }

    /// <summary>One call at a time; events in between are passed over.</summary>
    private async Task<JsonElement> SendAsync(string method, object parameters, bool isOfPage = true)
    {
        int id = ++_last;
        var call = new Dictionary<string, object>(StringComparer.Ordinal) { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (isOfPage)
        {
            call["sessionId"] = _page!;
        }

        using var limit = new CancellationTokenSource(Limit);
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        while (true)
        {
            using JsonDocument message = await ReceiveAsync(limit.Token);
            if (message.RootElement.TryGetProperty("id", out JsonElement answered) && answered.GetInt32() == id)
            {
                return message.RootElement.TryGetProperty("result", out JsonElement result)
                    ? result.Clone()
                    : throw new InvalidOperationException($"{method}: {message.RootElement}");
            }
        }
    }

    private async Task<JsonDocument> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        byte[] part = new byte[64 * 1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(part.AsMemory(), cancellationToken);
            await whole.WriteAsync(part.AsMemory(0, received.Count), cancellationToken);
        }
        while (!received.EndOfMessage);
        whole.Position = 0;
        return await JsonDocument.ParseAsync(whole, cancellationToken: cancellationToken);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await isSo())
        {
            await Task.Delay(100, limit.Token);
        }
    }
}
