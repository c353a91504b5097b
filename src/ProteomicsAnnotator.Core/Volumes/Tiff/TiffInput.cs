using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>An open file and the state it was opened in. Reads are positional: threads may share it.</summary>
internal sealed class TiffInput : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly CancellationToken _cancellationToken;

    private TiffInput(string path, SafeFileHandle handle, FileVersion version, CancellationToken cancellationToken)
    {
        Path = path;
        _cancellationToken = cancellationToken;
        _handle = handle;
        Version = version;
    }

    public string Path { get; }

    public FileVersion Version { get; }

    public long Length => Version.Size;

    /// <param name="path">A link is followed.</param>
    /// <param name="cancellationToken">Ends long readings of headers, whoever does them.</param>
    public static TiffInput Open(string path, CancellationToken cancellationToken = default)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = RegularFile.OpenRead(path);
            return new TiffInput(path, handle, FileVersion.Of(handle), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw UndecodableName.Explain(path, e) is { } reason
                ? new StorageException(path, reason, e)
                : StorageException.From(path, e);
        }
    }

    /// <summary>Fills the whole destination.</summary>
    /// <exception cref="FileChangedException">The file is shorter than when it was opened.</exception>
    public void Read(Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            ThrowIfCancelled();
            int count = ReadSome(destination, offset);
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
    public void ThrowIfChanged()
    {
        try
        {
            if (FileVersion.Of(_handle) != Version || FileVersion.Of(Path) != Version)
            {
                throw new FileChangedException(Path);
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not FileChangedException)
        {
            throw StorageException.From(Path, e);
        }
    }

    public TiffException Corrupt(string message, Exception? inner = null) =>
        new(Path, TiffFaultKind.Corrupt, message, inner);

    public TiffException Unsupported(string message) => new(Path, TiffFaultKind.Unsupported, message);

    public void Dispose() => _handle.Dispose();

    private int ReadSome(Span<byte> destination, long offset)
    {
        try
        {
            return RandomAccess.Read(_handle, destination, offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageException.From(Path, e);
        }
    }
}
