namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>Names of codecs and how much they can at most expand, which tells a bomb before memory is taken.</summary>
internal static class TiffCodecs
{
    public static bool IsRead(long code) => Enum.IsDefined((TiffCompression)code);

    public static string Name(long code) => code switch
    {
        1 => "none",
        2 => "CCITT RLE",
        3 => "CCITT Group 3",
        4 => "CCITT Group 4",
        5 => "LZW",
        6 => "old-style JPEG",
        7 => "JPEG",
        8 or 32946 => "Deflate",
        9 or 10 or 34661 => "JBIG",
        32766 => "NeXT RLE",
        32773 => "PackBits",
        32809 => "ThunderScan",
        33003 or 33004 or 33005 or 34712 => "JPEG 2000",
        34676 or 34677 => "SGI Log",
        34887 => "LERC",
        34892 => "lossy JPEG (DNG)",
        34925 => "LZMA",
        34926 or 50000 => "zstd",
        34933 => "PNG",
        34934 or 22610 => "JPEG XR",
        50001 or 34927 => "WebP",
        50002 or 52546 => "JPEG XL",
        _ => "unknown",
    };

    /// <summary>
    /// An upper bound of decoded over stored bytes. Deflate: 258 bytes from 2 bits; PackBits: 128 from 2 bytes;
    /// LZW: a string of fewer than 4096 bytes from 9 bits; the others are bounded generously.
    /// </summary>
    public static long LargestExpansion(TiffCompression codec) => codec switch
    {
        TiffCompression.None => 1,
        TiffCompression.PackBits => 64,
        TiffCompression.Deflate or TiffCompression.OldDeflate => 1040,
        TiffCompression.Lzw => 4096,
        _ => 1 << 17,
    };
}
