namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>A volume (or plane) that stays in memory until this is disposed, whatever the cache does.</summary>
public sealed class VolumeLease : IDisposable
{
    internal VolumeLease(Volume volume, string fileName, FileVersion version)
    {
        Volume = volume;
        FileName = fileName;
        Version = version;
    }

    public Volume Volume { get; }

    public string FileName { get; }

    /// <summary>The file state the voxels were read from.</summary>
    public FileVersion Version { get; }

    public void Dispose() => Volume.Dispose();
}
