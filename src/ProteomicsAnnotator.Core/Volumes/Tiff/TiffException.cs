namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>A TIFF's content cannot be read as a volume.</summary>
public sealed class TiffException(string path, ChannelFaultKind kind, string message, Exception? inner = null)
    : VolumeException(path, kind, message, inner);
