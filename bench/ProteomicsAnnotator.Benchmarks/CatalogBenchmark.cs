using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>
/// A warm scan of 10,000 block folders with three files each, flat and in 100 tiles, and of 100,000 in 200 data sets.
/// </summary>
public static class CatalogBenchmark
{
    private const int Blocks = 10_000;
    private const int DataSets = 200;
    private const int BlocksOfASet = 500;

    public static async Task<int> RunAsync()
    {
        string root = Directory.CreateTempSubdirectory("annotator-bench-").FullName;
        try
        {
            string flat = Path.Join(root, "flat");
            string tiles = Path.Join(root, "tiles");
            for (int i = 0; i < Blocks; i++)
            {
                Fill(Path.Join(flat, $"block_{i:0000}"));
                Fill(Path.Join(tiles, $"tile_{i / 100:000}", $"block_{i % 100:0000}"));
            }

            Bench.Print(
                $"Catalog, {Blocks} blocks x 3 files ({Bench.Machine})",
                await Bench.CompareAsync(15, ("flat", () => ScanAsync(flat, Blocks)), ("100 tiles", () => ScanAsync(tiles, Blocks))));
            string sets = Path.Join(root, "sets");
            for (int i = 0; i < DataSets * BlocksOfASet; i++)
            {
                Fill(Path.Join(sets, $"brain_{i / BlocksOfASet / 10:00}", $"Tile_X_{i / BlocksOfASet % 10:0000}", "ch_561", "blocks", $"block_{i % BlocksOfASet:0000}"));
            }

            Bench.Print(
                $"Catalog, {DataSets} data sets x {BlocksOfASet} blocks x 3 files ({Bench.Machine})",
                await Bench.CompareAsync(7, ("all names listed", () => ListAsync(sets, DataSets * BlocksOfASet)), ("all folders looked into", () => ScanAsync(sets, DataSets * BlocksOfASet))));
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task ScanAsync(string root, int blocks)
    {
        using var catalog = new BlockCatalog(root, root, ["488", "561", "638"]);
        await catalog.ScanAsync();
        if (catalog.Current.Blocks.Count != blocks)
        {
            throw new InvalidOperationException($"The scan found {catalog.Current.Blocks.Count} blocks.");
        }
    }

    private static async Task ListAsync(string root, int blocks)
    {
        using var catalog = new BlockCatalog(root, root, ["488", "561", "638"]);
        using var ending = new CancellationTokenSource();
        var listed = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        catalog.Changed += () =>
        {
            if (catalog.Current.IsListed)
            {
                ending.Cancel();
                listed.TrySetResult(catalog.Current.Blocks.Count);
            }
        };
        Task scan = catalog.ScanAsync(ending.Token);
        int count = await listed.Task;
        if (count != blocks)
        {
            throw new InvalidOperationException($"The list has {count} blocks.");
        }

        await scan.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static void Fill(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in (string[])["ch0.tif", "ch1.tif", "ch2.tif"])
        {
            File.WriteAllBytes(Path.Join(folder, file), []);
        }
    }
}
