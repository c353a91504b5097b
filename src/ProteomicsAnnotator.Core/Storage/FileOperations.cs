using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Every operation on shared and local state files goes through one instance of this class, so that a test can
/// override one of them and let it fail. Calls block; none is made on the path of the screen. No file locks are
/// taken: files are opened with ReadWrite|Delete sharing, and the runtime option System.IO.DisableFileLocking is set.
/// Errors are the plain ones of .NET (<see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>).
/// </summary>
public class FileOperations
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Waits for no other program: what is no regular file is refused by a <see cref="StorageException"/> when it is to be read.</summary>
    public virtual SafeFileHandle Open(string path, FileMode mode, FileAccess access) => mode == FileMode.Open && access == FileAccess.Read
        ? RegularFile.OpenRead(path)
        : File.OpenHandle(path, mode, access, Shared);

    public virtual void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(file, bytes, offset);
        }
        catch (ArgumentOutOfRangeException error) when (offset >= 0)
        {
            // What the runtime makes of a limit of this account, or of the file system, for the length of a file.
            throw new IOException(error.Message, StorageFault.FileTooLarge);
        }
    }

    public virtual int Read(SafeFileHandle file, Span<byte> bytes, long offset) =>
        RandomAccess.Read(file, bytes, offset);

    /// <summary>Length as the server knows it now: opening a file makes an NFS client ask.</summary>
    public virtual long Length(SafeFileHandle file) => RandomAccess.GetLength(file);

    /// <summary>
    /// Throws when it fails. What was written since the last good flush may be lost then, even if a later flush succeeds: the
    /// system may have dropped it.
    /// </summary>
    public virtual void FlushToDisk(SafeFileHandle file) => NativeFiles.Flush(file);

    public virtual void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>
    /// Whether a rename over this file that failed may work a moment later: another program has it open, which only Windows
    /// minds. A missing permission does not go by itself.
    /// </summary>
    public virtual bool IsHeld(string target, Exception error) =>
        StorageFault.IsSharingViolation(error)
        || (OperatingSystem.IsWindows() && StorageFault.IsForbidden(error) && WindowsFiles.MayReplace(target));

    /// <summary>
    /// Fails with an <see cref="IOException"/> when the target exists: the first of two programs wins. .NET's own move looks
    /// first and then replaces, so it serves only where there are no hard links.
    /// </summary>
    public virtual void RenameIfAbsent(string from, string to)
    {
        if (NativeFiles.TryLink(from, to))
        {
            File.Delete(from);
        }
        else
        {
            File.Move(from, to, overwrite: false);
        }
    }

    /// <summary>Fails when there is a folder of that name that holds something.</summary>
    public virtual void RenameFolder(string from, string to) => Directory.Move(from, to);

    /// <summary>With all that is in it.</summary>
    public virtual void DeleteFolder(string path) => Directory.Delete(path, recursive: true);

    /// <summary>With all that is in it. True when there is no such folder then.</summary>
    public bool TryDeleteFolder(string path)
    {
        try
        {
            DeleteFolder(path);
            return true;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return StorageFault.IsMissing(error);
        }
    }

    public virtual void SetReadOnly(string path) => File.SetAttributes(path, File.GetAttributes(path) | FileAttributes.ReadOnly);

    /// <summary>A courtesy against slips: who may write the folder may still replace the file. Does nothing where the file system has no such thing.</summary>
    public void TryProtect(string path)
    {
        try
        {
            SetReadOnly(path);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            // It stays as it is.
        }
    }

    /// <summary>The name itself is a symbolic link (or, on Windows, a junction), wherever it leads. A missing file is none.</summary>
    public virtual bool IsLink(string path) => new FileInfo(path).LinkTarget is not null || new DirectoryInfo(path).LinkTarget is not null;

    public virtual void SetLength(SafeFileHandle file, long length) => RandomAccess.SetLength(file, length);

    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>True when there is no such file then.</summary>
    public bool TryDelete(string path)
    {
        try
        {
            Delete(path);
            return true;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return StorageFault.IsMissing(error);
        }
    }

    public virtual void CreateFolder(string path) => Directory.CreateDirectory(path);

    public virtual bool FolderExists(string path) => Directory.Exists(path);

    /// <summary>
    /// Makes a rename in the folder survive a power cut where the system can; false where it cannot. Throws when it can
    /// and has failed.
    /// </summary>
    public virtual bool FlushFolder(string path) => NativeFiles.TryFlushFolder(path);

    /// <summary>Null when there is no such file; every other failure throws.</summary>
    public virtual FileStamp? Stat(string path)
    {
        if ((OperatingSystem.IsWindows() ? WindowsFiles.TryStat(path) : NativeFiles.TryStat(path)) is { } stamp)
        {
            return stamp;
        }

        var info = new FileInfo(path);
        return info.Exists
            ? new FileStamp(info.Length, (info.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100, 0)
            : StatMissing(path);
    }

    /// <summary>
    /// The file was not written or replaced since this stamp was taken; null: there still is none. Some network file systems
    /// give a file another number at each look: a number on which two looks in a row do not agree says nothing.
    /// </summary>
    public bool IsStill(string path, FileStamp? known)
    {
        FileStamp? found = Stat(path);
        return found == known
            || (known is { } before && found is { } now && before.SaysTheSameAs(now) && Stat(path) is { } again && again.SaysTheSameAs(now) && again.Inode != now.Inode);
    }

    /// <summary>
    /// Names (without folder) of everything in the folder, in no order. Whoever reads a folder or pipe with a file's name finds
    /// out then. A missing folder throws <see cref="DirectoryNotFoundException"/>.
    /// </summary>
    public virtual IReadOnlyList<string> ListFiles(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))];

    public virtual IReadOnlyList<string> ListFolders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))];

    /// <summary>Type of the file system, as <c>nfs4</c> or <c>fuse.glusterfs</c>; null: the system does not say.</summary>
    public virtual string? FileSystemOf(string folder) => OperatingSystem.IsWindows()
        ? WindowsFiles.FileSystemOf(folder)
        : NativeFiles.FileSystemOf(folder) ?? new DriveInfo(folder).DriveFormat;

    /// <summary>Whom the folder lets in, by its mode and access list, whoever asks; null: the system does not say.</summary>
    public virtual FolderAccess? AccessOf(string folder) => NativeAccess.Of(folder);

    public virtual long FreeBytes(string folder) => OperatingSystem.IsWindows()
        ? WindowsFiles.FreeBytes(folder)
        : new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>The whole file from <paramref name="offset"/> on, as long as it was when it was opened.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">In bytes.</param>
    /// <param name="limit">A file longer than this is not read.</param>
    /// <exception cref="StorageException">It is longer than the limit, or no regular file.</exception>
    public byte[] ReadFrom(string path, long offset, long limit = RegularFile.MaxBytes)
    {
        using SafeFileHandle file = Open(path, FileMode.Open, FileAccess.Read);
        long whole = Length(file);
        RegularFile.ThrowIfTooLarge(path, whole, limit);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)Math.Max(0, whole - offset));
        int filled = 0;
        while (filled < bytes.Length)
        {
            int count = Read(file, bytes.AsSpan(filled), offset + filled);
            if (count == 0)
            {
                return bytes[..filled];
            }

            filled += count;
        }

        return bytes;
    }

    public byte[] ReadAll(string path, long limit = RegularFile.MaxBytes) => ReadFrom(path, 0, limit);

    // A file that cannot be seen is not missing: a folder that does not answer throws here.
    private static FileStamp? StatMissing(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return null;
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return null;
        }
    }
}
