using System.Buffers.Binary;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>
/// The cube that cellfinder's network reads: 20 slices of 50 x 50 voxels as they are stored, around the focus point of a block or else its
/// middle, as an uncompressed TIFF with a page for each slice.
/// </summary>
public static class CubeCrop
{
    public const int Depth = 20;
    public const int Height = 50;
    public const int Width = 50;
    private const int Entries = 11;
    private const int DirectoryBytes = 2 + (Entries * 12) + 4;

    /// <summary>Why the block has no such cube, in words; null: it has one.</summary>
    public static string? WhyNot(VolumeShape shape, FocusPoint? focus)
    {
        (int z, int y, int x) = StartOf(shape, focus);
        return z >= 0 && y >= 0 && x >= 0 && z + Depth <= shape.Depth && y + Height <= shape.Height && x + Width <= shape.Width
            ? null
            : $"the block has {shape.Depth} x {shape.Height} x {shape.Width} voxels, and a cube of {Depth} x {Height} x {Width} around {(focus is null ? "its middle" : "its focus point")} does not fit into it";
    }

    /// <summary>The whole file. The cube fits.</summary>
    public static byte[] Tiff(Volume volume, FocusPoint? focus)
    {
        int bytes = volume.Type.Bytes();
        int page = Height * Width * bytes;
        int pixelsAt = 8 + (Depth * DirectoryBytes);
        byte[] file = new byte[pixelsAt + (Depth * page)];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), 8);
        (int startZ, int startY, int startX) = StartOf(volume.Shape, focus);
        ReadOnlySpan<byte> voxels = volume.Voxels.Span;
        for (int z = 0; z < Depth; z++)
        {
            WriteDirectory(file.AsSpan(8 + (z * DirectoryBytes)), (volume.Type, pixelsAt + (z * page), z == Depth - 1 ? 0 : 8 + ((z + 1) * DirectoryBytes)));
            for (int y = 0; y < Height; y++)
            {
                long from = (((((long)startZ + z) * volume.Height) + startY + y) * volume.Width) + startX;
                voxels.Slice((int)(from * bytes), Width * bytes).CopyTo(file.AsSpan(pixelsAt + (z * page) + (y * Width * bytes)));
            }
        }

        return file;
    }

    /// <summary>An even number of voxels has no middle one: the centre is the first of its upper half, as cellfinder cuts it.</summary>
    private static (int Z, int Y, int X) StartOf(VolumeShape shape, FocusPoint? focus)
    {
        int At(double? centre, int size, int cube) => (centre is { } given ? (int)Math.Clamp(Math.Floor(given + 0.5), -cube, size) : size / 2) - (cube / 2);
        return (At(focus?.Z, shape.Depth, Depth), At(focus?.Y, shape.Height, Height), At(focus?.X, shape.Width, Width));
    }

    private static void WriteDirectory(Span<byte> directory, (VoxelType Type, int PixelsAt, int Next) page)
    {
        int bytes = page.Type.Bytes();
        (int Tag, int Type, int Value)[] entries =
        [
            (256, 3, Width), (257, 3, Height), (258, 3, 8 * bytes), (259, 3, 1), (262, 3, 1), (273, 4, page.PixelsAt), (277, 3, 1),
            (278, 3, Height), (279, 4, Height * Width * bytes), (284, 3, 1), (339, 3, page.Type == VoxelType.Float32 ? 3 : 1),
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

        BinaryPrimitives.WriteInt32LittleEndian(directory[(2 + (Entries * 12))..], page.Next);
    }
}
