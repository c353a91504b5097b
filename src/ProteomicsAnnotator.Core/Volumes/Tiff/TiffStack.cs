using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// What stands before the voxels of an uncompressed TIFF (TIFF 6.0, little-endian) with a page for each slice: all directories, then one run
/// of voxels in axis order Z, Y, X. A voxel size stands there as ImageJ writes it.
/// </summary>
internal static class TiffStack
{
    private const int Entries = 11;
    private const int EntriesOfSize = 4;
    private const int MostPages = 1 << 20;

    /// <summary>Why there is no such file, in words; null: there is one.</summary>
    public static string? WhyNot(VolumeShape shape) => shape.Depth <= MostPages ? null
        : string.Create(CultureInfo.InvariantCulture, $"it has {shape.Depth} slices, and a TIFF file of this program at most {MostPages}");

    /// <param name="shape">Of at most <see cref="MostPages"/> slices.</param>
    /// <param name="type">Of the voxels that follow.</param>
    /// <param name="size">Null: the file says none.</param>
    public static byte[] Head(VolumeShape shape, VoxelType type, VoxelSize? size)
    {
        (uint Top, uint Bottom)? y = size is { } edges ? PerMicrometre(edges.Y) : null;
        (uint Top, uint Bottom)? x = size is { } known ? PerMicrometre(known.X) : null;
        byte[] words = size is { } um && y is not null && x is not null ? Words(shape.Depth, um.Z) : [];
        int entries = words.Length > 0 ? Entries + EntriesOfSize : Entries;
        int directoryBytes = 2 + (entries * 12) + 4;
        int page = shape.Height * shape.Width * type.Bytes();
        int ratiosAt = 8 + (shape.Depth * directoryBytes);
        int wordsAt = ratiosAt + (words.Length > 0 ? 16 : 0);
        int pixelsAt = (wordsAt + words.Length + 15) / 16 * 16;
        byte[] head = new byte[pixelsAt];
        "II*\0"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), 8);
        if (words.Length > 0)
        {
            WriteRatio(head.AsSpan(ratiosAt), x!.Value);
            WriteRatio(head.AsSpan(ratiosAt + 8), y!.Value);
            words.CopyTo(head.AsSpan(wordsAt));
        }

        for (int z = 0; z < shape.Depth; z++)
        {
            (int Tag, int Type, int Count, uint Value)[] all =
            [
                (256, 4, 1, (uint)shape.Width), (257, 4, 1, (uint)shape.Height), (258, 3, 1, (uint)(8 * type.Bytes())), (259, 3, 1, 1), (262, 3, 1, 1),
                .. words.Length > 0 ? [(270, 2, words.Length, (uint)wordsAt)] : Array.Empty<(int, int, int, uint)>(),
                (273, 4, 1, (uint)(pixelsAt + ((long)z * page))), (277, 3, 1, 1), (278, 4, 1, (uint)shape.Height), (279, 4, 1, (uint)page),
                .. words.Length > 0 ? [(282, 5, 1, (uint)ratiosAt), (283, 5, 1, (uint)(ratiosAt + 8))] : Array.Empty<(int, int, int, uint)>(),
                (284, 3, 1, 1),
                .. words.Length > 0 ? [(296, 3, 1, 1)] : Array.Empty<(int, int, int, uint)>(),
                (339, 3, 1, type == VoxelType.Float32 ? 3u : 1),
            ];
            WriteDirectory(head.AsSpan(8 + (z * directoryBytes), directoryBytes), all, z == shape.Depth - 1 ? 0 : 8 + ((z + 1) * directoryBytes));
        }

        return head;
    }

    private static byte[] Words(int slices, double? spacing) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"ImageJ=1.54f\nimages={slices}\nslices={slices}\nunit=micron\n{(spacing is { } z ? $"spacing={z:R}\n" : "")}loop=false\n\0"));

    /// <summary>Voxels in a micrometre; null: no ratio of two numbers that a TIFF holds says it to a millionth.</summary>
    private static (uint Top, uint Bottom)? PerMicrometre(double edge)
    {
        double bottom = Math.Floor((edge * 1_000_000) + 0.5);
        return bottom >= 1 && bottom <= uint.MaxValue && Math.Abs((bottom / 1_000_000) - edge) <= edge * 1e-6 ? (1_000_000, (uint)bottom) : null;
    }

    private static void WriteRatio(Span<byte> at, (uint Top, uint Bottom) ratio)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(at, ratio.Top);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], ratio.Bottom);
    }

    private static void WriteDirectory(Span<byte> directory, (int Tag, int Type, int Count, uint Value)[] entries, int next)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = directory[(2 + (i * 12))..];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)entries[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], entries[i].Count);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], entries[i].Value);
        }

        BinaryPrimitives.WriteInt32LittleEndian(directory[(2 + (entries.Length * 12))..], next);
    }
}
