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
    private const uint AllSharing = 7;
    private const uint OpenExisting = 3;
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

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    private static partial SafeFileHandle CreateFile(
        string path, uint access, uint sharing, nint security, uint disposition, uint flags, nint template);
}
