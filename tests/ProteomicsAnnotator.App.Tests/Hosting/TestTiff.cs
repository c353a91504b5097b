using System.Buffers.Binary;

namespace ProteomicsAnnotator.App.Tests.Hosting;

/// <summary>Small uncompressed uint16 stacks: 3 pages of 4 x 5, voxel value = its index.</summary>
public static class TestTiff
{
    public const int Depth = 3;
    public const int Height = 4;
    public const int Width = 5;

    public static byte[] Voxels { get; } = MakeVoxels();

    public static void WriteBlock(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "c0.tif"), Stack());
        File.WriteAllBytes(Path.Combine(folder, "c1.tif"), Stack());
    }

    public static byte[] Stack()
    {
        const int Entries = 9;
        const int DirectoryBytes = 2 + (Entries * 12) + 4;
        const int PageBytes = Height * Width * 2;
        const int PixelsAt = 8 + (Depth * DirectoryBytes);
        byte[] file = new byte[PixelsAt + Voxels.Length];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), 8);
        for (int page = 0; page < Depth; page++)
        {
            int at = 8 + (page * DirectoryBytes);
            (int Tag, int Type, int Value)[] entries =
            [
                (256, 3, Width), (257, 3, Height), (258, 3, 16), (259, 3, 1), (262, 3, 1),
                (273, 4, PixelsAt + (page * PageBytes)), (277, 3, 1), (278, 3, Height), (279, 4, PageBytes),
            ];
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), Entries);
            at += 2;
            foreach ((int tag, int type, int value) in entries)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)tag);
                BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at + 2), (ushort)type);
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + 4), 1);
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + 8), (uint)value);
                at += 12;
            }

            uint next = page == Depth - 1 ? 0 : (uint)(8 + ((page + 1) * DirectoryBytes));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), next);
        }

        Voxels.CopyTo(file, PixelsAt);
        return file;
    }

    private static byte[] MakeVoxels()
    {
        byte[] voxels = new byte[Depth * Height * Width * 2];
        for (int i = 0; i < voxels.Length / 2; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(voxels.AsSpan(i * 2), (ushort)i);
        }

        return voxels;
    }
}
