namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// A TIFF's headers, understood: which channels it holds and where their voxels are. Holds no file open; each read
/// opens the file anew and fails with <see cref="FileChangedException"/> if it is no longer the one described.
/// </summary>
public sealed class TiffReader
{
    private TiffReader(string path, FileVersion version, IReadOnlyList<TiffChannel> channels)
    {
        Path = path;
        Version = version;
        Channels = channels;
    }

    public string Path { get; }

    public FileVersion Version { get; }

    public IReadOnlyList<TiffChannel> Channels { get; }

    /// <exception cref="TiffException">The content is no readable volume.</exception>
    /// <exception cref="Storage.StorageException">The share did not give the file.</exception>
    public static TiffReader Open(string path, long maxBytes = 1024L << 20) =>
        maxBytes > 0
            ? throw new TiffException(path, TiffFaultKind.Unsupported, "Not read yet.")
            : new TiffReader(path, default, []);

    /// <summary>Decodes a whole channel. Dispose the volume to give its memory back.</summary>
    /// <exception cref="TiffException">The content is broken.</exception>
    /// <exception cref="FileChangedException">The file changed since <see cref="Open"/>: open it again.</exception>
    /// <exception cref="Storage.StorageException">The share did not give the file.</exception>
    public Volume Read(int channel, CancellationToken cancellationToken = default) =>
        Read(channel, 0, Channels[channel].Shape.Depth, cancellationToken);

    /// <summary>Decodes one plane as a volume of depth 1, touching only what it needs.</summary>
    public Volume ReadPlane(int channel, int z, CancellationToken cancellationToken = default) =>
        Read(channel, z, 1, cancellationToken);

    private Volume Read(int channel, int z, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        throw new TiffException(Path, TiffFaultKind.Unsupported, $"Not read yet ({channel}, {z}, {depth}).");
    }
}
