namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>Reads <c>.zarray</c>; source: the Zarr storage specification, version 2, and numcodecs for the compressors.</summary>
internal static class ArrayV2
{
    public const string FileName = ".zarray";

    /// <param name="file">The metadata.</param>
    /// <param name="attributes">Of <c>.zattrs</c>; may not exist.</param>
    /// <param name="limits">Of a chunk.</param>
    /// <exception cref="ZarrException">It is no array that is read.</exception>
    public static ArrayMetadata Read(MetadataNode file, MetadataNode attributes, ZarrLimits limits)
    {
        if (file["zarr_format"].Number != 2)
        {
            throw file["zarr_format"].Refused("2");
        }

        (StoredType type, bool bigEndian) = StoredType.OfV2(file["dtype"]);
        ThrowIfFiltered(file["filters"]);
        int[] shape = ArrayMetadata.Extents(file["shape"]);
        (IReadOnlyList<ByteCodec> codecs, string name) = Compressor(file["compressor"]);
        return new ArrayMetadata
        {
            Shape = shape,
            FileChunk = ArrayMetadata.Extents(file["chunks"]),
            Type = type,
            Fill = FillValue.Parse(file["fill_value"], type),
            Keys = new ChunkKeys(Separator(file["dimension_separator"]), HasPrefix: false),
            Encoding = new ChunkEncoding
            {
                Order = Order(file["order"], shape.Length),
                BigEndian = bigEndian,
                Codecs = codecs,
                Name = name,
            },
            AxisNames = AxisNames.Of(attributes["_ARRAY_DIMENSIONS"], shape.Length),
        }.Checked(file, file["chunks"], limits);
    }

    private static void ThrowIfFiltered(MetadataNode filters)
    {
        if (filters.IsNothing || (filters.IsArray && filters.Value.GetArrayLength() == 0))
        {
            return;
        }

        MetadataNode first = filters.Items().FirstOrDefault();
        throw (first.IsObject && first["id"].Exists ? first["id"] : filters).Refused("no filters");
    }

    private static char Separator(MetadataNode node) => node.Exists
        ? node.Text switch
        {
            "." => '.',
            "/" => '/',
            _ => throw node.Refused("\".\" or \"/\""),
        }
        : '.';

    private static int[] Order(MetadataNode node, int rank) => node.Text switch
    {
        "C" => ChunkEncoding.RowMajor(rank),
        "F" => ChunkEncoding.ColumnMajor(rank),
        _ => throw node.Refused("\"C\" or \"F\""),
    };

    private static (IReadOnlyList<ByteCodec> Codecs, string Name) Compressor(MetadataNode node)
    {
        if (node.IsNothing)
        {
            return ([], "none");
        }

        return node["id"].Text switch
        {
            "gzip" => ([ByteCodec.Gzip], "gzip"),
            "zlib" => ([ByteCodec.Zlib], "zlib"),
            "zstd" => ([ByteCodec.Zstd], "zstd"),
            "lz4" => ([ByteCodec.Lz4], "LZ4"),
            "blosc" => ([ByteCodec.Blosc], BloscName.Of(node["cname"])),
            _ => throw (node.IsObject ? node["id"] : node).Refused("null, gzip, zlib, zstd, lz4 or blosc"),
        };
    }
}
