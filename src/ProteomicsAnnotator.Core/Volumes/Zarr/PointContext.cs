using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>
/// What lies around the box of a point: one plane of each channel, through the point, out of a coarser level. It is at most
/// <see cref="Side"/> voxels wide and high, however large the volume is.
/// </summary>
public static class PointContext
{
    public const int Side = 256;

    /// <summary>How many boxes the plane is wide and high, where the store has a level that is coarse enough.</summary>
    public const int UsualZoom = 8;

    public const int MostZoom = 4096;

    /// <summary>Of one channel: chunks that are decoded as a whole may be far larger than the plane.</summary>
    private const long MostDecodedBytes = 1L << 30;

    /// <summary>Channels' faults are in the answer.</summary>
    /// <param name="block">A box around a point.</param>
    /// <param name="zoom">From 1 to <see cref="MostZoom"/>.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public static ContextSlice Read(Block block, int zoom, CancellationToken cancellationToken)
    {
        ContextPlace? place = null;
        List<ChannelPlane> planes = [];
        try
        {
            foreach (ChannelFile file in block.Channels)
            {
                planes.Add(ReadChannel(block.Point!, new ChannelDescription(planes.Count, file.Name, file.FileName), file, zoom, ref place, cancellationToken));
            }

            return new ContextSlice(place ?? new ContextPlace(0, zoom, 0, 0, 0, 0, 0), new BlockSlice(place?.Z ?? 0, planes));
        }
        catch
        {
            planes.ForEach(plane => plane.Plane?.Dispose());
            throw;
        }
    }

    private static ChannelPlane ReadChannel(
        BlockPoint point, ChannelDescription channel, ChannelFile file, int zoom, ref ContextPlace? place, CancellationToken cancellationToken)
    {
        StorePart part = file.Part!;
        try
        {
            ZarrImage image = ZarrStores.Get(file.Path, part.Level);
            place ??= PlaceOf(image.Levels, part.Level, point, zoom);
            ThrowIfOther(image, part, place, file.Path);
            ZarrLevel level = image.Levels[place.Level];
            VoxelBox box = place.Box;
            ThrowIfTooLarge(level, box, file.Path);
            using ZarrBox read = image.ReadBox(place.Level, box, part.Channel, part.Time, cancellationToken);
            if (read.Faults is [{ } fault, ..])
            {
                return new ChannelPlane(channel with { Fault = fault.Fault }, null);
            }

            return new ChannelPlane(
                channel with { Version = level.Version, Channel = new VolumeChannel(null, box.Shape, level.Type, level.Metadata) },
                new VolumeLease(read.Volume.Share(), file.FileName, level.Version));
        }
        catch (VolumeException fault)
        {
            return new ChannelPlane(channel with { Fault = ChannelFault.From(fault) }, null);
        }
        catch (StorageException fault)
        {
            return new ChannelPlane(channel with { Fault = ChannelFault.From(fault) }, null);
        }
        catch (FileChangedException fault)
        {
            return new ChannelPlane(channel with { Fault = ChannelFault.From(StorageException.From(file.Path, fault)) }, null);
        }
    }

    /// <summary>The finest level in which so many boxes fit into the plane; the coarsest one where none is coarse enough.</summary>
    internal static ContextPlace PlaceOf(IReadOnlyList<ZarrLevel> levels, int shown, BlockPoint point, int zoom)
    {
        (int startZ, int startY, int startX) = point.Start;
        PointGrid grid = point.Grid;
        for (int level = shown; ; level++)
        {
            double ratioY = levels[shown].Y.Scale / levels[level].Y.Scale;
            double ratioX = levels[shown].X.Scale / levels[level].X.Scale;
            double height = zoom * grid.Y.Size * ratioY;
            double width = zoom * grid.X.Size * ratioX;
            if (Math.Max(height, width) > Side && level + 1 < levels.Count)
            {
                continue;
            }

            double ratioZ = levels[shown].Z.Scale / levels[level].Z.Scale;
            int z = (int)Math.Floor((startZ + (grid.Z.Size / 2) + 0.5) * ratioZ);
            (double top, double bottom) = (startY * ratioY, ((double)startY + grid.Y.Size) * ratioY);
            (double left, double right) = (startX * ratioX, ((double)startX + grid.X.Size) * ratioX);
            (int y, int rows) = Window(top, bottom, height);
            (int x, int columns) = Window(left, right, width);
            return new ContextPlace(level, zoom, z, top - y, bottom - y, left - x, right - x) { Box = new VoxelBox(z, y, x, new VolumeShape(1, rows, columns)), Of = levels[level] };
        }
    }

