using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// From <c>launch.sh</c> to the whole list in a browser that has never run before: the program starts, then a browser
/// process with an empty profile, then the page; the sign-in is one HTTP call, so that only machines' time counts.
/// </summary>
public static class StartBenchmark
{
    private const int Rounds = 9;

    public static async Task<int> RunAsync()
    {
        var data = new ViewerData();
        await data.EnsureAsync();
        await ViewerProgram.BuildAsync();
        ViewerReport.Begin(
            "The start",
            "start",
            "Milliseconds since launch.sh was called (program built before; one start before these does not count). Half of the blocks are labelled. Files are in the page cache.");
        using IPlaywright playwright = await Playwright.CreateAsync();
        ViewerReport.Print("200 blocks", await MeasureAsync(playwright, data, 200, (1300, 2600)));
        ViewerReport.Print("10,000 blocks", await MeasureAsync(playwright, data, 10_000, (3100, 6200)));
        ViewerReport.End();
        return 0;
    }

    private static async Task<IReadOnlyList<ViewerFigure>> MeasureAsync(
        IPlaywright playwright, ViewerData data, int blocks, (double Target, double Original) list)
    {
        List<double[]> rounds = [];
        for (int round = -1; round < Rounds; round++)
        {
            double[] times = await StartAsync(playwright, data.Many(blocks), blocks);
            if (round >= 0)
            {
                rounds.Add(times);
            }
        }

        IReadOnlyList<double> At(int station) => [.. rounds.Select(times => times[station])];
        return
        [
            new ViewerFigure("the program is ready", At(0)),
            new ViewerFigure("the browser runs", At(1)),
            new ViewerFigure("the page's HTML is read", At(2)),
            new ViewerFigure("the first blocks are in the list", At(3)),
            new ViewerFigure("all blocks are in the list", At(4), list.Target, list.Original),
            new ViewerFigure("the first block is painted", At(5)),
        ];
    }

    private static async Task<double[]> StartAsync(IPlaywright playwright, string dataRoot, int blocks)
    {
        string folder = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        ViewerData.WriteLabels(Path.Join(folder, "annotations"), ViewerProgram.Username, blocks / 2);
        long begin = Stopwatch.GetTimestamp();
        double Now() => Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        await using ViewerProgram program = await ViewerProgram.StartInAsync(folder, dataRoot);
        double ready = Now();
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        double running = Now();
        await browser.SignInAsync(program);
        await browser.Page.GotoAsync(program.Link.AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        double read = Now();
        await browser.WaitForAsync("document.querySelector('[data-testid=block-item]') !== null");
        double first = Now();
        string all = $"/ {blocks.ToString("N0", CultureInfo.InvariantCulture)} annotated";
        await browser.WaitForAsync($"document.querySelector('[data-testid=progress-text]').textContent.includes('{all}')");
        double whole = Now();
        await browser.WaitForAsync("(document.querySelector('[data-testid=viewer-canvas]')?.dataset.blockId ?? '') !== ''");
        return [ready, running, read, first, whole, Now()];
    }
}
