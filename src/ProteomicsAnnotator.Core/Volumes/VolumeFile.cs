using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>An open file of voxels and the state it was opened in. Reads are positional: threads may share it.</summary>
internal sealed class VolumeFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private VolumeFile(string path, SafeFileHandle handle, FileVersion version)
    {
        Path = path;
        _handle = handle;
        Version = version;
    }

    public string Path { get; }

    public FileVersion Version { get; }

    public long Length => Version.Size;

    /// <param name="path">A link is followed.</param>
    /// <exception cref="StorageException">Also where there is no such file: then its inner error says so.</exception>
    public static VolumeFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = RegularFile.OpenRead(path);
            return new VolumeFile(path, handle, FileVersion.Of(handle));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw UndecodableName.Explain(path, e) is { } reason
                ? new StorageException(path, reason, e)
                : StorageException.From(path, e);
        }
    }

    /// <summary>Fills the destination as far as the file goes; 0 behind its end.</summary>
    public int ReadSome(Span<byte> destination, long offset)
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

    public void Dispose() => _handle.Dispose();
}
