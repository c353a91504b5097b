namespace ProteomicsAnnotator.Core.Volumes.Tiff;

public enum TiffFaultKind
{
    /// <summary>The file contradicts itself or ends early.</summary>
    Corrupt,

    /// <summary>A sound file that this program does not read as a volume.</summary>
    Unsupported,

    /// <summary>Larger than the configured limit.</summary>
    TooLarge,
}
