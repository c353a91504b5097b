namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>A codec from bytes to bytes that is read.</summary>
internal enum ByteCodec
{
    Gzip,
    Zlib,
    Zstd,

    /// <summary>As numcodecs writes it: the decoded length in four bytes, then an LZ4 block.</summary>
    Lz4,
    Blosc,
    Crc32C,
}
