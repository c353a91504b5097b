using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// Thumbnails on this machine's disk, so that a gallery that was seen once is there at once. A thumbnail is found by its files
/// and their state: a file that changed has another one. It may be deleted at any time; a disk that fails costs only speed.
/// </summary>
/// <param name="folder">Made with the first thumbnail.</param>
/// <param name="maxBytes">When there is more, the oldest go until a fifth is free.</param>
public sealed class ThumbnailFiles(string folder, long maxBytes)
{
    /// <summary>Changes with the bytes of a thumbnail.</summary>
    private const string Format = "3";

    /// <summary>Bytes of the SHA-256 ahead of the thumbnail.</summary>
    private const int Digest = 32;

    /// <summary>After so many writes the folder is counted again: another program may write there, too.</summary>
    private const int CountEvery = 1000;

    private const string Ending = ".thumbnail";
    private readonly FileOperations _files = new();
    private readonly Lock _gate = new();
    private long? _bytes;
    private int _written;

    /// <summary>Looks at the block's files.</summary>
    /// <returns>What its thumbnail is found by; null when a file cannot be looked at.</returns>
    public static string? KeyOf(Block block, ThumbnailKind kind)
    {
        var text = new StringBuilder($"{Format}\n{kind}\n{block.Focus}");
        foreach (ChannelFile file in block.Channels)
        {
            if (ChannelVersion.Of(file, block.Point) is not { } version)
            {
                return null;
            }

            _ = text.Append('\n').Append(file.Path).Append('\n').Append(file.Name).Append('\n').Append(version).Append('\n').Append(block.Point?.Start).Append(block.Point?.Grid).Append(file.Part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Null: there is none.</summary>
    public byte[]? TryRead(string key)
    {
        try
        {
            string path = PathOf(key);
            if (!File.Exists(path))
            {
                return null;
            }

            byte[] file = _files.ReadAll(path);
            if (file.Length > Digest && SHA256.HashData(file.AsSpan(Digest)).AsSpan().SequenceEqual(file.AsSpan(0, Digest)))
            {
                return file[Digest..];
            }

            // A power cut may leave half a file, or one of zeros.
            _ = _files.TryDelete(path);
            return null;
        }
        catch (Exception e) when (e is StorageException || StorageFault.IsFileError(e))
        {
            return null;
        }
    }

    public void TryWrite(string key, byte[] bytes)
    {
        string path = PathOf(key);
        string temp = $"{path}.{Guid.NewGuid():N}";
        try
        {
            _files.CreateFolder(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(temp, [.. SHA256.HashData(bytes), .. bytes]);
            _files.Rename(temp, path);
            Note(Digest + bytes.Length);
        }
        catch (Exception e) when (e is StorageException || StorageFault.IsFileError(e))
        {
            _ = _files.TryDelete(temp);
        }
    }

    private string PathOf(string key) => Path.Combine(folder, key[..2], key[2..] + Ending);

    private void Note(long added)
    {
        lock (_gate)
        {
            _bytes = _bytes is { } known && ++_written % CountEvery != 0 ? known + added : Found().Sum(file => file.Length);
            if (_bytes > maxBytes)
            {
                _bytes = MakeRoom();
            }
        }
    }

    /// <returns>What is left, in bytes.</returns>
    private long MakeRoom()
    {
        FileInfo[] oldest = [.. Found().OrderBy(file => file.LastWriteTimeUtc)];
        long left = oldest.Sum(file => file.Length);
        foreach (FileInfo file in oldest.TakeWhile(_ => left > maxBytes / 5 * 4))
        {
            if (_files.TryDelete(file.FullName))
            {
                left -= file.Length;
            }
        }

        return left;
    }

    private IEnumerable<FileInfo> Found() => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories);
}
