using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>A channel of a block and where it comes from: channel <see cref="Inner"/> of a file.</summary>
internal sealed record ChannelSource(int Index, string Name, CachedFile File, FileHeader Header, int Inner)
{
    /// <summary>Set when the block as a whole is refused.</summary>
    public VolumeException? BlockFault { get; init; }

    public Exception? Fault => Header.Fault ?? BlockFault ?? File.FaultOf(Inner);

    public ChannelDescription Describe() => new(Index, Name, File.File.FileName)
    {
        Version = Header.Reader?.Version ?? File.Version,
        Channel = Header.Reader?.Channels[Inner] is { } channel
            ? channel with { Metadata = File.MetadataOf(Inner) ?? channel.Metadata }
            : null,
        Fault = Fault switch
        {
            VolumeException fault => ChannelFault.From(fault),
            StorageException fault => ChannelFault.From(fault),
            _ => null,
        },
    };

    /// <summary>The reader of a file that can be read; throws the fault otherwise.</summary>
    public IVolumeReader ReaderOrThrow()
    {
        if ((Header.Fault ?? BlockFault) is Exception fault)
        {
            throw fault;
        }

        return Header.Reader!;
    }

    /// <summary>The whole volume, decoded once however many ask. Throws the channel's fault.</summary>
    public async Task<VolumeLease?> GetVolumeAsync(CancellationToken cancellationToken) =>
        await ShareAsync(File.Join(ReaderOrThrow(), Inner), cancellationToken);

    /// <summary>The same for a page, counted.</summary>
    public Task<VolumeLease?> GetViewedAsync(CancellationToken cancellationToken)
    {
        ProgramMeter.AddLoad(File.IsLoaded(Inner));
        return GetVolumeAsync(cancellationToken);
    }

    /// <summary>From the volume when it is there, else read alone. Null when there is no such plane. Throws the channel's fault.</summary>
    public Task<VolumeLease?> GetPlaneAsync(int z, CancellationToken cancellationToken) => GetSlicesAsync(z, 1, cancellationToken);

    /// <summary>Those of the slices that there are, as <see cref="GetPlaneAsync"/>. Null when there is none of them.</summary>
    public async Task<VolumeLease?> GetSlicesAsync(int first, int count, CancellationToken cancellationToken)
    {
        IVolumeReader reader = ReaderOrThrow();
        int end = Math.Min(first + count, reader.Channels[Inner].Shape.Depth);
        first = Math.Max(0, first);
        if (first >= end)
        {
            return null;
        }

        if (File.JoinCompleted(Inner) is SharedDecode load)
        {
            using VolumeLease whole = await ShareAsync(load, cancellationToken);
            return new VolumeLease(whole.Volume.ShareSlices(first, end - first), whole.FileName, whole.Version);
        }

        Volume slices = await File.ReadSlicesAsync(reader, Inner, first, end - first, cancellationToken);
        return new VolumeLease(slices, File.File.FileName, reader.Version);
    }

    /// <summary>Leaves the joined load in any case.</summary>
    private async Task<VolumeLease> ShareAsync(SharedDecode load, CancellationToken cancellationToken)
    {
        try
        {
            Volume volume = await load.Completion.WaitAsync(cancellationToken);
            return new VolumeLease(volume.Share(), File.File.FileName, Header.Reader!.Version);
        }
        finally
        {
            load.Leave();
        }
    }
}
