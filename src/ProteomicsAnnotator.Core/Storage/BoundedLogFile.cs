using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// A file in this account's own folder that several programs append whole lines to, readable by the account only. What would
/// make it too long moves its content to the older file first, in place of what was there. Programs take turns by a lock, so
/// it is no file for the share. Blocking.
/// </summary>
public sealed partial class BoundedLogFile(string path, string olderPath, int mostBytes)
{
    private const int Exclusive = 2;
    private const int NotWaiting = 4;
    private const int Tries = 100;
    private static readonly int HeldByAnother = OperatingSystem.IsMacOS() ? 35 : 11;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <param name="lines">Whole lines, each with its line feed.</param>
    /// <exception cref="IOException">They are not in the file: it is no file, its disk is full, or another program keeps it for itself.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        string folder = Path.GetDirectoryName(path)!;
        PrivatePath.CreateFolder(new FileOperations(), folder, folder);
        using FileStream file = OpenAlone();
        PrivatePath.Restrict(file.SafeFileHandle);
        if (file.Length > 0 && file.Length + lines.Length > mostBytes)
        {
            KeepOld(file);
        }

        long length = file.Length;
        try
        {
            file.Position = length;
            file.Write(lines);
        }
        catch (IOException)
        {
            // Half a line on a full disk would run into the next one.
            file.SetLength(length);
            throw;
        }
    }

    private FileStream OpenAlone()
    {
        if (RegularFile.Otherwise(path) is { } kind)
        {
            throw new IOException($"{path} is {kind}; expected a file");
        }

        for (int tries = 1; ; tries++)
        {
            FileStream? file = null;
            try
            {
                file = new FileStream(path, OptionsOf(FileMode.OpenOrCreate, FileAccess.ReadWrite));
                if (IsAlone(file.SafeFileHandle))
                {
                    return file;
                }

                throw new IOException($"{path} is in use");
            }
            catch (IOException) when (tries < Tries)
            {
                file?.Dispose();
                Thread.Sleep(Pause);
            }
            catch
            {
                file?.Dispose();
                throw;
            }
        }
    }

    private void KeepOld(FileStream file)
    {
        using (var older = new FileStream(olderPath, OptionsOf(FileMode.Create, FileAccess.Write)))
        {
            PrivatePath.Restrict(older.SafeFileHandle);
            file.Position = 0;
            file.CopyTo(older);
        }

        file.SetLength(0);
    }

    private static FileStreamOptions OptionsOf(FileMode mode, FileAccess access)
    {
        // Windows keeps others out by this; elsewhere the runtime's own locks are switched off.
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Also true where the file system has no locks. The lock ends with the handle.</summary>
    private static bool IsAlone(SafeFileHandle file) => OperatingSystem.IsWindows()
        || Lock(file, Exclusive | NotWaiting) == 0
        || Marshal.GetLastPInvokeError() != HeldByAnother;

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
