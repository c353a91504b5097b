using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Which slice a block opens at, and the planes of one slice.</summary>
internal static class SliceReading
{
    /// <summary>Inside the largest extent of the channels that can be read; a focus point counts only in there.</summary>
    public static int OpeningOf(IReadOnlyList<ChannelSource> sources, FocusPoint? focus, OpenAt at)
    {
        VolumeShape[] shapes =
        [
            .. sources.Where(source => source.Header.IsReadable).Select(source => source.Header.Reader!.Channels[source.Inner].Shape),
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
    public static Task<BlockSlice> ReadAsync(IReadOnlyList<ChannelSource> sources, int z, CancellationToken cancellationToken) =>
        ReadAsync(sources, z, source => source.GetPlaneAsync(z, cancellationToken));

    /// <summary>The same of what <paramref name="read"/> makes of each channel.</summary>
    public static async Task<BlockSlice> ReadAsync(
        IReadOnlyList<ChannelSource> sources, int z, Func<ChannelSource, Task<VolumeLease?>> read)
    {
        Task<ChannelPlane>[] readings = [.. sources.Select(source => ReadAsync(source, read))];
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
        IReadOnlyList<ChannelSource> sources, CancellationToken cancellationToken)
    {
        List<ChannelDescription> faults = [];
        foreach (ChannelSource source in sources)
        {
            int middle = (source.Header.Reader?.Channels[source.Inner].Shape.Depth ?? 0) / 2;
            ChannelPlane read = await ReadAsync(source, channel => channel.GetPlaneAsync(middle, cancellationToken));
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

    private static async Task<ChannelPlane> ReadAsync(ChannelSource source, Func<ChannelSource, Task<VolumeLease?>> read)
    {
        try
        {
            VolumeLease? plane = await read(source);
            ChannelDescription channel = source.Describe();
            return new ChannelPlane(
                plane is null
                    ? channel
                    : channel with { Channel = channel.Channel! with { Metadata = plane.Volume.Metadata } },
                plane);
        }
        catch (VolumeException fault)
        {
            return new ChannelPlane(source.Describe() with { Fault = ChannelFault.From(fault) }, null);
        }
        catch (StorageException fault)
        {
            return new ChannelPlane(source.Describe() with { Fault = ChannelFault.From(fault) }, null);
        }
    }
}
