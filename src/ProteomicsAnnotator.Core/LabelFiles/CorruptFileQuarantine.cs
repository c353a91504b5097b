using System.Globalization;
using System.Security.Cryptography;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// Whether one file's unparsable bytes, or the stamp over them, have stayed the same for ten seconds: before that another program may be half-way
/// through writing it. Not thread-safe.
/// </summary>
internal sealed class CorruptFileQuarantine(TimeProvider time)
{
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    private string? _state;
    private long _since;

    /// <summary>Reports a reading that found the file damaged; the first one starts the time.</summary>
    public bool IsLasting(ReadOnlySpan<byte> bytes) => IsLastingAs(Convert.ToHexString(SHA256.HashData(bytes)));

    /// <summary>For a reader of the file's stamp, not of its bytes; null: the stamp is unknown.</summary>
    public bool IsLasting(FileStamp? stamp) => IsLastingAs(stamp?.ToString() ?? "");

    private bool IsLastingAs(string state)
    {
        long now = time.GetTimestamp();
        if (_state != state)
        {
            _state = state;
            _since = now;
        }

        return time.GetElapsedTime(_since, now) >= Least;
    }

    /// <summary>The file could be read, or is gone.</summary>
    public void Clear() => _state = null;

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
