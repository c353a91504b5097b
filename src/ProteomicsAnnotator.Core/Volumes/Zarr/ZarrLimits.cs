namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>What a store may ask for, whatever its metadata says.</summary>
public sealed record ZarrLimits
{
    /// <summary>A decoded chunk, of a shard an inner one. Each thread holds about two of them.</summary>
    public int MaxChunkBytes { get; init; } = 512 << 20;

    /// <summary>The voxels of a box.</summary>
    public int MaxBoxBytes { get; init; } = 1024 << 20;

    /// <summary>Chunks that a box may meet, of shards the inner ones.</summary>
    public int MaxChunksOfBox { get; init; } = 1 << 16;

    /// <summary>Bytes that are decoded for one box, whatever of them lies in it: many keys may name one small file.</summary>
    public long MaxDecodedBytesOfBox { get; init; } = 64L << 30;

    /// <summary>Length of the axis c.</summary>
    public int MaxChannels { get; init; } = 1024;

    /// <summary>The index of a shard.</summary>
    public int MaxIndexBytes { get; init; } = 64 << 20;

    /// <summary>
    /// A chunk with a fault is read once more after this time: cluster file systems show half-written files for a moment.
    /// Zero: it is not.
    /// </summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where decoded chunks are kept for other boxes.</summary>
    internal ChunkCache Cache { get; init; } = ChunkCache.Shared;

    /// <summary>How that time passes.</summary>
    public Action<TimeSpan, CancellationToken> Wait { get; init; } = (time, cancellationToken) => cancellationToken.WaitHandle.WaitOne(time);
}
