using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// A thumbnail of a box out of a large volume: made from its real voxels alone, it says which of its pixels have none. One for
/// each channel; slices are added one portion after the other.
/// </summary>
internal sealed class CoveredThumbnail(ThumbnailKind kind, int step)
{
    private Pixel[] _pixels = [];
    private VolumeShape _shape;
    private VoxelType _type;
    private VolumeMetadata? _metadata;
    private BoxRange _inside;

    public void Add(Volume slices)
    {
        (_shape, _type, _metadata) = (slices.Shape, slices.Type, slices.Metadata);
        VolumeCoverage coverage = slices.Coverage!;
        _inside = Around(_inside, coverage.Inside);
        ReadOnlySpan<byte> bytes = slices.Voxels.Span;
        switch (slices.Type)
        {
            case VoxelType.UInt8:
                Add(bytes, slices.Shape, coverage, value => value);
                break;
            case VoxelType.UInt16:
                Add(MemoryMarshal.Cast<byte, ushort>(bytes), slices.Shape, coverage, value => value);
                break;
            default:
                Add(MemoryMarshal.Cast<byte, float>(bytes), slices.Shape, coverage, value => value);
                break;
        }
    }

    /// <summary>Null: no slice was added. The thumbnail holds memory of its own.</summary>
    public Volume? Take()
    {
        if (_metadata is null)
        {
            return null;
        }

        var shape = new VolumeShape(1, (_shape.Height + step - 1) / step, (_shape.Width + step - 1) / step);
        byte[] plane = new byte[shape.Voxels * _type.Bytes()];
        for (int at = 0; at < _pixels.Length; at++)
        {
            Pixel pixel = _pixels[at];
            Put(plane, at, _type, kind == ThumbnailKind.Maximum || pixel.Count == 0 ? pixel.Value : pixel.Value / pixel.Count);
        }

        return Volume.Of(shape, _type, _metadata, plane, CoverageOf(shape));
    }

    private static BoxRange Around(BoxRange one, BoxRange other) => one.Voxels == 0 ? other
        : other.Voxels == 0 ? one
        : new BoxRange(0, 1, Math.Min(one.Y0, other.Y0), Math.Max(one.Y1, other.Y1), Math.Min(one.X0, other.X0), Math.Max(one.X1, other.X1));

    private static void Put(byte[] plane, int at, VoxelType type, double value)
    {
        switch (type)
        {
            case VoxelType.UInt8:
                plane[at] = (byte)Math.Round(value);
                break;
            case VoxelType.UInt16:
                MemoryMarshal.Cast<byte, ushort>(plane.AsSpan())[at] = (ushort)Math.Round(value);
                break;
            default:
                MemoryMarshal.Cast<byte, float>(plane.AsSpan())[at] = (float)value;
                break;
        }
    }

    private void Add<T>(ReadOnlySpan<T> voxels, VolumeShape shape, VolumeCoverage coverage, Func<T, double> number)
    {
        int width = (shape.Width + step - 1) / step;
        if (_pixels.Length == 0)
        {
            _pixels = new Pixel[(shape.Height + step - 1) / step * width];
        }

        foreach (BoxRange run in coverage.RealRuns())
        {
            int row = ((run.Z0 * shape.Height) + run.Y0) * shape.Width;
            for (int x = run.X0; x < run.X1; x++)
            {
                int at = (run.Y0 / step * width) + (x / step);
                _pixels[at] = _pixels[at].With(number(voxels[row + x]), kind);
            }
        }
    }

    /// <summary>A pixel that has no real voxel, though some part of it lies in the volume, is a missing one.</summary>
    private VolumeCoverage CoverageOf(VolumeShape shape)
    {
        if (_inside.Voxels == 0)
        {
            return new VolumeCoverage(default, []);
        }

        var inside = new BoxRange(0, 1, _inside.Y0 / step, ((_inside.Y1 - 1) / step) + 1, _inside.X0 / step, ((_inside.X1 - 1) / step) + 1);
        List<BoxRange> missing = [];
        for (int y = inside.Y0; y < inside.Y1; y++)
        {
            for (int x = inside.X0; x < inside.X1; x++)
            {
                if (!_pixels[(y * shape.Width) + x].IsReal)
                {
                    missing.Add(new BoxRange(0, 1, y, y + 1, x, x + 1));
                }
            }
        }

        return new VolumeCoverage(inside, missing);
    }

    /// <param name="Value">The largest, or the sum, of the finite voxels; what is not finite where there is nothing else.</param>
    /// <param name="Count">Of the finite ones.</param>
    /// <param name="IsReal">It has a voxel at all.</param>
    private readonly record struct Pixel(double Value, int Count, bool IsReal)
    {
        public Pixel With(double value, ThumbnailKind kind)
        {
            if (!double.IsFinite(value))
            {
                return IsReal ? this : new Pixel(value, 0, IsReal: true);
            }

            double both = Count == 0 ? value : kind == ThumbnailKind.Maximum ? Math.Max(Value, value) : Value + value;
            return new Pixel(both, Count + 1, IsReal: true);
        }
    }
}
