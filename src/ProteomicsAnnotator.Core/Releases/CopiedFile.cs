using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>
/// A file of the share on its way into a release or a backup: streamed, so that its size costs no memory. What cannot be read is
/// tried three times, 50 and 100 ms apart.
/// </summary>
internal static class CopiedFile
{
    private const int BufferBytes = 1 << 18;
    private const byte NewLine = (byte)'\n';
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)];

    /// <param name="files">Reads.</param>
    /// <param name="source">Its path.</param>
    /// <param name="name">As the manifest names it.</param>
    /// <param name="length">How much of it, where it only grows; null: all there is when it is opened.</param>
    /// <param name="target">Gets the bytes.</param>
    /// <exception cref="StorageException">It cannot be read, or is shorter by now.</exception>
    /// <exception cref="IOException">The target cannot be written.</exception>
    public static FileDigest Copy(FileOperations files, string source, string name, long? length, Stream target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferBytes];
        long begin = target.CanSeek ? target.Position : 0;
        long whole = length ?? 0;
        long done = 0;
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                using SafeFileHandle file = Reading(source, () => files.Open(source, FileMode.Open, FileAccess.Read));
                whole = length ?? Reading(source, () => files.Length(file));
                while (done < whole)
                {
                    int count = Reading(source, () => files.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, whole - done)), done));
                    if (count == 0)
                    {
                        throw new StorageException(source, $"it became shorter while it was copied (found {done} bytes, expected {whole})") { IsLasting = true };
                    }

                    hash.AppendData(buffer, 0, count);
                    target.Write(buffer, 0, count);
                    done += count;
                }

                return new FileDigest(name, whole, Convert.ToHexStringLower(hash.GetHashAndReset()));
            }
            catch (StorageException error) when (!error.IsLasting && error.Path == source && attempt < Pauses.Length && (length is not null || done == 0 || target.CanSeek))
            {
                // What only grows goes on where it was; another one may stand in the place of a file that is replaced whole.
                if (length is null && done > 0)
                {
                    _ = hash.GetHashAndReset();
                    target.SetLength(begin);
                    target.Position = begin;
                    done = 0;
                }

                Thread.Sleep(Pauses[attempt]);
            }
        }
    }

    /// <summary>Bytes up to its last line end, and all: what is between is torn, or being written.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public static (long Whole, long Length) WholeLinesOf(FileOperations files, string source)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return Reading(source, () => FindLastLineEnd(files, source));
            }
            catch (StorageException error) when (!error.IsLasting && attempt < Pauses.Length)
            {
                Thread.Sleep(Pauses[attempt]);
            }
        }
    }

    private static (long Whole, long Length) FindLastLineEnd(FileOperations files, string source)
    {
        using SafeFileHandle file = files.Open(source, FileMode.Open, FileAccess.Read);
        byte[] buffer = new byte[4096];
        long length = files.Length(file);
        for (long end = length; end > 0;)
        {
            long start = Math.Max(0, end - buffer.Length);
            int count = 0;
            while (count < end - start && files.Read(file, buffer.AsSpan(count, (int)(end - start) - count), start + count) is > 0 and int got)
            {
                count += got;
            }

            int last = buffer.AsSpan(0, count).LastIndexOf(NewLine);
            if (last >= 0)
            {
                return (start + last + 1, length);
            }

            end = start;
        }

        return (0, length);
    }

    /// <summary>A failure names the source: the target's own is another one's to tell.</summary>
    private static T Reading<T>(string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(source, error);
        }
    }
}
