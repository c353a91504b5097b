using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>A thousand switches over 40 blocks, each until the block is painted; then what page and processes hold.</summary>
public static class ViewerMemory
{
    private const int Blocks = 2 * ViewerData.BlocksPerCodec;
    private static readonly int[] Stops = [40, 100, 250, 500, 750, 1000];

    public static async Task<int> RunAsync()
    {
        var data = new ViewerData();
        await data.EnsureAsync();
        await ViewerProgram.BuildAsync();
        using IPlaywright playwright = await Playwright.CreateAsync();
        await RunSwitchesAsync(playwright, data.Mixed);
        await ViewerFootprint.PrintAsync(data.Mixed);
        ViewerReport.End();
        return 0;
    }

    /// <summary>The part that tells what twenty blocks leave behind, by itself.</summary>
    public static async Task<int> RunFootprintAsync()
    {
        var data = new ViewerData();
        await data.EnsureAsync();
        await ViewerProgram.BuildAsync();
        ViewerReport.Begin("Memory after twenty blocks", "footprint", "Chromium, headless, WebGL2 without a GPU.");
        await ViewerFootprint.PrintAsync(data.Mixed);
        ViewerReport.End();
        return 0;
    }

    private static async Task RunSwitchesAsync(IPlaywright playwright, string dataRoot)
    {
        await using ViewerProgram program = await ViewerProgram.StartAsync(dataRoot);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.OpenAsync(program);
        ViewerReport.Begin(
            "Memory over a thousand blocks",
            "memory",
            $"Chromium {browser.Version}, headless, WebGL2 by {await browser.RendererAsync()}. 40 blocks of 3 x 128^3 uint16 (20 raw, 20 Deflate), Down to the last one and Up again, each until it is painted. MiB, after a garbage collection of the page.");
        Console.WriteLine("\n| switches | page: JS heap | page: array buffers | page process | GPU process | server process |\n|---:|---:|---:|---:|---:|---:|");
        int done = 0;
        foreach (int stop in Stops)
        {
            for (; done < stop; done++)
            {
                await SwitchAsync(browser, done);
            }

            await browser.QuietAsync();
            await PrintAsync(browser, program, stop);
        }
    }

    private static Task<double> SwitchAsync(ViewerBrowser browser, int done)
    {
        const int Turn = Blocks - 1;
        bool isDown = done / Turn % 2 == 0;
        int at = done % Turn;
        int block = isDown ? at + 1 : Turn - 1 - at;
        return browser.LiveAsync("key", [isDown ? "ArrowDown" : "ArrowUp"], "painted", Name(block));
    }

    private static async Task PrintAsync(ViewerBrowser browser, ViewerProgram program, int switches)
    {
        ICDPSession page = await browser.Page.Context.NewCDPSessionAsync(browser.Page);
        await page.SendAsync("HeapProfiler.collectGarbage");
        JsonElement heap = (await page.SendAsync("Runtime.getHeapUsage"))!.Value;
        await page.DetachAsync();
        ICDPSession whole = await browser.Page.Context.Browser!.NewBrowserCDPSessionAsync();
        JsonElement processes = (await whole.SendAsync("SystemInfo.getProcessInfo"))!.Value;
        await whole.DetachAsync();
        double Largest(string type) => processes.GetProperty("processInfo").EnumerateArray()
            .Where(process => process.GetProperty("type").GetString() == type)
            .Max(process => Resident(process.GetProperty("id").GetInt32()));
        double buffers = heap.TryGetProperty("backingStorageSize", out JsonElement size) ? size.GetDouble() : double.NaN;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {switches} | {Mebi(heap.GetProperty("usedSize").GetDouble()):0.0} | {Mebi(buffers):0} | {Largest("renderer"):0} | {Largest("GPU"):0} | {Resident(program.ProcessId):0} |"));
    }

    private static string Name(int block) => block < ViewerData.BlocksPerCodec
        ? ViewerData.Deflate(block)
        : ViewerData.Raw(block - ViewerData.BlocksPerCodec);

    private static double Mebi(double bytes) => bytes / (1 << 20);

    /// <summary>Resident memory of a process in MiB.</summary>
    private static double Resident(int processId)
    {
        string line = File.ReadLines($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/status")
            .First(candidate => candidate.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
