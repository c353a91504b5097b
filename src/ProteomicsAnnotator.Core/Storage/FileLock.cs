using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// A file of this account that one process at a time has; the system gives it back when that process ends, however it ends. Only for the
/// account's own folders: on the share no locks are taken.
/// </summary>
internal sealed partial class FileLock : IDisposable
{
    private const int ExclusiveAtOnce = 2 | 4;
    private readonly string _path;
    private readonly SafeFileHandle _file;

    private FileLock(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>Makes the file where it is missing.</summary>
    /// <returns>Null: another process has it, removed it just now, or this file system has no locks.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static FileLock? TryTake(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.ReadWrite | FileShare.Delete);
            if ((OperatingSystem.IsWindows() || Flock(file, ExclusiveAtOnce) == 0) && File.Exists(path))
            {
                var taken = new FileLock(path, file);
                file = null;
                return taken;
            }

            return null;
        }
        catch (IOException error) when (StorageFault.IsSharingViolation(error))
        {
            return null;
        }
        finally
        {
            file?.Dispose();
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

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
