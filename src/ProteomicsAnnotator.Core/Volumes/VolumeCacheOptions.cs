namespace ProteomicsAnnotator.Core.Volumes;

public sealed record VolumeCacheOptions
{
    /// <summary>Decoded blocks kept after viewing; requested neighbours come on top.</summary>
    public int CapacityBlocks { get; init; } = 3;

    /// <summary>Blocks that are read ahead for all pages together.</summary>
    public int MostRequested { get; init; } = int.MaxValue;

    /// <summary>All channels of a block together, as decoded bytes.</summary>
    public long MaxBlockBytes { get; init; } = 1024L << 20;

    /// <summary>
    /// After this time without a request, viewed voxels are released: the page has them by then. Requested neighbours stay.
    /// </summary>
    public TimeSpan QuietAfter { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Decoded chunks of stores stay for so long after the last request: longer than a person looks at a block.</summary>
    public TimeSpan ForgetChunksAfter { get; init; } = TimeSpan.FromMinutes(1);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where decoded voxels lie.</summary>
    internal VoxelPool Pool { get; init; } = VoxelPool.Shared;

    /// <summary>Awaited with a file's path before its voxels are read: makes a load as slow as a bad share.</summary>
    public Func<string, CancellationToken, Task>? BeforeRead { get; set; }
}
