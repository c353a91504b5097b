using System.Runtime.InteropServices;
using ProteomicsAnnotator.Core.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes.Tiff.Codecs;
using ProteomicsAnnotator.Core.Volumes.Zarr.Codecs;
using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>Puts the numbers of chunks as voxels into a box. Threads share it: each writes another part of the box.</summary>
internal sealed class BoxWriter
{
    private readonly byte[] _box;
    private readonly VolumeShape _shape;
    private readonly StoredSample _sample;
    private readonly bool _bigEndian;
    private readonly BoxPlan _plan;
    private readonly RoundingWatch? _watch;

    public BoxWriter(byte[] box, VolumeShape shape, ArrayMetadata array, BoxPlan plan, RoundingWatch? watch)
    {
        _box = box;
        _shape = shape;
        _sample = array.Type.Sample;
        _bigEndian = array.Encoding.BigEndian;
        _plan = plan;
        _watch = watch;
    }

    /// <param name="range">In the box.</param>
    /// <param name="numbers">Stored ones, beginning with that of the range's first voxel.</param>
    /// <param name="scratch">Of this thread.</param>
    public void Write(BoxRange range, ReadOnlySpan<byte> numbers, ScratchBuffer scratch)
    {
        int bytes = _sample.Bits / 8;
        int width = range.X1 - range.X0;
        Span<byte> copy = _bigEndian || _plan.StrideX > 1 ? scratch.Grown(width * bytes) : default;
        for (int z = range.Z0; z < range.Z1; z++)
        {
            for (int y = range.Y0; y < range.Y1; y++)
            {
                long first = ((z - range.Z0) * _plan.StrideZ) + ((y - range.Y0) * _plan.StrideY);
                ReadOnlySpan<byte> from = numbers[(int)(first * bytes)..];
                ReadOnlySpan<byte> row = copy.IsEmpty ? from[..(width * bytes)] : Gathered(from, width, copy);
                SampleConversion.ToVoxels(row, _sample, Row(z, y, range.X0, width));
                _watch?.Look(row, width, VoxelNumber(z, y, range.X0));
            }
        }
    }

    /// <param name="range">In the box.</param>
    /// <param name="number">A stored one, little-endian.</param>
    public void Fill(BoxRange range, byte[] number)
    {
        int width = range.X1 - range.X0;
        Span<byte> voxel = stackalloc byte[_sample.Voxel.Bytes()];
        SampleConversion.ToVoxels(number, _sample, voxel);
        _watch?.Look(number, 1, VoxelNumber(range.Z0, range.Y0, range.X0));
        for (int z = range.Z0; z < range.Z1; z++)
        {
            for (int y = range.Y0; y < range.Y1; y++)
            {
                Span<byte> row = Row(z, y, range.X0, width);
                switch (voxel.Length)
                {
                    case 1:
                        row.Fill(voxel[0]);
                        break;
                    case 2:
                        MemoryMarshal.Cast<byte, ushort>(row).Fill(MemoryMarshal.Read<ushort>(voxel));
                        break;
                    default:
                        MemoryMarshal.Cast<byte, uint>(row).Fill(MemoryMarshal.Read<uint>(voxel));
                        break;
                }
            }
        }
    }

    private ReadOnlySpan<byte> Gathered(ReadOnlySpan<byte> from, int width, Span<byte> copy)
    {
        int stride = (int)Math.Max(1, _plan.StrideX);
        switch (_sample.Bits)
        {
            case 8:
                Gather(from, stride, copy);
                break;
            case 16:
                Gather(MemoryMarshal.Cast<byte, ushort>(from), stride, MemoryMarshal.Cast<byte, ushort>(copy));
                break;
            case 32:
                Gather(MemoryMarshal.Cast<byte, uint>(from), stride, MemoryMarshal.Cast<byte, uint>(copy));
                break;
            default:
                Gather(MemoryMarshal.Cast<byte, ulong>(from), stride, MemoryMarshal.Cast<byte, ulong>(copy));
                break;
        }

        Span<byte> row = copy[..(width * _sample.Bits / 8)];
        if (_bigEndian)
        {
            SampleConversion.SwapBytes(row, _sample.Bits / 8);
        }

        return row;
    }

    private static void Gather<T>(ReadOnlySpan<T> from, int stride, Span<T> to)
    {
        for (int i = 0, at = 0; i < to.Length; i++, at += stride)
        {
            to[i] = from[at];
        }
    }

    private Span<byte> Row(int z, int y, int x, int width)
    {
        int bytes = _sample.Voxel.Bytes();
        return _box.AsSpan((int)(VoxelNumber(z, y, x) * bytes), width * bytes);
    }

    private long VoxelNumber(int z, int y, int x) => ((((long)z * _shape.Height) + y) * _shape.Width) + x;
}
