using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Points;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// Boxes of 3 x 128^3 uint16 at random places of OME-Zarr volumes in the page cache, as the program reads and shows them; in the same run
/// zarr-python (<c>bench/points.py</c>) and the same voxels as TIFF. <c>points-list</c>: lists of 10,000 and of 1,000,000 points.
/// </summary>
public static class PointsBenchmark
{
    private const string Python = "/usr/bin/python3";

    public static async Task<int> RunAsync()
    {
        string folder = Directory.CreateTempSubdirectory("points-bench-").FullName;
        try
        {
            var data = new PointsData(folder);
            _ = await PythonAsync("make", folder, $"{PointsData.Points}");
            IReadOnlyList<Block> chunks = await BlocksAsync(data.Chunks, PointsData.Points);
            IReadOnlyList<Block> shards = await BlocksAsync(data.Shards, PointsData.Points);
            await data.CutAsync(chunks.Take(PointsPage.Listed));
            IReadOnlyList<Block> tiff = await BlocksAsync(data.Tiff, PointsPage.Listed);
            Begin("points");
            await MeasureServerAsync(data, chunks, shards, tiff);
            await MeasurePagesAsync(data);
            Console.WriteLine($"\nPeak memory of the measuring process: {PeakMebibytes} MiB.");
            ViewerReport.End();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Lists that differ in nothing but the number of points.</summary>
    public static async Task<int> RunListsAsync()
    {
        string folder = Directory.CreateTempSubdirectory("points-bench-").FullName;
        try
        {
            var data = new PointsData(folder);
            _ = await PythonAsync("make", folder, "2");
            await ViewerProgram.BuildAsync();
            Begin("points-list");
            using IPlaywright playwright = await Playwright.CreateAsync();
            List<ViewerFigure> figures = [];
            foreach (int points in (int[])[10_000, 1_000_000])
            {
                data.WriteList(points);
                figures.AddRange(await PointsPage.MeasureListAsync(playwright, data.List(points), points));
            }

            ViewerReport.Print("Lists of points", figures);
            ViewerReport.End();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Begin(string subject) => ViewerReport.Begin(
        "Boxes of points out of a large volume", subject, "Boxes of 3 x 128^3 uint16 at random places, from stores in the page cache; milliseconds. The page is the real one, in a headless Chromium without a GPU.");

    private static async Task MeasureServerAsync(PointsData data, IReadOnlyList<Block> chunks, IReadOnlyList<Block> shards, IReadOnlyList<Block> tiff)
    {
        _ = await ReadByPythonAsync(data.Folder);
        IReadOnlyList<Timing> own = await PointsReading.MeasureAsync("chunks of 128^3", chunks);
        JsonElement python = await ReadByPythonAsync(data.Folder);
        IReadOnlyList<Timing> sharded = await PointsReading.MeasureAsync("shards of 512^3", shards);
        IReadOnlyList<Timing> files = await PointsReading.MeasureAsync("TIFF", tiff);
        Bench.Print(
            "In the server, each block the first time, in no order",
            [.. own, Of("opening slice, chunks of 128^3, zarr-python", python, "slices"), Of("whole block, chunks of 128^3, zarr-python", python, "boxes"), .. sharded, .. files]);
        Bench.Print("In the server, blocks beside the one before, and read ahead (chunks of 128^3)", await PointsReading.MeasureNeighboursAsync(chunks));
    }

    private static async Task MeasurePagesAsync(PointsData data)
    {
        await ViewerProgram.BuildAsync();
        using IPlaywright playwright = await Playwright.CreateAsync();
        List<ViewerFigure> figures = [];
        foreach ((string what, string folder) in new[] { ("chunks of 128^3", data.Chunks), ("shards of 512^3", data.Shards), ("TIFF", data.Tiff) })
        {
            figures.AddRange(await PointsPage.MeasureAsync(playwright, what, folder, hasTargets: folder != data.Tiff));
        }

        ViewerReport.Print("On the page", figures);
    }

    private static async Task<IReadOnlyList<Block>> BlocksAsync(string root, int expected)
    {
        using var catalog = new BlockCatalog(root, root, []) { Source = PointsSource.Read };
        await catalog.ScanAsync(CancellationToken.None);
        IReadOnlyList<Block> blocks = catalog.Current.Blocks;
        return blocks.Count == expected ? blocks : throw new InvalidOperationException($"{root}: {blocks.Count} blocks instead of {expected}.");
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
