namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>How the numbers of a chunk became bytes.</summary>
internal sealed record ChunkEncoding
{
    /// <summary>Axis i of the stored numbers is axis <c>Order[i]</c> of the array; the last one lies together.</summary>
    public required int[] Order { get; init; }

    public bool BigEndian { get; init; }

    /// <summary>In the order in which they were applied.</summary>
    public IReadOnlyList<ByteCodec> Codecs { get; init; } = [];

    /// <summary>Names of the codecs for the annotator: none, gzip, Blosc (zstd), sharded gzip, ...</summary>
    public required string Name { get; init; }

    public static int[] RowMajor(int rank) => [.. Enumerable.Range(0, rank)];

    public static int[] ColumnMajor(int rank) => [.. Enumerable.Range(0, rank).Reverse()];

    /// <summary>How many numbers lie between neighbours along each axis of the array.</summary>
    public long[] Strides(IReadOnlyList<int> chunk)
    {
        long[] strides = new long[Order.Length];
        long stride = 1;
        for (int i = Order.Length - 1; i >= 0; i--)
        {
            strides[Order[i]] = stride;
            stride *= chunk[Order[i]];
        }

        return strides;
    }
}

/// <summary>Where the chunks are in a file that holds many of them; source: the codec sharding_indexed 1.0 of Zarr v3.</summary>
/// <param name="Chunk">Extent of the inner chunks along the axes of the array.</param>
/// <param name="IndexFirst">The index lies at the start of the file, else at its end.</param>
/// <param name="BigEndian">The numbers of the index.</param>
/// <param name="Checked">A CRC-32C follows the index.</param>
internal sealed record Sharding(int[] Chunk, bool IndexFirst, bool BigEndian, bool Checked)
{
    /// <param name="shard">Extent of a file along the axes of the array.</param>
    /// <param name="axis">Of the array.</param>
    public int ChunksAlong(IReadOnlyList<int> shard, int axis) => shard[axis] / Chunk[axis];

    /// <summary>Inner chunks of a file.</summary>
    public long Chunks(IReadOnlyList<int> shard)
    {
        long count = 1;
        for (int axis = 0; axis < Chunk.Length; axis++)
        {
            count = Math.Min(int.MaxValue, count * ChunksAlong(shard, axis));
        }

        return count;
    }

    /// <summary>With its checksum.</summary>
    public long IndexBytes(IReadOnlyList<int> shard) => (16 * Chunks(shard)) + (Checked ? 4 : 0);
}
