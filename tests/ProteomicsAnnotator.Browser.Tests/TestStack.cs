using System.Buffers.Binary;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>
/// Small uncompressed uint16 stacks, axis order (Z, Y, X) = (16, 48, 64), all directories ahead of the pixels: a bright
/// bar per channel on a gradient.
/// </summary>
internal static class TestStack
{
    public const int Depth = 16;
    public const int Height = 48;
    public const int Width = 64;

    private const int PageBytes = Height * Width * sizeof(ushort);
    private const int Entries = 9;
    private const int DirectoryBytes = 2 + (Entries * 12) + 4;
    private const int PixelsAt = 8 + (Depth * DirectoryBytes);

    public static void WriteBlock(string folder, params string[] channels)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < channels.Length; i++)
        {
            File.WriteAllBytes(Path.Join(folder, channels[i] + ".tif"), Stack(i));
        }
    }

    /// <summary>Gives every voxel of a file of <see cref="WriteBlock"/> this value.</summary>
    public static void Fill(string path, ushort value)
    {
        byte[] file = File.ReadAllBytes(path);
        for (int at = PixelsAt; at < file.Length; at += sizeof(ushort))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        }

        File.WriteAllBytes(path, file);
    }

    /// <summary>The file of <see cref="WriteBlock"/> as a copy that was interrupted leaves it.</summary>
    /// <param name="path">A file.</param>
    /// <param name="share">How much of it stays.</param>
    public static void CutShort(string path, double share = 0.5)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength((long)(file.Length * share));
    }

    /// <summary>Leaves the first slices of a file of <see cref="WriteBlock"/>: none follows the last of them.</summary>
    public static void KeepSlices(string path, int count)
    {
        byte[] file = File.ReadAllBytes(path);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8 + (count * DirectoryBytes) - 4), 0);
        File.WriteAllBytes(path, file);
    }

    private static byte[] Stack(int channel)
    {
        byte[] file = new byte[PixelsAt + (Depth * PageBytes)];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 8);
        for (int page = 0; page < Depth; page++)
        {
            WriteDirectory(file.AsSpan(8 + (page * DirectoryBytes), DirectoryBytes), page);
        }

        for (int i = 0; i < Depth * Height * Width; i++)
        {
            int x = i % Width;
            int y = i / Width % Height;
            int z = i / (Width * Height);
            bool bar = y / 5 == channel + 1 && x is > 8 and < 56;
            int value = 100 + (x * 2) + (z * 3) + (bar ? 2000 : 0);
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(PixelsAt + (i * 2)), (ushort)value);
        }

        return file;
    }

    private static void WriteDirectory(Span<byte> directory, int page)
    {
        (int Tag, int Type, int Value)[] entries =
        [
            (256, 3, Width), (257, 3, Height), (258, 3, 16), (259, 3, 1), (262, 3, 1),
            (273, 4, PixelsAt + (page * PageBytes)), (277, 3, 1), (278, 3, Height), (279, 4, PageBytes),
        ];
        BinaryPrimitives.WriteUInt16LittleEndian(directory, Entries);
        for (int i = 0; i < Entries; i++)
        {
            Span<byte> entry = directory[(2 + (i * 12))..];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)entries[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], entries[i].Value);
        }

        int next = page == Depth - 1 ? 0 : 8 + ((page + 1) * DirectoryBytes);
        BinaryPrimitives.WriteInt32LittleEndian(directory[(2 + (Entries * 12))..], next);
    }
}
