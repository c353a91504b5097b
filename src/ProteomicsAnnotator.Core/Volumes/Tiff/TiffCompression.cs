namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>The codecs read here. Deflate has two codes in use for the same format, zstd an early and a final one.</summary>
internal enum TiffCompression
{
    None = 1,
    Lzw = 5,
    Jpeg = 7,
    Deflate = 8,
    PackBits = 32773,
    OldDeflate = 32946,
    Lzma = 34925,
    OldZstd = 34926,
    Zstd = 50000,
}
