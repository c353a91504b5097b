namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>The frame header of a JPEG stream (ITU-T T.81, B.2.2): how it is coded and how large its picture is.</summary>
internal readonly record struct JpegFrame(int Marker, int Height, int Width)
{
    /// <summary>Bytes in which the frame marker is looked for: what comes ahead of it are tables and comments.</summary>
    public const int LongestStart = 128 << 10;

    /// <summary>The name of a process that is not decoded; null for baseline, extended and progressive Huffman coding.</summary>
    public string? UnsupportedProcess => Marker switch
    {
        0xC3 => "lossless",
        0xC5 or 0xC6 or 0xC7 => "hierarchical",
        0xC9 or 0xCA or 0xCB or 0xCD or 0xCE or 0xCF => "arithmetic-coded",
        _ => null,
    };

    /// <summary>Null when the stream comes to its picture, or its end, without a frame.</summary>
    public static JpegFrame? Find(ReadOnlySpan<byte> jpeg)
    {
        int at = 0;
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xFF)
        {
            int marker = jpeg[at + 1];
            switch (marker)
            {
                case 0xFF:
                    at++;
                    break;
                case 0xD8 or 0x01 or (>= 0xD0 and <= 0xD7):
                    at += 2;
                    break;
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    return at + 9 <= jpeg.Length
                        ? new JpegFrame(marker, Number(jpeg[(at + 5)..]), Number(jpeg[(at + 7)..]))
                        : null;
                case 0xD9 or 0xDA:
                    return null;
                default:
                    at += 2 + Number(jpeg[(at + 2)..]);
                    break;
            }
        }

        return null;
    }

    private static int Number(ReadOnlySpan<byte> bytes) => (bytes[0] << 8) | bytes[1];
}
