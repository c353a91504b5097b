namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>Reads <c>zarr.json</c> of an array; source: Zarr core specification, version 3.1.</summary>
internal static class ArrayV3
{
    public const string FileName = "zarr.json";

    private static readonly string[] Known =
    [
        "zarr_format", "node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding", "fill_value", "codecs",
        "attributes", "dimension_names", "storage_transformers", "consolidated_metadata",
    ];

    /// <exception cref="ZarrException">It is no array that is read.</exception>
    public static ArrayMetadata Read(MetadataNode file, ZarrLimits limits)
    {
        ThrowIfUnknown(file);
        MetadataNode transformers = file["storage_transformers"];
        if (!transformers.IsNothing && !(transformers.IsArray && transformers.Value.GetArrayLength() == 0))
        {
            throw transformers.Refused("no storage transformers");
        }

        StoredType type = StoredType.OfV3(file["data_type"]);
        if (!file["fill_value"].Exists)
        {
            throw file["fill_value"].Refused($"a number of the type {type.Name}");
        }

        int[] shape = ArrayMetadata.Extents(file["shape"]);
        ExtensionName grid = ExtensionName.Of(file["chunk_grid"], "the chunk grid regular");
        MetadataNode chunk = grid.Name == "regular" ? grid.Configuration["chunk_shape"] : throw grid.Refused("regular");
        (ChunkEncoding encoding, Sharding? sharding) = CodecsV3.Read(file["codecs"], type, shape.Length);
        return new ArrayMetadata
        {
            Shape = shape,
            FileChunk = ArrayMetadata.Extents(chunk),
            Type = type,
            Fill = FillValue.Parse(file["fill_value"], type),
            Keys = Keys(file["chunk_key_encoding"]),
            Encoding = encoding,
            Sharding = sharding,
            AxisNames = AxisNames.Of(file["dimension_names"], shape.Length) ?? AxisNames.Of(file["attributes"]["_ARRAY_DIMENSIONS"], shape.Length),
        }.Checked(file, chunk, limits);
    }

    /// <summary>Of groups too: a member that is not known says by <c>must_understand</c> false that it may be passed over.</summary>
    public static void ThrowIfUnknown(MetadataNode file)
    {
        if (file["zarr_format"].Number != 3)
        {
            throw file["zarr_format"].Refused("3");
        }

        foreach (MetadataNode member in file.Members())
        {
            if (!Known.Contains(member.Name, StringComparer.Ordinal) && member["must_understand"].Value.ValueKind != System.Text.Json.JsonValueKind.False)
            {
                throw member.Refused("no member that Zarr 3 does not have, unless its must_understand is false");
            }
        }
    }

    private static ChunkKeys Keys(MetadataNode node)
    {
        ExtensionName encoding = ExtensionName.Of(node, "the key encoding default or v2");
        bool isDefault = encoding.Name == "default" || (encoding.Name == "v2" ? false : throw encoding.Refused("default or v2"));
        MetadataNode separator = encoding.Configuration["separator"];
        char usual = isDefault ? '/' : '.';
        return new ChunkKeys(
            separator.Exists
                ? separator.Text switch
                {
                    "." => '.',
                    "/" => '/',
                    _ => throw separator.Refused("\".\" or \"/\""),
                }
                : usual,
            isDefault);
    }
}
