using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Why a channel cannot be shown, in words for the annotator.</summary>
public sealed record ChannelFault(ChannelFaultKind Kind, string Message)
{
    /// <summary>The spelling of the HTTP interface: corrupt, unsupported, too-large or unreadable.</summary>
    public string KindName => Kind switch
    {
        ChannelFaultKind.Corrupt => "corrupt",
        ChannelFaultKind.Unsupported => "unsupported",
        ChannelFaultKind.TooLarge => "too-large",
        _ => "unreadable",
    };

    public static ChannelFault From(VolumeException fault) => new(fault.Kind, fault.Message);

    public static ChannelFault From(StorageException fault) => new(ChannelFaultKind.Unreadable, fault.Message);
}

public enum ChannelFaultKind
{
    Corrupt,
    Unsupported,
    TooLarge,

    /// <summary>The share did not give the file: missing, no permission, I/O error.</summary>
    Unreadable,
}
