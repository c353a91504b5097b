using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Folders and files that only this account may read: 0700 and 0600. On Windows the account's own folders are so already.
/// </summary>
public static class PrivatePath
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder and closes it, and every folder between it and the top one, to other accounts.</summary>
    /// <param name="files">The operations.</param>
    /// <param name="top">The account's own folder.</param>
    /// <param name="folder">That one, or one below it.</param>
    public static void CreateFolder(FileOperations files, string top, string folder)
    {
        files.CreateFolder(folder);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        top = Path.TrimEndingDirectorySeparator(top);
        for (string? level = folder; level is not null && level.Length >= top.Length; level = Path.GetDirectoryName(level))
        {
            Close(level);
        }
    }

    /// <summary>Another account's folder stays as it is: labels are kept anyway.</summary>
    public static void Restrict(SafeFileHandle file)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, FileMode);
            }
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return;
        }
    }

    public static void Restrict(string path)
    {
        using SafeFileHandle file = RegularFile.OpenRead(path);
        Restrict(file);
    }

    [UnsupportedOSPlatform("windows")]
    private static void Close(string folder)
    {
        try
        {
            if (File.GetUnixFileMode(folder) != FolderMode)
            {
                File.SetUnixFileMode(folder, FolderMode);
            }
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return;
        }
    }
}
