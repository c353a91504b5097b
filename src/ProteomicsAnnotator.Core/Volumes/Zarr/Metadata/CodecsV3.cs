namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>
/// The list of codecs of Zarr v3: any number of <c>transpose</c>, then <c>bytes</c> or <c>sharding_indexed</c>, then codecs
/// from bytes to bytes. Shards are read in parts, so that nothing may stand before or behind <c>sharding_indexed</c>.
/// </summary>
internal static class CodecsV3
{
    private const int MostCodecs = 16;
    private const string Expected = "bytes, transpose, sharding_indexed, gzip, zstd, blosc or crc32c";

    public static (ChunkEncoding Encoding, Sharding? Sharding) Read(MetadataNode node, StoredType type, int rank)
    {
        ExtensionName[] codecs = List(node);
        if (codecs.FirstOrDefault(codec => codec.Name == "sharding_indexed") is not { Name: not null } shard)
        {
            return (Plain(codecs, node, type, rank), null);
        }

        if (codecs.Length > 1)
        {
            ExtensionName other = codecs.First(codec => codec != shard);
            throw other.Refused("no codec beside sharding_indexed");
        }

        MetadataNode inner = shard.Configuration["codecs"];
        ExtensionName[] innerCodecs = List(inner);
        if (innerCodecs.FirstOrDefault(codec => codec.Name == "sharding_indexed") is { Name: not null } nested)
        {
            throw nested.Refused("no shards in shards");
        }

        ChunkEncoding encoding = Plain(innerCodecs, inner, type, rank);
        (bool bigEndian, bool isChecked) = Index(shard.Configuration["index_codecs"]);
        int[] chunk = ArrayMetadata.Extents(shard.Configuration["chunk_shape"]);
        return (
            encoding with { Name = $"sharded {encoding.Name}" },
            new Sharding(chunk, IndexFirst(shard.Configuration["index_location"]), bigEndian, isChecked));
    }

    private static ExtensionName[] List(MetadataNode node) =>
        [.. node.Items(MostCodecs, $"1 to {MostCodecs} codecs").Select(codec => ExtensionName.Of(codec, "a codec with a name"))];

    private static bool IndexFirst(MetadataNode location) => location.Text switch
    {
        null when !location.Exists => false,
        "end" => false,
        "start" => true,
        _ => throw location.Refused("\"start\" or \"end\""),
    };

    /// <summary>The length of an index has to be known, which only these two leave so.</summary>
    private static (bool BigEndian, bool Checked) Index(MetadataNode node)
    {
        ExtensionName[] codecs = List(node);
        if (codecs[0].Name != "bytes")
        {
            throw codecs[0].Refused("bytes");
        }

        bool isChecked = codecs.Length > 1 && (codecs[1].Name == "crc32c" ? true : throw codecs[1].Refused("crc32c, or no codec behind bytes"));
        return codecs.Length <= 2 ? (IsBigEndian(codecs[0], numberBytes: 8), isChecked) : throw codecs[2].Refused("no codec behind crc32c");
    }

    private static ChunkEncoding Plain(ExtensionName[] codecs, MetadataNode list, StoredType type, int rank)
    {
        int[] order = ChunkEncoding.RowMajor(rank);
        int at = 0;
        for (; at < codecs.Length && codecs[at].Name == "transpose"; at++)
        {
            int[] swap = Transposition(codecs[at].Configuration["order"], rank);
            int[] before = order;
            order = [.. swap.Select(axis => before[axis])];
        }

        if (at == codecs.Length)
        {
            throw list.Refused("the codec bytes");
        }

        if (codecs[at].Name != "bytes")
        {
            throw codecs[at].Refused(at == 0 && IsToBytes(codecs[at].Name) ? "bytes before it" : Expected);
        }

        var names = new List<string>();
        var chain = new List<ByteCodec>();
        foreach (ExtensionName codec in codecs.Skip(at + 1))
        {
            (ByteCodec kind, string name) = ToBytes(codec);
            chain.Add(kind);
            names.Add(name);
        }

        return new ChunkEncoding
        {
            Order = order,
            BigEndian = IsBigEndian(codecs[at], type.Bytes),
            Codecs = chain,
            Name = names.Count == 0 ? "none" : string.Join('+', names),
        };
    }

    private static bool IsToBytes(string name) => name is "gzip" or "zstd" or "blosc" or "crc32c";

    private static (ByteCodec Kind, string Name) ToBytes(ExtensionName codec) => codec.Name switch
    {
        "gzip" => (ByteCodec.Gzip, "gzip"),
        "zstd" => (ByteCodec.Zstd, "zstd"),
        "blosc" => (ByteCodec.Blosc, BloscName.Of(codec.Configuration["cname"])),
        "crc32c" => (ByteCodec.Crc32C, "CRC-32C"),
        _ => throw codec.Refused(Expected),
    };

    private static bool IsBigEndian(ExtensionName codec, int numberBytes)
    {
        MetadataNode endian = codec.Configuration["endian"];
        return endian.Text switch
        {
            "little" => false,
            "big" => true,
            null when numberBytes == 1 && endian.IsNothing => false,
            _ => throw endian.Refused("\"little\" or \"big\""),
        };
    }

    /// <summary>Axis i of what comes out is axis [i] of what goes in. The texts "C" and "F" are those of earlier drafts.</summary>
    private static int[] Transposition(MetadataNode order, int rank)
    {
        switch (order.Text)
        {
            case "C":
                return ChunkEncoding.RowMajor(rank);
            case "F":
                return ChunkEncoding.ColumnMajor(rank);
        }

        int[] axes = [.. order.Items().Take(rank + 1).Select(item => item.WholeNumber(0, "the number of an axis"))];
        return axes.Length == rank && axes.Order().SequenceEqual(ChunkEncoding.RowMajor(rank))
            ? axes
            : throw order.Refused($"each of the axes 0 to {rank - 1} once");
    }
}
