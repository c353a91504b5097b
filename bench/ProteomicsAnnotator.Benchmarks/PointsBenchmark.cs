using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Points;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// Boxes of 3 x 128^3 uint16 at random places of an OME-Zarr volume, from 128^3 chunks of Blosc with zstd in the page cache, as the
/// program reads them for a page, and as zarr-python does in the same run (<c>bench/points.py</c>).
/// </summary>
public static class PointsBenchmark
{
    private const string Python = "/usr/bin/python3";
    private const int Points = 60;

    /// <summary>So many rows the list shows.</summary>
    private const int Listed = 20;

    /// <summary>Coprime to them, and past all neighbours that are loaded ahead.</summary>
    private const int Jump = 7;

    public static async Task<int> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("points-bench-").FullName;
        try
        {
            _ = await PythonAsync("make", folder, $"{Points}");
            using var catalog = new BlockCatalog(folder, folder, []) { Source = PointsSource.Read };
            await catalog.ScanAsync(CancellationToken.None);
            IReadOnlyList<Block> blocks = catalog.Current.Blocks;
            if (blocks.Count != Points)
            {
                throw new InvalidOperationException($"{blocks.Count} blocks instead of {Points}.");
            }

            Console.WriteLine($"## Points: boxes of 3 x 128^3 uint16 out of 384^3, Blosc-zstd chunks of 128^3, in the page cache\n\n{Bench.Machine}; load average {LoadAverage} (one minute) before");
            _ = await ReadByPythonAsync(folder);
            IReadOnlyList<Timing> own = await MeasureAsync(blocks);
            JsonElement python = await ReadByPythonAsync(folder);
            Bench.Print("Each box the first time, in no order", [own[0], own[1], Of("opening slice, zarr-python", python, "slices"), Of("whole block, zarr-python", python, "boxes")]);
            Bench.Print("Boxes that are beside the one before, and read ahead", own.Skip(2));
            await MeasurePageAsync(folder, [.. blocks.Take(Listed).Select(block => block.Id.ToString())]);
            Console.WriteLine($"\nLoad average {LoadAverage} after. Peak memory of this process: {PeakMebibytes} MiB.");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A part of the blocks compiles and does not count. Chunks of another box may be there, as a person meets them.</summary>
    private static async Task<IReadOnlyList<Timing>> MeasureAsync(IReadOnlyList<Block> blocks)
    {
        const int Unmeasured = 10;
        using var volumes = new VolumeCache(new VolumeCacheOptions());
        List<double> slices = [];
        List<double> wholes = [];
        List<double> neighbours = [];
        List<double> ahead = [];
        foreach (Block block in blocks)
        {
            slices.Add(await TimeAsync(async () => (await volumes.GetSliceAsync(block, OpenAt.Focus, CancellationToken.None)).Dispose()));
            wholes.Add(await TimeAsync(() => ReadAsync(volumes, block)));
        }

        foreach (Block block in blocks.OrderBy(PlaceOf))
        {
            neighbours.Add(await TimeAsync(() => ReadAsync(volumes, block)));
        }

        foreach (Block block in blocks)
        {
            volumes.Prefetch([block]);
            await ReadAsync(volumes, block);
            ahead.Add(await TimeAsync(() => ReadAsync(volumes, block)));
        }

        return
        [
            new Timing("opening slice", slices[Unmeasured..]),
            new Timing("whole block", wholes[Unmeasured..]),
            new Timing("whole block, in the order of their places", neighbours[Unmeasured..]),
            new Timing("whole block that was read ahead", ahead[Unmeasured..]),
        ];
    }

    /// <summary>From click or key to the painted frame, in the real program and a headless browser without a GPU.</summary>
    private static async Task MeasurePageAsync(string folder, string[] ids)
    {
        await ViewerProgram.BuildAsync();
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using ViewerProgram program = await ViewerProgram.StartAsync(folder);
        await using ViewerBrowser browser = await ViewerBrowser.LaunchAsync(playwright);
        await browser.OpenAsync(program);
        List<double> painted = [];
        List<double> complete = [];
        for (int i = 1; i <= Listed - 2; i++)
        {
            string id = ids[i * Jump % Listed];
            List<double> times = i % 2 == 0 ? painted : complete;
            times.Add(await browser.PromptAsync("block", [id], i % 2 == 0 ? "painted" : "complete", id));
            await browser.QuietAsync();
        }

        List<ViewerStep> steps = [];
        await browser.GoToAsync(ids[0]);
        for (int i = 1; i < Listed / 2; i++)
        {
            steps.Add(await browser.StepAsync("key", "ArrowDown"));
            await browser.QuietAsync();
        }

        ViewerReport.Print(
            "On the page",
            [
                new ViewerFigure("click in the list to the painted opening slice", painted, 60),
                new ViewerFigure("click in the list to the whole block", complete, 150),
                ViewerFigure.Of("switch to a prefetched neighbour", steps, 20),
            ]);
    }

    private static (long Z, long Y, long X) PlaceOf(Block block)
    {
        (long z, long y, long x) = block.Point!.Voxel;
        return (z / 64, y / 64, x);
    }

    private static async Task ReadAsync(VolumeCache volumes, Block block) => await Task.WhenAll(block.Channels.Select(async (_, channel) =>
    {
        using VolumeLease? lease = await volumes.GetAsync(block, channel, CancellationToken.None);
    }));

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        long start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static Timing Of(string name, JsonElement times, string member) =>
        new(name, [.. times.GetProperty(member).EnumerateArray().Select(time => time.GetDouble())]);

    private static async Task<JsonElement> ReadByPythonAsync(string folder) => JsonDocument.Parse(await PythonAsync("read", folder)).RootElement;

    private static async Task<string> PythonAsync(params string[] arguments)
    {
        string script = Path.Join(Home, "bench", "points.py");
        using Process process = Process.Start(new ProcessStartInfo(Python, [script, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"bench/points.py {arguments[0]} ended with {process.ExitCode}; it needs python3-zarr.");
    }

    private static string LoadAverage => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string PeakMebibytes => (Process.GetCurrentProcess().PeakWorkingSet64 >> 20).ToString(CultureInfo.InvariantCulture);

    private static string Home
    {
        get
        {
            string home = AppContext.BaseDirectory;
            while (!File.Exists(Path.Join(home, "ProteomicsAnnotator.slnx")))
            {
                home = Path.GetDirectoryName(home)!;
            }

            return home;
        }
    }
}
