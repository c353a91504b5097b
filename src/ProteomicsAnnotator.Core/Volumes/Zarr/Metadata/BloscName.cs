namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>What metadata says of Blosc: only the name of the codec inside. A chunk is decoded by its own header.</summary>
internal static class BloscName
{
    public const string Read = "zstd, lz4, lz4hc or zlib in Blosc";

    /// <exception cref="ZarrException">A codec that is not read.</exception>
    public static string Of(MetadataNode cname) => cname.Text switch
    {
        null when cname.IsNothing => "Blosc",
        "zstd" or "lz4" or "lz4hc" or "zlib" => $"Blosc ({cname.Text})",
        _ => throw cname.Refused(Read),
    };
}
