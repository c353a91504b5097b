namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>A TIFF's content cannot be read as a volume; the message says what was found and what was expected.</summary>
public sealed class TiffException : Exception
{
    public TiffException(string path, TiffFaultKind kind, string message, Exception? inner = null)
        : base(message, inner)
    {
        Path = path;
        Kind = kind;
    }

    public string Path { get; }

    public string FileName => System.IO.Path.GetFileName(Path);

    public TiffFaultKind Kind { get; }
}

public enum TiffFaultKind
{
    /// <summary>The file contradicts itself or ends early.</summary>
    Corrupt,

    /// <summary>A sound file that this program does not read as a volume.</summary>
    Unsupported,

    /// <summary>Larger than the configured limit.</summary>
    TooLarge,
}
