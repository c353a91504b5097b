namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>What the metadata of an array says, checked: no more is asked of it later.</summary>
internal sealed record ArrayMetadata
{
    private const int MostAxes = 8;

    /// <summary>Extents along the axes of the array.</summary>
    public required int[] Shape { get; init; }

    /// <summary>Extents of what a file holds; it may reach over the array's end.</summary>
    public required int[] FileChunk { get; init; }

    public required StoredType Type { get; init; }

    public required byte[] Fill { get; init; }

    public required ChunkKeys Keys { get; init; }

    public required ChunkEncoding Encoding { get; init; }

    /// <summary>Null: a file holds one chunk.</summary>
    public Sharding? Sharding { get; init; }

    /// <summary>Null where the array does not name its axes.</summary>
    public IReadOnlyList<string>? AxisNames { get; init; }

    /// <summary>Extents of what is decoded at once.</summary>
    public int[] Chunk => Sharding?.Chunk ?? FileChunk;

    public int Rank => Shape.Length;

    /// <summary>Decoded.</summary>
    public long ChunkBytes => Bytes(Chunk);

    /// <summary>Extents, one an axis.</summary>
    public static int[] Extents(MetadataNode node) =>
        [.. node.Items(MostAxes, $"1 to {MostAxes} extents").Select(item => item.WholeNumber(1, "a whole number from 1 on"))];

    /// <exception cref="ZarrException">Its parts do not fit one another, or chunks are larger than the limit.</exception>
    public ArrayMetadata Checked(MetadataNode file, MetadataNode chunks, ZarrLimits limits)
    {
        if (FileChunk.Length != Rank)
        {
            throw chunks.Error(ChannelFaultKind.Corrupt, $"as many extents as the shape has, {Rank}");
        }

        if (ChunkBytes > limits.MaxChunkBytes)
        {
            throw new ZarrException(
                file.Store, chunks.Key, $"chunks of {string.Join(" x ", Chunk)} {Type.Name}", $"at most {limits.MaxChunkBytes} bytes a chunk", ChannelFaultKind.TooLarge);
        }

        if (Sharding is not null)
        {
            CheckShards(file, Sharding, limits);
        }

        return this;
    }

    private void CheckShards(MetadataNode file, Sharding sharding, ZarrLimits limits)
    {
        bool fits = sharding.Chunk.Length == Rank && Enumerable.Range(0, Rank).All(axis => FileChunk[axis] % sharding.Chunk[axis] == 0);
        if (!fits)
        {
            throw new ZarrException(
                file.Store, $"{file.Key}, codecs", $"inner chunks of {string.Join(" x ", sharding.Chunk)} in shards of {string.Join(" x ", FileChunk)}", "shards that are multiples of their inner chunks", ChannelFaultKind.Corrupt);
        }

        if (sharding.IndexBytes(FileChunk) > limits.MaxIndexBytes)
        {
            throw new ZarrException(
                file.Store, $"{file.Key}, codecs", $"shards of {sharding.Chunks(FileChunk)} or more inner chunks", $"an index of at most {limits.MaxIndexBytes} bytes", ChannelFaultKind.TooLarge);
        }
    }

    private const long MostBytes = 1L << 40;

    private long Bytes(int[] chunk)
    {
        long bytes = Type.Bytes;
        foreach (int extent in chunk)
        {
            // Eight extents of 31 bits overflow; a thousand times the largest limit is too large whatever follows.
            bytes = bytes > MostBytes / extent ? MostBytes : bytes * extent;
        }

        return bytes;
    }
}