    /// <summary>So many voxels with the box in their middle.</summary>
    private static (int First, int Count) Window(double start, double end, double wanted)
    {
        int count = (int)Math.Clamp(Math.Ceiling(wanted), 1, Side);
        return ((int)Math.Floor(((start + end) / 2) - (count / 2.0) + 0.5), count);
    }

    private static void ThrowIfOther(ZarrImage image, StorePart part, ContextPlace place, string path)
    {
        if (place.Level < image.Levels.Count && place.Of is { } first && !IsAlike(first, image.Levels[place.Level]))
        {
            ZarrLevel level = image.Levels[place.Level];
            throw new VolumeException(
                path, ChannelFaultKind.Corrupt, $"Level {level.Name} has {level.Shape} voxels; expected {first.Shape} of the same size, as level {first.Name} of the first channel has: what lies around the box would be shown elsewhere.");
        }

        if (place.Level >= image.Levels.Count || part.Channel >= image.Channels.Count || part.Time >= image.Times)
        {
            throw new VolumeException(
                path, ChannelFaultKind.Corrupt, $"The store has {Counted.Of(image.Levels.Count, "level")}; expected level {place.Level} of channel {part.Channel}, as the first channel has.");
        }
    }

    private static bool IsAlike(ZarrLevel one, ZarrLevel other) => one.Shape.Equals(other.Shape)
        && IsNear(one.Z.Scale, other.Z.Scale) && IsNear(one.Y.Scale, other.Y.Scale) && IsNear(one.X.Scale, other.X.Scale);

    private static bool IsNear(double one, double other) => Math.Abs(one - other) <= 1e-6 * Math.Abs(one);

    private static void ThrowIfTooLarge(ZarrLevel level, VoxelBox box, string path)
    {
        VolumeShape chunk = level.Chunk;
        long rows = ((box.Shape.Height + chunk.Height - 2) / chunk.Height) + 1;
        long columns = ((box.Shape.Width + chunk.Width - 2) / chunk.Width) + 1;
        double bytes = (double)rows * columns * chunk.Voxels * level.Type.Bytes();
        if (bytes > MostDecodedBytes)
        {
            throw new VolumeException(
                path, ChannelFaultKind.TooLarge, $"Level {level.Name} has chunks of {chunk} voxels: {bytes / (1 << 20):0} MiB would be decoded for this view; at most {MostDecodedBytes >> 20} MiB are.");
        }
    }
}

/// <summary>Planes around a box, and where the box lies in them.</summary>
public sealed record ContextSlice(ContextPlace Place, BlockSlice Slice) : IDisposable
{
    public void Dispose() => Slice.Dispose();
}

/// <param name="Level">Of the store; 0 is the finest.</param>
/// <param name="Zoom">As asked for.</param>
/// <param name="Z">Of the plane, in voxels of the level.</param>
/// <param name="Top">Where the box begins in the plane, in voxels of it; it may be a fraction.</param>
/// <param name="Bottom">Where it ends.</param>
/// <param name="Left">The same along x.</param>
/// <param name="Right">The same along x.</param>
public sealed record ContextPlace(int Level, int Zoom, int Z, double Top, double Bottom, double Left, double Right)
{
    /// <summary>The plane, in voxels of the level.</summary>
    internal VoxelBox Box { get; init; }

    /// <summary>The level of the first channel, which those of the others have to be like.</summary>
    internal ZarrLevel? Of { get; init; }
}
