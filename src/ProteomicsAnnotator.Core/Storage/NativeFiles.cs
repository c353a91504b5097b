using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// What .NET does not offer: a flush that reports its failure (the runtime's own swallows every error), the flush of a
/// folder, a name given only where it is free, the inode number, nanosecond times.
/// </summary>
internal static partial class NativeFiles
{
    internal const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    internal const uint WantedFields = 0x7FF;
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int ReadOnlyCloseOnExecMac = 0x1000000;
    private const int FullFlushMac = 51;
    private const int Eintr = 4;
    private const int Eexist = 17;
    private const int WindowsFacility = unchecked((int)0x80070000);

    /// <summary>On macOS down to the platter, where the drive supports it.</summary>
    /// <exception cref="IOException">Not flushed; <see cref="Exception.HResult"/> is errno, or the code of Windows.</exception>
    public static void Flush(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            if (!FlushFileBuffers(file))
            {
                int code = Marshal.GetLastPInvokeError();
                throw new IOException(Marshal.GetPInvokeErrorMessage(code), WindowsFacility | code);
            }

            return;
        }

        bool isAdded = false;
        try
        {
            file.DangerousAddRef(ref isAdded);
            Flush((int)file.DangerousGetHandle());
        }
        finally
        {
            if (isAdded)
            {
                file.DangerousRelease();
            }
        }
    }

    /// <summary>False where the system cannot flush a folder (Windows, some network file systems).</summary>
    /// <exception cref="IOException">It can, and has failed.</exception>
    public static bool TryFlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        int descriptor = Open(folder, OperatingSystem.IsMacOS() ? ReadOnlyCloseOnExecMac : ReadOnlyCloseOnExec);
        if (descriptor < 0)
        {
            IOException error = LastError(folder);
            return StorageFault.IsForbidden(error) ? false : throw error;
        }

        try
        {
            Flush(descriptor);
            return true;
        }
        catch (IOException error) when (StorageFault.CannotFlush(error))
        {
            return false;
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Gives a file a second name. False where the system or the file system cannot.</summary>
    /// <exception cref="IOException">The name is taken.</exception>
    public static bool TryLink(string file, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        return Link(file, name) == 0 || (Marshal.GetLastPInvokeError() == Eexist ? throw LastError(name) : false);
    }

    /// <summary>Kind and permissions of an open file, as in <c>st_mode</c>; null where the system does not say.</summary>
    public static unsafe int? TryKind(SafeFileHandle file)
    {
        byte* buffer = stackalloc byte[256];
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // struct statx of linux/stat.h: stx_mode (u16) at 28.
                return StatxOpen(file, "", EmptyPath, WantedFields, buffer) == 0 ? *(ushort*)(buffer + 28) : null;
            }

            // struct stat of macOS: st_mode (u16) at 4.
            int result = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Fstat(file, buffer) : FstatOfX64(file, buffer);
            return result == 0 ? *(ushort*)(buffer + 4) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>As of an open file; only where <c>statx</c> is there.</summary>
    public static unsafe int? TryKind(string path)
    {
        byte* buffer = stackalloc byte[256];
        try
        {
            return OperatingSystem.IsLinux() && Statx(CurrentFolder, path, 0, WantedFields, buffer) == 0 ? *(ushort*)(buffer + 28) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Which file or folder a path leads to, under whatever name; null where the system does not say.</summary>
    public static unsafe (ulong Device, ulong Inode)? TryIdentify(string path)
    {
        byte* buffer = stackalloc byte[256];
        try
        {
            // struct statx of linux/stat.h: stx_ino at 32, stx_dev_major and stx_dev_minor (u32) at 136.
            return OperatingSystem.IsLinux() && Statx(CurrentFolder, path, 0, WantedFields, buffer) == 0 && *(ulong*)(buffer + 32) != 0
                ? (*(ulong*)(buffer + 136), *(ulong*)(buffer + 32))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
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

        return StampIn(buffer);
    }

    /// <summary>As for a path, so that the two can be compared at any time.</summary>
    public static unsafe FileStamp? TryStat(SafeFileHandle file)
    {
        byte* buffer = stackalloc byte[256];
        try
        {
            return OperatingSystem.IsLinux() && StatxOpen(file, "", EmptyPath, WantedFields, buffer) == 0 ? StampIn(buffer) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static unsafe FileStamp StampIn(byte* buffer)
    {
        // struct statx of linux/stat.h: stx_ino at 32, stx_size at 40, stx_mtime (s64 seconds, u32 ns) at 112.
        ulong inode = *(ulong*)(buffer + 32);
        long size = *(long*)(buffer + 40);
        long seconds = *(long*)(buffer + 112);
        uint nanoseconds = *(uint*)(buffer + 120);
        return new FileStamp(size, (seconds * 1_000_000_000) + nanoseconds, inode);
    }

    /// <summary>Null where it is not known.</summary>
    public static unsafe string? FileSystemOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        byte* buffer = stackalloc byte[256];
        try
        {
            // struct statx: stx_dev_major at 136, stx_dev_minor at 140.
            return Statx(CurrentFolder, path, 0, WantedFields, buffer) == 0
                ? MountTable.TypeOf(*(uint*)(buffer + 136), *(uint*)(buffer + 140))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static void Flush(int descriptor)
    {
        if (OperatingSystem.IsMacOS() && TryFlushFully(descriptor))
        {
            return;
        }

        while (Fsync(descriptor) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Eintr)
            {
                throw LastError("fsync");
            }
        }
    }

    /// <summary>False where the file system does not know it. Any other failure is one: fsync would not show it again.</summary>
    private static bool TryFlushFully(int descriptor)
    {
        while (Control(descriptor, FullFlushMac, 0) == -1)
        {
            IOException error = LastError("F_FULLFSYNC");
            if (StorageFault.CannotFlush(error))
            {
                return false;
            }

            if (error.HResult != Eintr)
            {
                throw error;
            }
        }

        return true;
    }

    private static IOException LastError(string subject)
    {
        int code = Marshal.GetLastPInvokeError();
        return new IOException($"{subject}: {Marshal.GetPInvokeErrorMessage(code)}", code);
    }

    [LibraryImport("kernel32", EntryPoint = "FlushFileBuffers", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool FlushFileBuffers(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string file, string name);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatxOpen(SafeFileHandle folder, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "fstat")]
    private static unsafe partial int Fstat(SafeFileHandle file, byte* buffer);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64")]
    private static unsafe partial int FstatOfX64(SafeFileHandle file, byte* buffer);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
