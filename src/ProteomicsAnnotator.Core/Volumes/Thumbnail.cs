using System.Numerics;
using System.Runtime.InteropServices;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// A small picture of a block, one plane for each channel with the channel's own values: colours and contrast are the viewer's.
/// A plane is at most <see cref="Side"/> voxels wide and high; of a larger one, squares of voxels become one.
/// </summary>
internal static class Thumbnail
{
    public const int Side = 128;

    /// <summary>Of one channel: slices are decoded in portions of at most so much, or one by one.</summary>
    private const long MostBytesAtOnce = 4L << 20;

    /// <summary>Slices to either side that a maximum takes in.</summary>
    public const int Reach = 8;

    /// <summary>A channel's fault keeps none of the others.</summary>
    /// <exception cref="FileChangedException">A file is not the one whose headers were read.</exception>
    public static async Task<BlockSlice> ReadAsync(
        IReadOnlyList<ChannelSource> sources, FocusPoint? focus, ThumbnailKind kind, CancellationToken cancellationToken)
    {
        int z = SliceReading.OpeningOf(sources, focus, OpenAt.Focus);
        int reach = kind == ThumbnailKind.Maximum ? Reach : 0;
        // One for all channels: they are drawn voxel on voxel.
        int step = StepOf(sources.Where(source => source.Header.IsReadable).Select(source => source.Header.Reader!.Channels[source.Inner].Shape));
        BlockSlice read = await SliceReading.ReadAsync(sources, z, source => ReadAsync(source, z - reach, (2 * reach) + 1, step, cancellationToken));
        return new BlockSlice(z, [.. read.Channels.Select(WithOwnShape)]);
    }

    /// <summary>The side of the squares that become one voxel.</summary>
    private static int StepOf(IEnumerable<VolumeShape> shapes) =>
        Math.Max(1, (shapes.Select(shape => Math.Max(shape.Height, shape.Width)).DefaultIfEmpty(1).Max() + Side - 1) / Side);

    private static ChannelPlane WithOwnShape(ChannelPlane read) => read is { Plane: { } plane, Channel: { Channel: { } channel } description }
        ? read with { Channel = description with { Channel = channel with { Shape = plane.Volume.Shape } } }
        : read;

    /// <summary>Large slices are read a few at a time, and only their maximum is kept.</summary>
    private static async Task<VolumeLease?> ReadAsync(ChannelSource source, int first, int count, int step, CancellationToken cancellationToken)
    {
        if (count == 1)
        {
            using VolumeLease? slice = await source.GetSlicesAsync(first, 1, cancellationToken);
            return slice is null ? null : new VolumeLease(OfSlice(slice.Volume, step), slice.FileName, slice.Version);
        }

        VolumeChannel channel = source.ReaderOrThrow().Channels[source.Inner];
        int portion = (int)Math.Clamp(MostBytesAtOnce / Math.Max(1, (long)channel.Shape.Height * channel.Shape.Width * channel.Type.Bytes()), 1, count);
        VolumeLease? most = null;
        var covered = new CoveredThumbnail(ThumbnailKind.Maximum, step);
        for (int z = first; z < first + count; z += portion)
        {
            using VolumeLease? slices = await source.GetSlicesAsync(z, Math.Min(portion, first + count - z), cancellationToken);
            if (slices?.Volume.Coverage is not null)
            {
                covered.Add(slices.Volume);
                most ??= new VolumeLease(slices.Volume.Share(), slices.FileName, slices.Version);
            }
            else if (slices is not null)
            {
                Volume part = Of(slices.Volume, ThumbnailKind.Maximum, step);
                most = most is null ? new VolumeLease(part, slices.FileName, slices.Version) : new VolumeLease(MaximumOf(most.Volume, part), slices.FileName, slices.Version);
            }
        }

        return covered.Take() is { } real ? WithVolume(most!, real) : most;
    }

    private static VolumeLease WithVolume(VolumeLease lease, Volume volume)
    {
        using (lease)
        {
            return new VolumeLease(volume, lease.FileName, lease.Version);
        }
    }

    private static Volume OfSlice(Volume slice, int step)
    {
        if (slice.Coverage is null)
        {
            return Of(slice, ThumbnailKind.Slice, step);
        }

        var covered = new CoveredThumbnail(ThumbnailKind.Slice, step);
        covered.Add(slice);
        return covered.Take()!;
    }

