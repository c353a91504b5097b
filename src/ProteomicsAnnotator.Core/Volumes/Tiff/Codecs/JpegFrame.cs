namespace ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;

/// <summary>The process of a JPEG stream by its frame marker (ITU-T T.81, table B.1).</summary>
internal static class JpegFrame
{
    /// <summary>Bytes in which the frame marker is looked for: what comes ahead of it are tables and comments.</summary>
    public const int LongestStart = 128 << 10;

    /// <summary>The name of a process that is not decoded; null for baseline, extended and progressive Huffman coding.</summary>
    public static string? UnsupportedProcess(ReadOnlySpan<byte> jpeg)
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
                case 0xC3:
                    return "lossless";
                case 0xC5 or 0xC6 or 0xC7:
                    return "hierarchical";
                case 0xC9 or 0xCA or 0xCB or 0xCD or 0xCE or 0xCF:
                    return "arithmetic-coded";
                case 0xC0 or 0xC1 or 0xC2 or 0xD9 or 0xDA:
                    return null;
                default:
                    at += 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]);
                    break;
            }
        }

        return null;
    }
}
