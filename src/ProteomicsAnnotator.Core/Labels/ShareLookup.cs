using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Small questions about a share, answered from few files. Blocking.</summary>
internal sealed class ShareLookup(LabelShareSettings settings, SharedRoot root)
{
    private const int JournalsPerUser = 3;
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

    public IReadOnlyList<ClassNamesOnShare> ReadClassNames()
    {
        List<ClassNamesOnShare> found = [];
        foreach (string user in Folders(root.PathOf("history", "users")))
        {
            string folder = root.PathOf("history", "users", user);
            foreach (string journal in Journals(folder).Take(JournalsPerUser))
            {
                if (TryReadNames(Path.Combine(folder, journal + JournalName.Ending), out JournalHeader? header)
                    && !found.Exists(other => other.Names.SequenceEqual(header.Classes, StringComparer.Ordinal)))
                {
                    found.Add(new ClassNamesOnShare(header.Classes, user, header.Host));
                }
            }
        }

        return found;
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
