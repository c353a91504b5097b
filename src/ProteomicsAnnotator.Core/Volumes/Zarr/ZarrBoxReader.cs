using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>One channel of the box around a point. A chunk that cannot be read is a fault of the channel: what would stand there is unknown.</summary>
internal sealed class ZarrBoxReader : IVolumeReader
{
    private readonly ZarrImage _image;
    private readonly StorePart _part;
    private readonly VoxelBox _box;

    private ZarrBoxReader(ZarrImage image, StorePart part, VoxelBox box)
    {
        _image = image;
        _part = part;
        _box = box;
        ZarrLevel level = image.Levels[part.Level];
        Channels = [new VolumeChannel(null, box.Shape, level.Type, level.Metadata)];
        Version = image.IdentityOf(part.Level, box, part.Channel, part.Time);
    }

    public string Path => _image.Path;

    public FileVersion Version { get; }

    public IReadOnlyList<VolumeChannel> Channels { get; }

    /// <exception cref="VolumeException">The store cannot be read, or no longer has the channel.</exception>
    /// <exception cref="StorageException">The share did not give it.</exception>
    /// <exception cref="FileChangedException">Its metadata is just being written.</exception>
    public static ZarrBoxReader Open(ChannelFile file, BlockPoint point)
    {
        StorePart part = file.Part!;
        try
        {
            ZarrImage image = ZarrStores.Get(file.Path, part.Level);
            if (part.Level >= image.Levels.Count || part.Channel >= image.Channels.Count || part.Time >= image.Times)
            {
                throw new VolumeException(
                    file.Path,
                    ChannelFaultKind.Corrupt,
                    $"The store now has {Counted.Of(image.Levels.Count, "level")}, {Counted.Of(image.Channels.Count, "channel")} and {Counted.Of(image.Times, "time")}; expected level {part.Level}, channel {part.Channel} and time {part.Time}.");
            }

            return new ZarrBoxReader(image, part, BoxOf(point));
        }
        catch (FileChangedException)
        {
            throw new FileChangedException(file.Path);
        }
    }

    /// <summary>Null: it cannot be looked at; opening it says why.</summary>
    public static FileVersion? VersionOf(ChannelFile file, BlockPoint point)
    {
        try
        {
            return Open(file, point).Version;
        }
        catch (Exception e) when (e is VolumeException || StorageFault.IsFileError(e))
        {
            return null;
        }
    }

    public Volume Read(int channel, VoxelPool pool, CancellationToken cancellationToken) => Read(_box, pool, cancellationToken);

    public Volume ReadSlices(int channel, int first, int count, VoxelPool pool, CancellationToken cancellationToken) =>
        Read(_box with { Z = _box.Z + first, Shape = _box.Shape with { Depth = count } }, pool, cancellationToken);

    private static VoxelBox BoxOf(BlockPoint point)
    {
        (int z, int y, int x) = point.Start;
        return new VoxelBox(z, y, x, new VolumeShape(point.Grid.Z.Size, point.Grid.Y.Size, point.Grid.X.Size));
    }

    private Volume Read(VoxelBox box, VoxelPool pool, CancellationToken cancellationToken)
    {
        try
        {
            using ZarrBox read = _image.ReadBox(_part.Level, box, _part.Channel, _part.Time, pool, cancellationToken);
            ThrowIfFaulty(read.Faults);
            // Chunks may have been written while they were read.
            return _image.IdentityOf(_part.Level, _box, _part.Channel, _part.Time) == Version
                ? WithWords(read)
                : throw new FileChangedException(Path);
        }
        catch (FileChangedException)
        {
            throw new FileChangedException(Path);
        }
    }

    /// <summary>The page hatches such voxels; a program that reads the voxels has these words.</summary>
    private static Volume WithWords(ZarrBox read)
    {
        long outside = read.Volume.Shape.Voxels - read.Inside.Voxels;
        string? words = StackPlan.Joined(
            outside > 0 ? $"{Percent((double)outside / read.Volume.Shape.Voxels)} lies outside of the volume, where 0 is shown." : null,
            read.MissingShare > 0 ? $"{Percent(read.MissingShare)} was never written, or holds nothing but the fill value, which is shown." : null);
        return words is null ? read.Volume.Share() : read.Volume.Share(StackPlan.Joined(read.Volume.Metadata.Notice, words));
    }

    private static string Percent(double share) => share < 0.01 ? "Less than 1 %" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0} %");

    private void ThrowIfFaulty(IReadOnlyList<ZarrChunkFault> faults)
    {
        if (faults.Count == 0)
        {
            return;
        }

        ZarrChunkFault first = faults.FirstOrDefault(fault => fault.Fault.Kind != ChannelFaultKind.Unreadable) ?? faults[0];
        string words = faults.Count == 1 ? first.Fault.Message : $"{Counted.Of(faults.Count, "chunk")} of this box cannot be read; the first: {first.Fault.Message}";
        throw first.Fault.Kind == ChannelFaultKind.Unreadable
            ? new StorageException(Path, words)
            : new VolumeException(Path, first.Fault.Kind, words);
    }
}
