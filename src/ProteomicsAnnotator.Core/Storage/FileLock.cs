using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>A file that one process at a time has; the system gives it back when that process ends, however it ends.</summary>
internal sealed class FileLock : IDisposable
{
    private const int LinuxHeld = 11;
    private const int MacHeld = 35;
    private readonly string _path;
    private readonly SafeFileHandle _file;

    private FileLock(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>Makes the file where it is missing.</summary>
    /// <returns>Null: another process has it, or removed it just now.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            SafeFileHandle file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (File.Exists(path))
            {
                return new FileLock(path, file);
            }

            file.Dispose();
            return null;
        }
        catch (IOException error) when (StorageFault.IsSharingViolation(error) || error.HResult is LinuxHeld or MacHeld)
        {
            return null;
        }
    }

    /// <summary>False: this file system gives such a file to anybody, and it says nothing of who has it.</summary>
    public bool Holds()
    {
        using FileLock? other = TryTake(_path);
        return other is null;
    }

    /// <summary>Gives it back; the file stays.</summary>
    public void Dispose() => _file.Dispose();
}
