namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>An open TIFF. Reads are positional: threads may share it.</summary>
internal sealed class TiffInput : IDisposable
{
    private readonly VolumeFile _file;
    private readonly CancellationToken _cancellationToken;

    private TiffInput(VolumeFile file, CancellationToken cancellationToken)
    {
        _file = file;
        _cancellationToken = cancellationToken;
    }

    public string Path => _file.Path;

    public FileVersion Version => _file.Version;

    public long Length => _file.Length;

    /// <param name="path">A link is followed.</param>
    /// <param name="cancellationToken">Ends long readings of headers, whoever does them.</param>
    public static TiffInput Open(string path, CancellationToken cancellationToken = default) =>
        new(VolumeFile.Open(path), cancellationToken);

    /// <summary>Fills the whole destination.</summary>
    /// <exception cref="FileChangedException">The file is shorter than when it was opened.</exception>
    public void Read(Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            ThrowIfCancelled();
            int count = _file.ReadSome(destination, offset);
            if (count == 0)
            {
                throw new FileChangedException(Path);
            }

            destination = destination[count..];
            offset += count;
        }
    }

    public void ThrowIfCancelled() => _cancellationToken.ThrowIfCancellationRequested();

    /// <summary>Throws when the path no longer leads to the file state that was opened.</summary>
    public void ThrowIfChanged() => _file.ThrowIfChanged();

    public TiffException Corrupt(string message, Exception? inner = null) =>
        new(Path, ChannelFaultKind.Corrupt, message, inner);

    public TiffException Unsupported(string message) => new(Path, ChannelFaultKind.Unsupported, message);

    public void Dispose() => _file.Dispose();
}
