using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Small questions about a share, answered from few files. Blocking.</summary>
internal sealed class ShareLookup(LabelShareSettings settings, SharedRoot root)
{
    private const int JournalsPerUser = 10;
    private const int HeaderBytes = 16 * 1024;
    private readonly FileOperations _files = settings.Files;

    public KnownUser LookUp(string username)
    {
        LabelLogSettings owner = LabelLogSettings.OfUser(username);
        JsonRead<LabelFile> read = JsonFile.Read(_files, owner.DerivedPath(root), bytes => LabelFile.Parse(bytes, LabelFileShape.User));
        if (read.Outcome == ReadOutcome.Unreadable)
        {
            return new KnownUser(null, 0, null) { Problem = read.Error?.Reason };
        }

        int count = read.Value is { } file
            ? file.Flat.Values.Count(entry => entry.Label is not null) + file.Nested.Values.Sum(folder => folder.Values.Count(entry => entry.Label is not null))
            : 0;
        string? journal = Journals(owner.JournalPath(root)).FirstOrDefault();
        bool isKnown = read.Outcome != ReadOutcome.Missing || journal is not null;
        return new KnownUser(isKnown, count, journal is null ? null : JournalName.HostOf(journal)) { Problem = read.Error?.Reason };
    }

    /// <summary>
    /// The list under which someone labelled here last: of the journals with a decision the one written to last, by the
    /// file server's clock, since the machines' own may be hours apart. Null: nobody has labelled yet. Who went on under
    /// changed names was asked, so older lists ask nobody again.
    /// </summary>
    public ClassNamesOnShare? ReadClassNames()
    {
        IEnumerable<(string User, string Path, FileStamp Stamp)> newestFirst = Folders(root.PathOf("history", "users"))
            .SelectMany(NewestOf)
            .OrderByDescending(journal => journal.Stamp.ModifiedNs)
            .ThenByDescending(journal => journal.Path, StringComparer.Ordinal);
        foreach ((string user, string path, _) in newestFirst)
        {
            if (TryReadNames(path, out JournalHeader? header))
            {
                return new ClassNamesOnShare(header.Classes, user, header.Host);
            }
        }

        return null;
    }

    private List<(string User, string Path, FileStamp Stamp)> NewestOf(string user)
    {
        string folder = root.PathOf("history", "users", user);
        List<(string User, string Path, FileStamp Stamp)> found = [];
        foreach (string name in TryList(folder).Take(JournalsPerUser))
        {
            string path = Path.Combine(folder, name + JournalName.Ending);
            if (TryStat(path) is { } stamp)
            {
                found.Add((user, path, stamp));
            }
        }

        return found;
    }

    /// <summary>Null also for a journal that cannot be looked at: what the others say is still worth asking about.</summary>
    private FileStamp? TryStat(string path)
    {
        try
        {
            return _files.Stat(path);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return null;
        }
    }

    private List<string> TryList(string folder)
    {
        try
        {
            return Journals(folder);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return [];
        }
    }

    /// <summary>Newest first; names only.</summary>
    private List<string> Journals(string folder)
    {
        try
        {
            return [.. _files.ListFiles(folder)
                .Where(name => name.EndsWith(JournalName.Ending, StringComparison.Ordinal))
                .Select(name => name[..^JournalName.Ending.Length])
                .OrderDescending(StringComparer.Ordinal)];
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
    }

    private IReadOnlyList<string> Folders(string folder)
    {
        try
        {
            return _files.ListFolders(folder);
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
    }

    /// <summary>Only of journals with a decision: opening a program uses no class number.</summary>
    private bool TryReadNames(string path, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JournalHeader? header)
    {
        header = null;
        try
        {
            var bytes = new byte[HeaderBytes];
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = _files.Open(path, FileMode.Open, FileAccess.Read);
            int length = _files.Read(file, bytes, 0);
            int end = bytes.AsSpan(0, length).IndexOf((byte)'\n');
            if (end < 0 || !bytes.AsSpan(end + 1, length - end - 1).StartsWith("{\"seq\""u8))
            {
                return false;
            }

            header = JournalHeader.TryParse(bytes.AsMemory(0, end));
            return header is { Classes.Count: > 0 };
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return false;
        }
    }
}
