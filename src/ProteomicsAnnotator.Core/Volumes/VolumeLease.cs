namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>A volume (or plane) that stays in memory until this is disposed, whatever the cache does.</summary>
public sealed class VolumeLease : IDisposable
{
    private IDisposable? _delivery;

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

    public void Dispose()
    {
        Volume.Dispose();
        _delivery?.Dispose();
    }

    /// <summary>Ends with this.</summary>
    internal VolumeLease With(IDisposable delivery)
    {
        _delivery = delivery;
        return this;
    }
}
