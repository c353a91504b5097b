using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>A channel of a block and where it comes from: channel <see cref="Inner"/> of a file.</summary>
internal sealed record ChannelSlot(int Index, string Name, CachedFile File, FileHeader Header, int Inner)
{
    /// <summary>Set when the block as a whole is refused.</summary>
    public TiffException? BlockFault { get; init; }

    public Exception? Fault => Header.Fault ?? BlockFault ?? File.FaultOf(Inner);

    public ChannelDescription Describe() => new(Index, Name, File.File.FileName)
    {
        Version = Header.Reader?.Version ?? File.Version,
        Channel = Header.Reader?.Channels[Inner],
        Fault = Fault switch
        {
            TiffException fault => ChannelFault.From(fault),
            StorageException fault => ChannelFault.From(fault),
            _ => null,
        },
    };

    /// <summary>The reader of a file that can be read; throws the fault otherwise.</summary>
    public TiffReader ReaderOrThrow()
    {
        if ((Header.Fault ?? BlockFault) is Exception fault)
        {
            throw fault;
        }

        return Header.Reader!;
    }
}
