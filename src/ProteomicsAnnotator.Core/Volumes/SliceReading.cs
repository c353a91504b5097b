using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Which slice a block opens at, and the planes of one slice.</summary>
internal static class SliceReading
{
    /// <summary>Inside the largest extent of the channels that can be read; a focus point counts only in there.</summary>
    public static int OpeningOf(IReadOnlyList<ChannelSource> slots, FocusPoint? focus, OpenAt at)
    {
        VolumeShape[] shapes =
        [
            .. slots.Where(slot => slot.Header.IsReadable).Select(slot => slot.Header.Reader!.Channels[slot.Inner].Shape),
        ];
        if (shapes.Length == 0 || at == OpenAt.First)
        {
            return 0;
        }

        int depth = shapes.Max(shape => shape.Depth);
        return at == OpenAt.Focus
            && focus is { Z: >= 0, Y: >= 0, X: >= 0 } point
            && point.Z < depth
            && point.Y < shapes.Max(shape => shape.Height)
            && point.X < shapes.Max(shape => shape.Width) ? (int)point.Z : depth / 2;
    }

    /// <summary>All channels at once. A channel's fault keeps none of the others; a file that changed meanwhile ends it.</summary>
    /// <exception cref="FileChangedException">A file is not the one whose headers were read.</exception>
    public static async Task<BlockSlice> ReadAsync(
        IReadOnlyList<ChannelSource> slots, int z, CancellationToken cancellationToken)
    {
        Task<ChannelPlane>[] readings = [.. slots.Select(slot => ReadAsync(slot, z, cancellationToken))];
        try
        {
            return new BlockSlice(z, await Task.WhenAll(readings));
        }
        catch
        {
            foreach (Task<ChannelPlane> reading in readings.Where(reading => reading.IsCompletedSuccessfully))
            {
                (await reading).Plane?.Dispose();
            }

            throw;
        }
    }

    /// <summary>Null as soon as a plane in the middle of a channel is read; else all channels, each with its fault.</summary>
    /// <exception cref="FileChangedException">A file is not the one whose headers were read.</exception>
    public static async Task<IReadOnlyList<ChannelDescription>?> FindFaultsAsync(
        IReadOnlyList<ChannelSource> slots, CancellationToken cancellationToken)
    {
        List<ChannelDescription> faults = [];
        foreach (ChannelSource slot in slots)
        {
            int middle = (slot.Header.Reader?.Channels[slot.Inner].Shape.Depth ?? 0) / 2;
            ChannelPlane read = await ReadAsync(slot, middle, cancellationToken);
            if (read.Plane is { } plane && read.Channel.Fault is null)
            {
                plane.Dispose();
                return null;
            }

            read.Plane?.Dispose();
            faults.Add(read.Channel);
        }

        return faults;
    }

    private static async Task<ChannelPlane> ReadAsync(ChannelSource slot, int z, CancellationToken cancellationToken)
    {
        try
        {
            VolumeLease? plane = await slot.GetPlaneAsync(z, cancellationToken);
            ChannelDescription channel = slot.Describe();
            return new ChannelPlane(
                plane is null
                    ? channel
                    : channel with { Channel = channel.Channel! with { Metadata = plane.Volume.Metadata } },
                plane);
        }
        catch (TiffException fault)
        {
            return new ChannelPlane(slot.Describe() with { Fault = ChannelFault.From(fault) }, null);
        }
        catch (StorageException fault)
        {
            return new ChannelPlane(slot.Describe() with { Fault = ChannelFault.From(fault) }, null);
        }
    }
}
