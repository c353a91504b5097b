using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Transfer;

/// <summary>
/// The journals of a <see cref="StoreMirror"/>: lines of the database, each appended once and in the order of its journal, however
/// often and from wherever it comes. Not flushed: the database has them. Thread-safe.
/// </summary>
/// <param name="files">Writes here and nowhere else.</param>
/// <param name="root">The folder.</param>
internal sealed class MirrorLines(FileOperations files, string root)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Written> _journals = new(StringComparer.Ordinal);

    /// <returns>The owners who have news.</returns>
    /// <exception cref="IOException">This machine's disk does not take them: they are to be given again.</exception>
    public HashSet<string> Take(IReadOnlyList<StoredLine> lines)
    {
        HashSet<string> owners = new(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (IGrouping<string, StoredLine> journal in lines.GroupBy(line => StorePaths.PathOf(line.Owner, line.Journal), StringComparer.Ordinal).Where(group => StorePaths.IsSound(group.Key)))
            {
                if (Append_NeedsLock(journal.Key, journal))
                {
                    _ = owners.Add(journal.First().Owner);
                }
            }
        }

        return owners;
    }

    private bool Append_NeedsLock(string name, IEnumerable<StoredLine> lines)
    {
        string path = Path.Combine([root, .. name.Split('/')]);
        if (!_journals.TryGetValue(name, out Written? written))
        {
            _journals[name] = written = new Written(files.Stat(path) is null ? 0 : files.ReadAll(path).AsSpan().Count((byte)'\n'));
        }

        foreach (StoredLine line in lines.Where(line => line.Number > written.Count))
        {
            written.Early[line.Number] = line;
        }

        using var bytes = new MemoryStream();
        long count = written.Count;
        while (written.Early.TryGetValue(count + 1, out StoredLine? next))
        {
            bytes.Write(next.Bytes.Span);
            bytes.WriteByte((byte)'\n');
            count++;
        }

        if (count == written.Count)
        {
            return false;
        }

        files.CreateFolder(Path.GetDirectoryName(path)!);
        using SafeFileHandle file = files.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        long end = files.Length(file);
        try
        {
            files.Write(file, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), end);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            files.SetLength(file, end);
            throw;
        }

        for (; written.Count < count; written.Count++)
        {
            _ = written.Early.Remove(written.Count + 1);
        }

        return true;
    }

    /// <param name="count">Lines in the file.</param>
    private sealed class Written(long count)
    {
        public long Count { get; set; } = count;

        /// <summary>Lines that came before one that lies between.</summary>
        public Dictionary<long, StoredLine> Early { get; } = [];
    }
}
