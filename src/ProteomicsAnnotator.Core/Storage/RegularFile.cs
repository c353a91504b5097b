using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Opens files for reading without ever waiting for another program: a named pipe would wait for a writer for ever. What
/// is no regular file (links are followed) is refused in words, and so is one above a limit where it is read whole.
/// </summary>
public static partial class RegularFile
{
    /// <summary>Of a journal or a label file; a larger one is named and not used.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    /// <summary>Of settings and configuration.</summary>
    public const long MaxSettingsBytes = 16L * 1024 * 1024;

    private const int InterruptedCall = 4;
    private const int NoSuchDevice = 6;
    private const int NoDevice = 19;
    private const int NotSupported = 95;
    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;

    // O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
    private static readonly int ReadingFlags = OperatingSystem.IsMacOS() ? 0x4 | 0x1000000 | 0x20000 : 0x800 | 0x80000 | 0x100;

    /// <summary>Shared with everyone, also with who replaces or deletes it.</summary>
    /// <exception cref="StorageException">It is a pipe, a device, a socket or a folder.</exception>
    /// <exception cref="IOException">It is not there, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Hidden by permissions.</exception>
    public static SafeFileHandle OpenRead(string path)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new FileNotFoundException("no file has a NUL in its name", path);
        }

        var file = new SafeFileHandle(OpenDescriptor(path), ownsHandle: true);
        if (NativeFiles.TryKind(file) is { } kind && (kind & KindMask) != RegularKind)
        {
            file.Dispose();
            throw NotRegular(path, kind);
        }

        return file;
    }

    /// <summary>What is there (links are followed), in words; null: a file, nothing, or the system does not say.</summary>
    public static string? Otherwise(string path) =>
        Directory.Exists(path) ? Name(0x4000)
        : NativeFiles.TryKind(path) is { } kind && (kind & KindMask) != RegularKind ? Name(kind)
        : null;

    /// <summary>A file of this machine; those of a share are read through <see cref="FileOperations"/>.</summary>
    /// <exception cref="IOException">As of <see cref="OpenRead"/>, or it is larger than the limit.</exception>
    public static byte[] ReadAll(string path, long limit = MaxSettingsBytes)
    {
        using SafeFileHandle file = OpenRead(path);
        ThrowIfTooLarge(path, RandomAccess.GetLength(file), limit);
        var bytes = new byte[RandomAccess.GetLength(file)];
        int filled = 0;
        while (filled < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(filled), filled) is > 0 and int count)
        {
            filled += count;
        }

        return bytes[..filled];
    }

    /// <exception cref="StorageException">It is.</exception>
    public static void ThrowIfTooLarge(string path, long length, long limit)
    {
        if (length > limit)
        {
            throw Lasting(path, string.Create(CultureInfo.InvariantCulture, $"the file is {length} bytes long; at most {limit} are read, so it is not used"));
        }
    }

    private static int OpenDescriptor(string path)
    {
        while (true)
        {
            int descriptor = Open(path, ReadingFlags);
            int error = Marshal.GetLastPInvokeError();
            if (descriptor >= 0)
            {
                return descriptor;
            }

            if (error != InterruptedCall)
            {
                throw Refusal(path, error);
            }
        }
    }

    private static Exception Refusal(string path, int error)
    {
        string message = $"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'";
        return error switch
        {
            2 => new FileNotFoundException(message, path),
            20 => new DirectoryNotFoundException(message),
            1 or 13 => new UnauthorizedAccessException(message),
            NoSuchDevice or NoDevice or NotSupported when NativeFiles.TryKind(path) is { } kind => NotRegular(path, kind),
            _ => new IOException(message, error),
        };
    }

    private static StorageException NotRegular(string path, int kind) =>
        Lasting(path, $"this is {Name(kind)}, not a file, and is not read; remove it or put a file in its place");

    private static string Name(int kind) => (kind & KindMask) switch
    {
        0x1000 => "a named pipe",
        0x2000 or 0x6000 => "a device",
        0x4000 => "a folder",
        0xC000 => "a socket",
        _ => "something else",
    };

    private static StorageException Lasting(string path, string reason) => new(path, reason, new IOException(reason)) { IsLasting = true };

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
