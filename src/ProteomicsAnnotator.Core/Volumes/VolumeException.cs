namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>The content of a file or store cannot be read as a volume; the message says what was found and what was expected.</summary>
public class VolumeException : Exception
{
    public VolumeException(string path, ChannelFaultKind kind, string message, Exception? inner = null)
        : base(message, inner)
    {
        Path = path;
        Kind = kind;
    }

    /// <summary>The file, or the store's folder.</summary>
    public string Path { get; }

    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Never <see cref="ChannelFaultKind.Unreadable"/>: that is a <see cref="Storage.StorageException"/>.</summary>
    public ChannelFaultKind Kind { get; }
}
