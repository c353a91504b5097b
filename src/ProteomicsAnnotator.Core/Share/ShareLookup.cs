using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.LabelFiles.Originals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>Small questions about a share, answered from few files. Blocking.</summary>
internal sealed class ShareLookup(LabelShareSettings settings, SharedRoot root)
{
    private const int JournalsPerUser = 10;
    private readonly FileOperations _files = settings.Files;

    public KnownUser LookUp(string username)
    {
        LabelOwner owner = LabelOwner.OfUser(username);
        JsonRead<LabelFile> read = Read(owner.DerivedPath(root), username);
        JsonRead<LabelFile> browsed = Read(owner.BrowsedPath(root)!, username);
        if (read.Outcome == ReadOutcome.Unreadable)
        {
            return new KnownUser(null, 0, null) { Problem = read.Error?.Reason };
        }

        int count = new[] { read.Value, browsed.Value }.OfType<LabelFile>().SelectMany(Labelled).Distinct().Count();
        string? journal = root.JournalsOf(owner).Names() is [var newest, ..] ? newest : null;
        bool hasOriginals = count == 0 && OriginalTree.Find(_files, root.Reads, settings.AnnotationsRoot, username).Users.GetValueOrDefault(username) is { Count: > 0 };
        bool isKnown = read.Outcome != ReadOutcome.Missing || journal is not null || hasOriginals;
        bool isThere = root.State.IsAvailable || root.IsReadable;
        return new KnownUser(isKnown || isThere ? isKnown : null, count, journal is null ? null : JournalName.HostOf(journal))
        {
            HasOnlyOriginals = hasOriginals,
            Problem = read.Error?.Reason ?? browsed.Error?.Reason ?? (isThere ? null : root.State.Reason),
        };
    }

    private JsonRead<LabelFile> Read(string path, string username) => root.Reads.One(
        path, () => JsonFile.Read(_files, path, bytes => LabelFile.Parse(bytes, LabelFileShape.User, username)), settings.Limits.Answer / 2);

    /// <summary>Folder and block; older versions kept the labels of other folders beside those of the data root.</summary>
    private static IEnumerable<(string? Folder, string Block)> Labelled(LabelFile file) =>
    [
        .. file.Flat.Where(entry => entry.Value.Label is not null).Select(entry => ((string?)null, $"{entry.Key}")),
        .. file.Nested.SelectMany(folder => folder.Value
            .Where(entry => entry.Value.Label is not null)
            .Select(entry => ((string?)$"{folder.Key}", $"{entry.Key}"))),
    ];

    /// <summary>
    /// The list under which someone labelled here last: of the journals with a decision the one written to last, by the
    /// file server's clock, since the machines' own may be hours apart. Null: nobody has labelled yet. Whoever labelled under
    /// changed names was asked then, so older lists do not count.
    /// </summary>
    public ClassNamesOnShare? ReadClassNames()
    {
        IEnumerable<(JournalDirectory Journals, string User, string Name, FileStamp Stamp)> newestFirst = Users()
            .SelectMany(NewestOf)
            .OrderByDescending(journal => journal.Stamp.ModifiedNs)
            .ThenByDescending(journal => journal.Journals.PathOf(journal.Name), StringComparer.Ordinal);
        foreach ((JournalDirectory journals, string user, string name, _) in newestFirst)
        {
            JournalHead head = journals.Each([name], journals.ReadHead)[0].Value;
            if (head is { HasDecision: true, Header: { Classes.Count: > 0 } header })
            {
                return new ClassNamesOnShare(header.Classes, user, header.Host);
            }
        }

        return null;
    }

    private IEnumerable<string> Users() =>
        ShareOwners.Find(_files, root.Reads, settings.AnnotationsRoot, originals: null).Users.Where(user => user.HasJournals).Select(user => user.Username);

    /// <summary>Leaves out files that cannot be read: the others are still worth a question.</summary>
    private IEnumerable<(JournalDirectory Journals, string User, string Name, FileStamp Stamp)> NewestOf(string user)
    {
        JournalDirectory journals = root.JournalsOf(LabelOwner.OfUser(user));
        IReadOnlyList<string> names;
        try
        {
            names = [.. journals.Names().Take(JournalsPerUser)];
        }
        catch (StorageException)
        {
            return [];
        }

        return names.Zip(journals.Each(names, journals.Stat))
            .Where(journal => journal.Second.Value is not null)
            .Select(journal => (journals, user, journal.First, journal.Second.Value!.Value));
    }
}

/// <summary>What sign-in shows of a name: "known: 1,204 labels, last on HOST" or "new annotator".</summary>
/// <param name="IsKnown">There is a user file or a journal; null when the share did not answer in time.</param>
/// <param name="LabelCount">Labels in the user's files, those of browsed folders too.</param>
/// <param name="LastHost">Where the newest journal was begun; null when there is none.</param>
public sealed record KnownUser(bool? IsKnown, int LabelCount, string? LastHost)
{
    /// <summary>There are files of the original program, whose labels nobody has taken over yet, and no other label.</summary>
    public bool HasOnlyOriginals { get; init; }

    /// <summary>Why the share cannot say it, for <see cref="IsKnown"/> null.</summary>
    public string? Problem { get; init; }
}
