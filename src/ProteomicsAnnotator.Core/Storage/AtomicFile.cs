using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Replaces a whole file so that every reader, on every machine, sees the old bytes or the new ones, never a mixture:
/// temp file in the same folder (<c>.{stem}_{32 hex}.tmp</c>), flush to disk, rename over the target, fsync of the
/// folder. On any failure before the rename the target is as it was and no temp file is left behind; when only the
/// folder's flush failed, the new bytes are there but may not survive a power cut, and that is a failure too. A file
/// system that has no flush at all is written to without.
/// </summary>
public static class AtomicFile
{
    private const int RenameTries = 20;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <returns>Stamp of the bytes as written, null when the system did not say.</returns>
    /// <exception cref="StorageException">The target was not safely replaced.</exception>
    public static FileStamp? Write(FileOperations files, string path, ReadOnlySpan<byte> bytes) =>
        Replace(files, path, bytes, static () => true).Stamp;

    /// <summary>
    /// Replaces the file only while it is the one that was read. Looked at after the temp file is there, right before
    /// the rename: its making also lets a network client see the folder as it is. What remains is one rename's time.
    /// </summary>
    /// <param name="files">The operations.</param>
    /// <param name="path">The target.</param>
    /// <param name="bytes">Its new content.</param>
    /// <param name="expected">The target's stamp as read; null: it was not there.</param>
    /// <exception cref="StorageException">The target was not safely replaced.</exception>
    public static (bool IsReplaced, FileStamp? Stamp) TryReplace(
        FileOperations files, string path, ReadOnlySpan<byte> bytes, FileStamp? expected) =>
        Replace(files, path, bytes, () => files.IsStill(path, expected));

    /// <summary>Makes a file of one's own that is not there yet, however long it is: it gets its name once all of it is on the disk.</summary>
    /// <param name="files">The operations.</param>
    /// <param name="path">The file.</param>
    /// <param name="write">Gets the temp file, which can seek; only this account may read it, then and later.</param>
    /// <exception cref="StorageException">It was not made, or there is one by now.</exception>
    public static void Create(FileOperations files, string path, Action<Stream> write)
    {
        string temp = TempOf(Path.GetDirectoryName(path) ?? ".", Path.GetFileNameWithoutExtension(path));
        bool isMade = false;
        try
        {
            using (SafeFileHandle file = files.Open(temp, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                PrivatePath.Restrict(file);
                using var stream = new FileStream(file, FileAccess.ReadWrite);
                write(stream);
                stream.Flush();
                Flush(files, file);
            }

            files.RenameIfAbsent(temp, path);
            isMade = true;
            FlushFolder(files, Path.GetDirectoryName(path) ?? ".");
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(path, error);
        }
        finally
        {
            _ = isMade || files.TryDelete(temp);
        }
    }

    /// <summary>A path that no other program takes.</summary>
    internal static string TempOf(string folder, string stem) => Path.Combine(folder, $".{stem}_{Guid.NewGuid():N}.tmp");

    /// <summary>True for the name of a temp file that replaces the file with this stem.</summary>
    public static bool IsTempOf(string stem, string fileName) =>
        fileName.Length == stem.Length + 38
        && fileName.StartsWith("." + stem + "_", StringComparison.Ordinal)
        && fileName.EndsWith(".tmp", StringComparison.Ordinal)
        && fileName.AsSpan(stem.Length + 2, 32).IndexOfAnyExcept(HexDigits) < 0;

    /// <summary>Makes renames and new files in the folder survive a power cut, where the file system has a flush of folders.</summary>
    /// <exception cref="IOException">It has, and it failed.</exception>
    public static void FlushFolder(FileOperations files, string folder)
    {
        try
        {
            _ = files.FlushFolder(folder);
        }
        catch (IOException error) when (StorageFault.CannotFlush(error))
        {
            // As safe as this file system makes it.
        }
    }

    private static (bool IsReplaced, FileStamp? Stamp) Replace(
        FileOperations files, string path, ReadOnlySpan<byte> bytes, Func<bool> mayReplace)
    {
        string folder = Path.GetDirectoryName(path) ?? ".";
        string temp = TempOf(Path.GetDirectoryName(path) ?? ".", Path.GetFileNameWithoutExtension(path));
        FileStamp? stamp;
        try
        {
            using (SafeFileHandle file = files.Open(temp, FileMode.CreateNew, FileAccess.Write))
            {
                files.Write(file, bytes, 0);
                Flush(files, file);
            }

            stamp = files.Stat(temp);
            if (!mayReplace())
            {
                _ = files.TryDelete(temp);
                return (false, null);
            }

            Rename(files, temp, path);
            FlushFolder(files, folder);
            return (true, stamp);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _ = files.TryDelete(temp);
            throw StorageException.FromWriting(path, error);
        }
    }

    /// <summary>Where the file system has a flush.</summary>
    /// <exception cref="IOException">It has, and it failed.</exception>
    internal static void Flush(FileOperations files, SafeFileHandle file)
    {
        try
        {
            files.FlushToDisk(file);
        }
        catch (IOException error) when (StorageFault.CannotFlush(error))
        {
            // It is as safe as this file system makes anything.
        }
    }

    private static void Rename(FileOperations files, string from, string to)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                files.Rename(from, to);
                return;
            }
            catch (Exception error) when (attempt < RenameTries && StorageFault.IsFileError(error) && files.IsHeld(to, error))
            {
                Thread.Sleep(Math.Min(5 * attempt, 50));
            }
        }
    }
}

internal static class HexDigits
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool ContainsOnlyHexDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Digits) < 0;
}
