using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// The journals of one folder: the only place where they are listed and read, for everyone. A missing folder is an empty
/// one; hidden files are none of ours. Blocking, each file within its limit; thread-safe.
/// </summary>
internal sealed class JournalDirectory(FileOperations files, BoundedReads reads, string folder)
{
    private const byte NewLine = (byte)'\n';

    public string Folder => folder;

    public string PathOf(string name) => Path.Combine(folder, name + JournalName.Ending);

    /// <summary>Without their ending, the newest first.</summary>
    /// <param name="deadline">Timestamp after which it is not begun; null: none.</param>
    /// <exception cref="StorageException">The folder could not be listed.</exception>
    public IReadOnlyList<string> Names(long? deadline = null) => List(deadline).Names;

    /// <summary>As <see cref="Names"/>, and the files beside them that count nowhere, each in words.</summary>
    /// <param name="deadline">Timestamp after which it is not begun; null: none.</param>
    /// <exception cref="StorageException">The folder could not be listed.</exception>
    public (IReadOnlyList<string> Names, IReadOnlyList<string> Strangers) List(long? deadline = null)
    {
        try
        {
            ILookup<bool, string> names = reads.One(folder, NamesInFolder, deadline: deadline).ToLookup(JournalName.IsJournal);
            return ([.. names[true]], [.. names[false].Select(Describe)]);
        }
        catch (StorageException error) when (error.InnerException is { } inner && StorageFault.IsMissing(inner))
        {
            return ([], []);
        }
    }

    /// <summary>Of all files that end like a journal, the newest first. Not bounded in time: for who lists several folders at once.</summary>
    /// <exception cref="IOException">The folder could not be listed.</exception>
    public IReadOnlyList<string> NamesInFolder() =>
    [
        .. files.ListFiles(folder)
            .Where(name => name.EndsWith(JournalName.Ending, StringComparison.Ordinal) && name[0] != '.')
            .Select(name => name[..^JournalName.Ending.Length])
            .OrderDescending(StringComparer.Ordinal),
    ];

    /// <summary>Null when there is no such journal.</summary>
    public FileStamp? Stat(string name) => files.Stat(PathOf(name));

    /// <summary>Several journals at once, each within the limit; the results are in the order of the names.</summary>
    /// <param name="names">As of <see cref="Names"/>.</param>
    /// <param name="read">Gets a name; one of the members below, as a rule.</param>
    /// <param name="deadline">Timestamp after which no further one is begun; null: none.</param>
    public IReadOnlyList<BoundedRead<T>> Each<T>(IReadOnlyList<string> names, Func<string, T> read, long? deadline = null)
    {
        Dictionary<string, string> byPath = names.ToDictionary(PathOf, StringComparer.Ordinal);
        return reads.Each([.. names.Select(PathOf)], path => read(byPath[path]), deadline: deadline);
    }

    /// <summary>The first line, which never changes, and whether a decision follows it.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public JournalHead ReadHead(string name)
    {
        using SafeFileHandle file = files.Open(PathOf(name), FileMode.Open, FileAccess.Read);
        long length = files.Length(file);
        var bytes = new byte[Math.Min(length, JournalBounds.MaxLineBytes + 8)];
        int filled = Fill(file, bytes, 0);
        int end = bytes.AsSpan(0, filled).IndexOf(NewLine);
        return new JournalHead(
            end < 0 ? null : JournalHeader.TryParse(bytes.AsMemory(0, end)),
            IsWhole: end >= 0,
            HasDecision: end >= 0 && bytes.AsSpan(end + 1, filled - end - 1).StartsWith("{\"seq\""u8),
            length);
    }

    /// <summary>The decisions in its last bytes, in the order of the lines.</summary>
    /// <param name="name">As of <see cref="Names"/>.</param>
    /// <param name="stamp">How long it is.</param>
    /// <param name="bytes">How much is read.</param>
    /// <returns>Also whether that is the whole journal.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public (IReadOnlyList<LabelEvent> Decisions, bool IsWhole) ReadEnd(string name, FileStamp stamp, int bytes)
    {
        var end = new byte[Math.Min(bytes, stamp.Length)];
        bool isWhole = end.Length == stamp.Length;
        using SafeFileHandle file = files.Open(PathOf(name), FileMode.Open, FileAccess.Read);
        int count = Fill(file, end, stamp.Length - end.Length);
        int start = isWhole ? 0 : end.AsSpan(0, count).IndexOf(NewLine) + 1;
        return (JournalContent.Parse(end.AsMemory(start, count - start), name, startsWithHeader: false).Events, isWhole);
    }

    /// <summary>The whole journal.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public JournalContent ReadAll(string name) => JournalContent.Parse(files.ReadAll(PathOf(name)), name, startsWithHeader: true);

    /// <summary>Its bytes from a position on.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[] ReadFrom(string name, long offset) => files.ReadFrom(PathOf(name), offset);

    private string Describe(string stranger) =>
        $"{PathOf(stranger)} is no journal (expected {{start}}-{{host}}-{{random}}{JournalName.Ending}; perhaps a conflict copy or a backup): it is not counted.";

    private int Fill(SafeFileHandle file, byte[] bytes, long offset)
    {
        int filled = 0;
        while (filled < bytes.Length && files.Read(file, bytes.AsSpan(filled), offset + filled) is > 0 and int count)
        {
            filled += count;
        }

        return filled;
    }
}

/// <summary>How a journal begins.</summary>
/// <param name="Header">Null: the first line is none, or not whole yet.</param>
/// <param name="IsWhole">There is a whole first line.</param>
/// <param name="HasDecision">A decision follows it.</param>
/// <param name="Length">Of the file.</param>
internal readonly record struct JournalHead(JournalHeader? Header, bool IsWhole, bool HasDecision, long Length);
