using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// What every process holds after twenty blocks of 3 x 128^3 uint16, by proportional set size (memory that processes
/// share is counted once): the server after requests without a page, and server and browser after a page showed them.
/// </summary>
internal static class ViewerFootprint
{
    private const int Blocks = ViewerData.BlocksPerCodec;
    private const int Runs = 3;

    /// <summary>How long nothing happens before it is measured.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public static async Task PrintAsync(IPlaywright playwright, string dataRoot)
    {
        Console.WriteLine($"\n## After {Blocks.ToString(CultureInfo.InvariantCulture)} blocks, {Rest.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s later\n\nMiB of proportional set size; every run starts program and browser again.\n");
        Console.WriteLine("| run | server, ready | server, no page | server, one page | browser, blank page | browser, one page | page over blank |\n|---:|---:|---:|---:|---:|---:|---:|");
        for (int run = 1; run <= Runs; run++)
        {
            (double ready, double alone) = await MeasureRequestsAsync(dataRoot);
            (double server, double blank, double page) = await MeasurePageAsync(playwright, dataRoot);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {run} | {ready:0} | {alone:0} | {server:0} | {blank:0} | {page:0} | {page - blank:0} |"));
        }
    }

    private static async Task<(double Ready, double After)> MeasureRequestsAsync(string dataRoot)
    {
        await using ViewerProgram program = await ViewerProgram.StartAsync(dataRoot);
        (string name, string value) = await program.SignInAsync();
        await Task.Delay(Rest);
        double ready = Proportional(program.ProcessId);
        for (int block = 0; block < Blocks; block++)
        {
            await program.DecodeAsync(ViewerData.Raw(block), $"{name}={value}");
        }

        await Task.Delay(Rest);
        return (ready, Proportional(program.ProcessId));
    }

    private static async Task<(double Server, double Blank, double Page)> MeasurePageAsync(IPlaywright playwright, string dataRoot)
    {
        await using ViewerProgram program = await ViewerProgram.StartAsync(dataRoot);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await Task.Delay(Rest);
        double blank = await BrowserAsync(browser);
        await browser.OpenAsync(program);
        for (int block = 1; block < Blocks; block++)
        {
            await browser.LiveAsync("key", ["ArrowDown"], "painted", ViewerData.Deflate(block));
        }

        await browser.QuietAsync();
        await Task.Delay(Rest);
        return (Proportional(program.ProcessId), blank, await BrowserAsync(browser));
    }

    /// <summary>All processes of the browser together.</summary>
    private static async Task<double> BrowserAsync(ViewerBrowser browser)
    {
        ICDPSession whole = await browser.Page.Context.Browser!.NewBrowserCDPSessionAsync();
        JsonElement processes = (await whole.SendAsync("SystemInfo.getProcessInfo"))!.Value;
        await whole.DetachAsync();
        return processes.GetProperty("processInfo").EnumerateArray().Sum(process => Proportional(process.GetProperty("id").GetInt32()));
    }

    private static double Proportional(int processId)
    {
        string line = File.ReadLines($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/smaps_rollup")
            .First(candidate => candidate.StartsWith("Pss:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
