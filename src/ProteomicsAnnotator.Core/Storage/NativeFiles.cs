using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>The three things .NET does not offer: fsync of a folder, the inode number, nanosecond times.</summary>
internal static partial class NativeFiles
{
    private const int CurrentFolder = -100;
    private const uint WantedFields = 0x7FF;
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>False where the system cannot flush a folder (Windows, some network file systems).</summary>
    public static bool TryFlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        int descriptor = Open(folder, OperatingSystem.IsLinux() ? ReadOnlyCloseOnExec : 0);
        if (descriptor < 0)
        {
            return false;
        }

        int result = Fsync(descriptor);
        _ = Close(descriptor);
        return result == 0;
    }

    /// <summary>Null when statx is not there or says the file cannot be seen; the caller then asks .NET.</summary>
    public static unsafe FileStamp? TryStat(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        byte* buffer = stackalloc byte[256];
        try
        {
            if (Statx(CurrentFolder, path, 0, WantedFields, buffer) != 0)
            {
                return null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        // struct statx of linux/stat.h: stx_ino at 32, stx_size at 40, stx_mtime (s64 seconds, u32 ns) at 112.
        ulong inode = *(ulong*)(buffer + 32);
        long size = *(long*)(buffer + 40);
        long seconds = *(long*)(buffer + 112);
        uint nanoseconds = *(uint*)(buffer + 120);
        return new FileStamp(size, (seconds * 1_000_000_000) + nanoseconds, inode);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
