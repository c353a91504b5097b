using System.Buffers.Binary;
using System.IO.Compression;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>Writes stacks as tifffile does: classic little-endian TIFF, one page and one strip per slice.</summary>
internal static class ViewerTiff
{
    private const int Entries = 9;
    private const int DirectoryBytes = 2 + (Entries * 12) + 4;

    /// <param name="path">The file to create.</param>
    /// <param name="size">Voxels along each axis.</param>
    /// <param name="voxels">Little-endian uint16, axis order (Z, Y, X).</param>
    /// <param name="deflate">Deflate (zlib level 6) instead of raw strips.</param>
    public static void Write(string path, int size, ReadOnlySpan<byte> voxels, bool deflate)
    {
        int pageBytes = size * size * sizeof(ushort);
        int pixelsAt = 8 + (size * DirectoryBytes);
        using var strips = new MemoryStream();
        byte[] head = new byte[pixelsAt];
        "II*\0"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), 8);
        for (int page = 0; page < size; page++)
        {
            int at = pixelsAt + (int)strips.Length;
            WriteStrip(strips, voxels.Slice(page * pageBytes, pageBytes), deflate);
            (int Tag, int Type, int Value)[] entries =
            [
                (256, 3, size), (257, 3, size), (258, 3, 16), (259, 3, deflate ? 8 : 1), (262, 3, 1), (273, 4, at),
                (277, 3, 1), (278, 3, size), (279, 4, pixelsAt + (int)strips.Length - at),
            ];
            int next = page == size - 1 ? 0 : 8 + ((page + 1) * DirectoryBytes);
            WriteDirectory(head.AsSpan(8 + (page * DirectoryBytes), DirectoryBytes), entries, next);
        }

        using FileStream file = File.Create(path);
        file.Write(head);
        strips.WriteTo(file);
    }

    private static void WriteStrip(MemoryStream strips, ReadOnlySpan<byte> pixels, bool deflate)
    {
        if (!deflate)
        {
            strips.Write(pixels);
            return;
        }

        using var packed = new ZLibStream(strips, CompressionLevel.Optimal, leaveOpen: true);
        packed.Write(pixels);
    }

    private static void WriteDirectory(Span<byte> target, (int Tag, int Type, int Value)[] entries, int next)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = target.Slice(2 + (i * 12), 12);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)entries[i].Type);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)entries[i].Value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target[(2 + (Entries * 12))..], (uint)next);
    }
}
