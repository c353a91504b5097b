using System.Globalization;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// What every process holds after twenty blocks of 3 x 128^3 uint16, by proportional set size (memory that processes
/// share is counted once): the server after requests without a page, and server and browser after a page showed them.
/// </summary>
internal static class ViewerFootprint
{
    private const int Blocks = ViewerData.BlocksPerCodec;
    private static readonly int Runs = Bench.Repeats(3);

    /// <summary>How long nothing happens before it is measured.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public static async Task PrintAsync(string dataRoot)
    {
        Console.WriteLine($"\n## After {Blocks.ToString(CultureInfo.InvariantCulture)} blocks, {Rest.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s later\n\nMiB of proportional set size; every run starts program and browser again.\n");
        Console.WriteLine("| run | server, ready | server, no page | server, one page | blank page: page | GPU | one page: page | GPU | page and GPU over blank |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (int run = 1; run <= Runs; run++)
        {
            (double ready, double alone) = await MeasureRequestsAsync(dataRoot);
            (double server, Sizes blank, Sizes page) = await MeasurePageAsync(dataRoot);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {run} | {ready:0} | {alone:0} | {server:0} | {blank.Page:0} | {blank.Gpu:0} | {page.Page:0} | {page.Gpu:0} | {page.Sum - blank.Sum:0} |"));
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

    private static async Task<(double Server, Sizes Blank, Sizes Page)> MeasurePageAsync(string dataRoot)
    {
        await using ViewerProgram program = await ViewerProgram.StartAsync(dataRoot);
        await using PlainBrowser browser = await PlainBrowser.LaunchAsync();
        await Task.Delay(Rest);
        Sizes blank = await SizesAsync(browser);
        await browser.OpenAsync(program);
        for (int block = 1; block < Blocks; block++)
        {
            await browser.EvaluateAsync($"probe.live('key', ['ArrowDown'], 'painted', '{ViewerData.Deflate(block)}')");
        }

        await browser.EvaluateAsync("probe.quiet()");
        await Task.Delay(Rest);
        return (Proportional(program.ProcessId), blank, await SizesAsync(browser));
    }

    private static async Task<Sizes> SizesAsync(PlainBrowser browser)
    {
        (int page, int gpu) = await browser.ProcessesAsync(Proportional);
        return new Sizes(Proportional(page), Proportional(gpu));
    }

    private static double Proportional(int processId)
    {
        string line = File.ReadLines($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/smaps_rollup")
            .First(candidate => candidate.StartsWith("Pss:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>MiB.</summary>
    private readonly record struct Sizes(double Page, double Gpu)
    {
        public double Sum => Page + Gpu;
    }
}
