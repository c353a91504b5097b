namespace ProteomicsAnnotator.Core.Volumes;

public enum ChannelFaultKind
{
    Corrupt,
    Unsupported,
    TooLarge,

    /// <summary>The share did not give the file: missing, no permission, I/O error.</summary>
    Unreadable,
}