    /// <summary>One plane from some slices.</summary>
    internal static Volume Of(Volume slices, ThumbnailKind kind, int step)
    {
        var shape = new VolumeShape(1, (slices.Height + step - 1) / step, (slices.Width + step - 1) / step);
        ReadOnlySpan<byte> voxels = slices.Voxels.Span;
        byte[] plane = slices.Type switch
        {
            VoxelType.UInt8 => Of<byte>(voxels, slices.Shape, step, shape, kind),
            VoxelType.UInt16 => Of<ushort>(voxels, slices.Shape, step, shape, kind),
            _ => Of<float>(voxels, slices.Shape, step, shape, kind),
        };
        return Volume.Of(shape, slices.Type, slices.Metadata, plane);
    }

    /// <summary>Of two planes of one shape.</summary>
    private static Volume MaximumOf(Volume one, Volume other)
    {
        using (one)
        using (other)
        {
            byte[] both = [.. one.Voxels.Span, .. other.Voxels.Span];
            using Volume stacked = Volume.Of(one.Shape with { Depth = 2 }, one.Type, one.Metadata, both);
            return Of(stacked, ThumbnailKind.Maximum, step: 1);
        }
    }

    private static byte[] Of<T>(ReadOnlySpan<byte> bytes, VolumeShape from, int step, VolumeShape to, ThumbnailKind kind)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> voxels = MemoryMarshal.Cast<byte, T>(bytes);
        byte[] plane = new byte[to.Voxels * Marshal.SizeOf<T>()];
        Span<T> pixels = MemoryMarshal.Cast<byte, T>(plane.AsSpan());
        if (kind == ThumbnailKind.Maximum)
        {
            Maximum(voxels, from, step, pixels, to.Width);
            return plane;
        }

        for (int y = 0; y < to.Height; y++)
        {
            for (int x = 0; x < to.Width; x++)
            {
                pixels[(y * to.Width) + x] = MeanOf(voxels, from, y * step, x * step, step);
            }
        }

        return plane;
    }

    /// <summary>Of each column. What is not finite counts only where there is nothing else.</summary>
    private static void Maximum<T>(ReadOnlySpan<T> voxels, VolumeShape shape, int step, Span<T> pixels, int width)
        where T : unmanaged, INumber<T>
    {
        for (int row = 0; row < shape.Depth * shape.Height; row++)
        {
            int y = row % shape.Height;
            ReadOnlySpan<T> values = voxels.Slice(row * shape.Width, shape.Width);
            Span<T> highest = pixels.Slice(y / step * width, width);
            if (row < shape.Height && y % step == 0)
            {
                for (int x = 0; x < width; x++)
                {
                    highest[x] = values[x * step];
                }
            }

            Raise(highest, values, step);
        }
    }

    private static void Raise<T>(Span<T> highest, ReadOnlySpan<T> values, int step)
        where T : unmanaged, INumber<T>
    {
        int x = 0;
        if (step == 1 && typeof(T) != typeof(float))
        {
            for (; x <= values.Length - Vector<T>.Count; x += Vector<T>.Count)
            {
                Vector.Max(new Vector<T>(highest[x..]), new Vector<T>(values[x..])).CopyTo(highest[x..]);
            }
        }

        for (; x < values.Length; x++)
        {
            ref T at = ref highest[x / step];
            if (T.IsFinite(values[x]) && (values[x] > at || !T.IsFinite(at)))
            {
                at = values[x];
            }
        }
    }

    private static T MeanOf<T>(ReadOnlySpan<T> voxels, VolumeShape shape, int top, int left, int step)
        where T : unmanaged, INumber<T>
    {
        if (step == 1)
        {
            return voxels[(top * shape.Width) + left];
        }

        double sum = 0;
        int count = 0;
        for (int y = top; y < Math.Min(top + step, shape.Height); y++)
        {
            for (int x = left; x < Math.Min(left + step, shape.Width); x++)
            {
                double value = double.CreateTruncating(voxels[(y * shape.Width) + x]);
                if (double.IsFinite(value))
                {
                    sum += value;
                    count++;
                }
            }
        }

        double mean = sum / count;
        return count == 0 ? voxels[(top * shape.Width) + left]
            : T.CreateSaturating(typeof(T) == typeof(float) ? mean : Math.Round(mean));
    }
}
