using System.Buffers.Binary;
using System.Text;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>
/// Slice labels of ImageJ's private tags 50838 and 50839: a header of (kind, count) pairs after "IJIJ", then the
/// values in that order, each as long as the byte-count tag says; labels are UTF-16 in the file's byte order.
/// </summary>
internal static class ImageJLabels
{
    private const int MostLabels = 1 << 16;

    /// <summary>A channel is named by its planes' label when all of them bear the same; otherwise not at all.</summary>
    public static IReadOnlyList<string?> ChannelNames(TiffDirectory first, int channels)
    {
        List<string> labels = Read(first);
        if (labels.Count == 0 || labels.Count % channels != 0)
        {
            return [];
        }

        string?[] names = new string?[channels];
        for (int c = 0; c < channels; c++)
        {
            List<string> own = [.. labels.Where((_, i) => i % channels == c).Distinct(StringComparer.Ordinal)];
            names[c] = own.Count == 1 && own[0].Length > 0 ? own[0] : null;
        }

        return names;
    }

    private static List<string> Read(TiffDirectory first)
    {
        List<string> labels = [];
        long values = first.Count(TiffTag.ImageJByteCounts);
        byte[]? bytes = first.RawBytes(TiffTag.ImageJMetadata);
        if (bytes is null || values is < 2 or > MostLabels)
        {
            return labels;
        }

        long[] lengths = first.Integers(TiffTag.ImageJByteCounts, (int)values);
        bool big = first.BigEndian;
        int at = (int)Math.Min(lengths[0], bytes.Length);
        int next = 1;
        for (int header = 4; header + 8 <= Math.Min(lengths[0], bytes.Length); header += 8)
        {
            Span<byte> count = bytes.AsSpan(header + 4, 4);
            uint entries = big
                ? BinaryPrimitives.ReadUInt32BigEndian(count)
                : BinaryPrimitives.ReadUInt32LittleEndian(count);
            bool isLabel = IsLabel(bytes.AsSpan(header, 4));
            for (uint i = 0; i < entries && next < lengths.Length; i++, next++)
            {
                int length = (int)Math.Min(lengths[next], bytes.Length - at);
                if (isLabel)
                {
                    Encoding encoding = big ? Encoding.BigEndianUnicode : Encoding.Unicode;
                    labels.Add(encoding.GetString(bytes, at, length).Trim('\0', ' ', '\n'));
                }

                at += length;
            }
        }

        return labels;
    }

    private static bool IsLabel(ReadOnlySpan<byte> kind) => kind.SequenceEqual("labl"u8) || kind.SequenceEqual("lbal"u8);
}
