using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>What Windows is asked directly: .NET knows volumes by drive letters only, and a share may have none.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsFiles
{
    private const int MostLetters = 1024;
    private const uint DeleteAccess = 0x00010000;
    private const uint ReadAttributes = 0x80;
    private const uint AllSharing = 7;
    private const uint OpenExisting = 3;
    private const int FileIdInfo = 18;
    private const uint FolderAttribute = 0x10;
    private const long TicksOf1970 = 116_444_736_000_000_000;
    private const int Facility = unchecked((int)0x80070000);

    /// <summary>As <c>NTFS</c>; null: the server does not say.</summary>
    public static string? FileSystemOf(string folder)
    {
        var root = new char[MostLetters];
        var name = new char[MostLetters];
        return GetVolumePathName(folder, root, root.Length)
            && GetVolumeInformation(root, null, 0, 0, 0, 0, name, name.Length)
            ? new string(name, 0, Array.IndexOf(name, '\0'))
            : null;
    }

    /// <summary>What this account may still write, in bytes.</summary>
    public static long FreeBytes(string folder) =>
        GetDiskFreeSpace(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, out ulong free, 0, 0)
            ? (long)Math.Min(free, long.MaxValue)
            : throw LastError(folder);

    /// <summary>
    /// True when this account may replace the file: what refused it then is that somebody has it open. A rename over an open
    /// file and one without permission fail with the same code.
    /// </summary>
    public static bool MayReplace(string path)
    {
        using SafeFileHandle file = CreateFile(path, DeleteAccess, AllSharing, 0, OpenExisting, 0, 0);
        return !file.IsInvalid
            ? !File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly)
            : StorageFault.IsSharingViolation(LastError(path));
    }

    /// <summary>
    /// Size, time and identity of a file, all of one moment; null: it cannot be looked at so, or is a folder. Identity is 0
    /// where the server gives none.
    /// </summary>
    public static unsafe FileStamp? TryStat(string path)
    {
        using SafeFileHandle file = CreateFile(path, ReadAttributes, AllSharing, 0, OpenExisting, 0, 0);
        uint* about = stackalloc uint[13];
        if (file.IsInvalid || !GetFileInformation(file, about) || (about[0] & FolderAttribute) != 0)
        {
            return null;
        }

        // BY_HANDLE_FILE_INFORMATION: attributes, three times (low half first), volume, size, links, index (high half first).
        long written = (long)Whole(about[6], about[5]);
        return new FileStamp((long)Whole(about[8], about[9]), (written - TicksOf1970) * 100, IdOf(file) ?? Whole(about[11], about[12]));
    }

    /// <summary>Of 128 bits, of which NTFS uses the lower half; null where the file system knows only indices of 64.</summary>
    private static unsafe ulong? IdOf(SafeFileHandle file)
    {
        // FILE_ID_INFO: the volume's number, then the id.
        ulong* about = stackalloc ulong[3];
        return !GetFileInformationEx(file, FileIdInfo, (byte*)about, 3 * sizeof(ulong)) ? null
            : about[1] == ulong.MaxValue && about[2] == ulong.MaxValue ? 0
            : about[1] ^ unchecked(about[2] * 0x9E37_79B9_7F4A_7C15);
    }

    private static ulong Whole(uint high, uint low) => ((ulong)high << 32) | low;

    private static IOException LastError(string subject)
    {
        int code = Marshal.GetLastPInvokeError();
        return new IOException($"{subject}: {Marshal.GetPInvokeErrorMessage(code)}", Facility | code);
    }

    [LibraryImport("kernel32", EntryPoint = "GetVolumePathNameW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetVolumePathName(string path, [Out] char[] root, int letters);

    [LibraryImport("kernel32", EntryPoint = "GetVolumeInformationW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetVolumeInformation(
        char[] root, char[]? label, int labelLetters, nint serial, nint longest, nint flags, [Out] char[] name, int letters);

    [LibraryImport("kernel32", EntryPoint = "GetDiskFreeSpaceExW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetDiskFreeSpace(string folder, out ulong free, nint total, nint allFree);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool GetFileInformation(SafeFileHandle file, uint* about);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandleEx")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool GetFileInformationEx(SafeFileHandle file, int kind, byte* about, int bytes);

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    private static partial SafeFileHandle CreateFile(
        string path, uint access, uint sharing, nint security, uint disposition, uint flags, nint template);
}
