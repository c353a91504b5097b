using System.Globalization;
using System.Security.Cryptography;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Whether one file's unparsable bytes have stayed the same for ten seconds: before that another program may be half-way
/// through writing it. Not thread-safe.
/// </summary>
internal sealed class LastingDamage(TimeProvider time)
{
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    private byte[]? _hash;
    private long _since;

    /// <summary>To be told of every reading that found the file damaged; the first one starts the time.</summary>
    public bool IsLasting(ReadOnlySpan<byte> bytes)
    {
        byte[] hash = SHA256.HashData(bytes);
        long now = time.GetTimestamp();
        if (_hash is null || !_hash.AsSpan().SequenceEqual(hash))
        {
            _hash = hash;
            _since = now;
        }

        return time.GetElapsedTime(_since, now) >= Least;
    }

    /// <summary>The file could be read, or is gone.</summary>
    public void Clear() => _hash = null;

    /// <summary>Never over another file. Returns the name it has now.</summary>
    /// <exception cref="IOException">As of <see cref="FileOperations.RenameIfAbsent"/>; the file is where it was.</exception>
    public string SetAside(FileOperations files, string path)
    {
        string at = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string aside = path + ".damaged-" + at;
        files.RenameIfAbsent(path, aside);
        Clear();
        return aside;
    }
}
