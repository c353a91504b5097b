using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

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
        byte[] head = TiffStack.Head(new VolumeShape(Depth, Height, Width), volume.Type, size: null);
        byte[] file = new byte[head.Length + (Depth * Height * Width * bytes)];
        head.CopyTo(file, 0);
        (int startZ, int startY, int startX) = StartOf(volume.Shape, focus);
        ReadOnlySpan<byte> voxels = volume.Voxels.Span;
        for (int row = 0; row < Depth * Height; row++)
        {
            long from = (((((long)startZ + (row / Height)) * volume.Height) + startY + (row % Height)) * volume.Width) + startX;
            voxels.Slice((int)(from * bytes), Width * bytes).CopyTo(file.AsSpan(head.Length + (row * Width * bytes)));
        }

        return file;
    }

    /// <summary>An even number of voxels has no middle one: the centre is the first of its upper half, as cellfinder cuts it.</summary>
    private static (int Z, int Y, int X) StartOf(VolumeShape shape, FocusPoint? focus)
    {
        int At(double? centre, int size, int cube) => (centre is { } given ? (int)Math.Clamp(Math.Floor(given + 0.5), -cube, size) : size / 2) - (cube / 2);
        return (At(focus?.Z, shape.Depth, Depth), At(focus?.Y, shape.Height, Height), At(focus?.X, shape.Width, Width));
    }
}
