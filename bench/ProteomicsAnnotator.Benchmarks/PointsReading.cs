using System.Diagnostics;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Boxes as the server reads them for a page.</summary>
internal static class PointsReading
{
    /// <summary>A part of the blocks compiles and does not count.</summary>
    private const int Unmeasured = 10;

    /// <summary>Each block once, in no order. Chunks of another box may be there, as a person meets them.</summary>
    public static async Task<IReadOnlyList<Timing>> MeasureAsync(string what, IReadOnlyList<Block> blocks)
    {
        using var volumes = new VolumeCache(new VolumeCacheOptions());
        List<double> slices = [];
        List<double> wholes = [];
        foreach (Block block in blocks)
        {
            slices.Add(await TimeAsync(async () => (await volumes.GetSliceAsync(block, OpenAt.Focus, CancellationToken.None)).Dispose()));
            wholes.Add(await TimeAsync(() => ReadAsync(volumes, block)));
        }

        int first = Math.Min(Unmeasured, blocks.Count / 2);
        return [new Timing($"opening slice, {what}", slices[first..]), new Timing($"whole block, {what}", wholes[first..])];
    }

    /// <summary>Blocks beside the one before, and those that are read ahead.</summary>
    public static async Task<IReadOnlyList<Timing>> MeasureNeighboursAsync(IReadOnlyList<Block> blocks)
    {
        using var volumes = new VolumeCache(new VolumeCacheOptions());
        List<double> neighbours = [];
        List<double> ahead = [];
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
            new Timing("whole block, in the order of their places", neighbours[Unmeasured..]),
            new Timing("whole block that was read ahead", ahead[Unmeasured..]),
        ];
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
}
