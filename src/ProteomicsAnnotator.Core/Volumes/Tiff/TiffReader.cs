namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// A TIFF's headers, understood: which channels it holds and where their voxels are. Holds no file open; each read
/// opens the file again and fails with <see cref="FileChangedException"/> if it is no longer the one described.
/// </summary>
public sealed class TiffReader : IVolumeReader
{
    private readonly IReadOnlyList<ChannelLayout> _layouts;

    private TiffReader(string path, FileVersion version, IReadOnlyList<ChannelLayout> layouts)
    {
        Path = path;
        Version = version;
        _layouts = layouts;
        Channels = [.. layouts.Select(layout => layout.Channel)];
    }

    public string Path { get; }

    public FileVersion Version { get; }

    public IReadOnlyList<VolumeChannel> Channels { get; }

    /// <summary>Reads the headers. Nothing larger than the limit (decoded, all channels) is ever allocated.</summary>
    /// <exception cref="TiffException">The content is no readable volume.</exception>
    /// <exception cref="FileChangedException">The file changed meanwhile: open it again.</exception>
    /// <exception cref="Storage.StorageException">The share did not give the file.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public static TiffReader Open(
        string path, long maxBytes = 1024L << 20, CancellationToken cancellationToken = default)
    {
        using TiffInput input = TiffInput.Open(path, cancellationToken);
        try
        {
            IReadOnlyList<ChannelLayout> layouts = StackLayout.Read(input, maxBytes);
            input.ThrowIfChanged();
            return new TiffReader(path, input.Version, layouts);
        }
        catch (TiffException)
        {
            input.ThrowIfChanged();
            throw;
        }
    }

    /// <summary>Decodes a whole channel on all cores. Dispose the volume to give its memory back.</summary>
    /// <exception cref="TiffException">The content is broken.</exception>
    /// <exception cref="FileChangedException">The file changed since <see cref="Open"/>: open it again.</exception>
    /// <exception cref="Storage.StorageException">The share did not give the file.</exception>
    public Volume Read(int channel, CancellationToken cancellationToken = default) =>
        Read(channel, VoxelPool.Shared, cancellationToken);

    internal Volume Read(int channel, VoxelPool pool, CancellationToken cancellationToken) =>
        Read(channel, (0, Channels[channel].Shape.Depth), pool, cancellationToken);

    /// <summary>Decodes one plane as a volume of depth 1, touching only what it needs. Throws as <see cref="Read(int, CancellationToken)"/>.</summary>
    public Volume ReadPlane(int channel, int z, CancellationToken cancellationToken = default) =>
        ReadPlane(channel, z, VoxelPool.Shared, cancellationToken);

    internal Volume ReadPlane(int channel, int z, VoxelPool pool, CancellationToken cancellationToken) =>
        ReadSlices(channel, z, 1, pool, cancellationToken);

    /// <summary>Decodes some slices as a volume of their own, touching only what they need.</summary>
    internal Volume ReadSlices(int channel, int first, int count, VoxelPool pool, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Channels[channel].Shape.Depth - first);
        return Read(channel, (first, count), pool, cancellationToken);
    }

    Volume IVolumeReader.Read(int channel, VoxelPool pool, CancellationToken cancellationToken) => Read(channel, pool, cancellationToken);

    Volume IVolumeReader.ReadSlices(int channel, int first, int count, VoxelPool pool, CancellationToken cancellationToken) =>
        ReadSlices(channel, first, count, pool, cancellationToken);

    private Volume Read(
        int channel, (int First, int Count) slices, VoxelPool pool, CancellationToken cancellationToken)
    {
        using TiffInput input = TiffInput.Open(Path, cancellationToken);
        if (input.Version != Version)
        {
            throw new FileChangedException(Path);
        }

        VolumeChannel described = Channels[channel];
        VolumeShape shape = described.Shape with { Depth = slices.Count };
        VoxelBuffer buffer = pool.Rent((int)(shape.Voxels * described.Type.Bytes()));
        try
        {
            var decoder = new ChannelDecoder(input, _layouts[channel], slices.First, slices.Count);
            decoder.Decode(buffer.Bytes, cancellationToken);
            input.ThrowIfChanged();
            VolumeMetadata metadata = described.Metadata with
            {
                Notice = StackPlan.Joined(described.Metadata.Notice, decoder.Notice),
            };
            return new Volume(shape, described.Type, metadata, buffer);
        }
        catch (TiffException)
        {
            buffer.Release();
            input.ThrowIfChanged();
            throw;
        }
        catch
        {
            buffer.Release();
            throw;
        }
    }
}
