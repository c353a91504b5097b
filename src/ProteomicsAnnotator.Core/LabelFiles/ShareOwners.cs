using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles.Originals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// Whose labels the share holds: one place that says which files of <c>users</c> and which folders of <c>history/users</c>
/// are a person's. A name that differs from a username only in case is that person's; everything else that is none of the
/// program's own files (conflict copies, backups) is named and counts nowhere.
/// </summary>
/// <param name="Users">Sorted by username.</param>
/// <param name="Strangers">What counts nowhere, each named in words.</param>
/// <param name="Faults">Folders that could not be listed.</param>
internal sealed record ShareOwners(IReadOnlyList<OwnerFiles> Users, IReadOnlyList<string> Strangers, IReadOnlyList<StorageException> Faults)
{
    private const string Ending = ".json";

    /// <summary>Files and folders whose name is no username, by that name: they count where an admin has said whose they are.</summary>
    public IReadOnlyList<OddOwner> Odd { get; private init; } = [];

    /// <summary>Everything that labels may be in.</summary>
    public IEnumerable<OwnerFiles> All => Users.Concat(Odd.Select(odd => odd.Files));

    /// <summary>Blocking; bounded. A missing folder is an empty one.</summary>
    public static ShareOwners Find(FileOperations files, BoundedReads reads, string annotationsRoot) =>
        Find(files, reads, annotationsRoot, OriginalTree.Find(files, reads, annotationsRoot));

    /// <param name="files">Lists.</param>
    /// <param name="reads">Bounds each listing.</param>
    /// <param name="annotationsRoot">Of the share.</param>
    /// <param name="originals">Files of the original program; null: they are of no interest.</param>
    public static ShareOwners Find(FileOperations files, BoundedReads reads, string annotationsRoot, OriginalTree? originals)
    {
        string users = Path.Combine(annotationsRoot, "users");
        var journals = new JournalTree(files, reads, Path.Combine(annotationsRoot, "history"));
        List<string> strangers = [];
        List<StorageException> faults = [];
        var found = new SortedDictionary<string, OwnerFiles>(StringComparer.Ordinal);
        var odd = new SortedDictionary<string, OddOwner>(StringComparer.Ordinal);
        foreach (string name in List(() => reads.One(users, () => files.ListFiles(users)), faults).Order(StringComparer.Ordinal))
        {
            Sort(users, name, (found, odd), strangers);
        }

        IReadOnlyList<string> folders = List(journals.UserFolders, faults);
        foreach (string name in folders)
        {
            // On a share without letter case the folder bears the name it was made with.
            if (Username.TryParse(name, out string? username) && (name == username || (!folders.Contains(username, StringComparer.Ordinal) && Exists(files, reads, Path.Combine(journals.Users, username)))))
            {
                found[username] = Of(found, username) with { HasJournals = true };
            }
            else
            {
                strangers.Add($"{Path.Combine(journals.Users, name)} is nobody's folder of journals (a username in lower case): what is in it is not counted.");
            }
        }

        foreach ((string username, IReadOnlyList<string> paths) in originals?.Users ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
        {
            found[username] = Of(found, username) with { Originals = paths, OriginalsFault = originals!.PersonFaults.GetValueOrDefault(username) };
        }

        foreach ((string name, IReadOnlyList<string> paths) in originals?.Odd ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
        {
            OddOwner known = odd.GetValueOrDefault(name) ?? new OddOwner(new OwnerFiles(name), []);
            odd[name] = new OddOwner(
                known.Files with { Originals = paths, OriginalsFault = originals!.PersonFaults.GetValueOrDefault(name) },
                [.. known.Words, .. originals.OddFolders.Where(folder => Path.GetFileName(folder) == name).Select(folder => $"{folder} is nobody's folder of labels (expected a username): it is not counted.")]);
        }

        return new ShareOwners([.. found.Values], strangers, [.. faults, .. originals?.Faults ?? []]) { Odd = [.. odd.Values] };
    }

    /// <summary>The files of one person, whether there are any or not.</summary>
    public OwnerFiles Of(string username) =>
        Users.FirstOrDefault(user => user.Username == username) ?? new OwnerFiles(username);

    /// <summary>What is read under this name counts: it is a username, or somebody was said to have it.</summary>
    public bool IsSomebodys(string name, Func<string, bool> isSaid) => !Odd.Any(odd => odd.Files.Username == name) || isSaid(name);

    /// <summary>Files of <c>users</c> that the program, the original one or the system puts there and nobody's labels are in.</summary>
    public static bool IsKnownKind(string name) =>
        name.EndsWith("_display.json", StringComparison.OrdinalIgnoreCase)
        || (name[0] == '.' && !name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
        || name.Contains(".json.damaged-", StringComparison.Ordinal)
        || name is "Thumbs.db" or "desktop.ini"
        || OriginalTree.IsFolder(name);

    private static void Sort(string folder, string name, (SortedDictionary<string, OwnerFiles> Users, SortedDictionary<string, OddOwner> Odd) into, List<string> strangers)
    {
        if (IsKnownKind(name))
        {
            return;
        }

        string path = Path.Combine(folder, name);
        string stem = name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? name[..^Ending.Length] : "";
        if (stem.Trim() != stem || !Username.TryParse(stem, out string? username))
        {
            string words = $"{path} is nobody's file of labels (expected a username and {Ending}; perhaps a conflict copy or a backup): it is not counted.";
            if (stem.Length > 0 && name == stem + Ending)
            {
                into.Odd[stem] = new OddOwner(new OwnerFiles(stem) { HasFile = true }, [words]);
            }
            else
            {
                strangers.Add(words);
            }
        }
        else if (name == username + Ending)
        {
            into.Users[username] = Of(into.Users, username) with { HasFile = true };
        }
        else
        {
            OwnerFiles known = Of(into.Users, username);
            into.Users[username] = known with { Variants = [.. known.Variants, path] };
        }
    }

    private static OwnerFiles Of(SortedDictionary<string, OwnerFiles> found, string username) =>
        found.GetValueOrDefault(username) ?? new OwnerFiles(username);

    private static bool Exists(FileOperations files, BoundedReads reads, string folder)
    {
        try
        {
            return reads.One(folder, () => files.FolderExists(folder));
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static IReadOnlyList<string> List(Func<IReadOnlyList<string>> list, List<StorageException> faults)
    {
        try
        {
            return list();
        }
        catch (StorageException error)
        {
            if (error.InnerException is not { } inner || !StorageFault.IsMissing(inner))
            {
                faults.Add(error);
            }

            return [];
        }
    }
}

/// <summary>What the share holds under a name that is no username.</summary>
/// <param name="Files">By that name.</param>
/// <param name="Words">Why it is not counted, for each file and folder.</param>
internal sealed record OddOwner(OwnerFiles Files, IReadOnlyList<string> Words);

/// <summary>What the share holds of one person.</summary>
internal sealed record OwnerFiles(string Username)
{
    /// <summary><c>users/{username}.json</c> is there.</summary>
    public bool HasFile { get; init; }

    /// <summary>Paths of files in <c>users</c> whose name differs from the person's only in case.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>Paths of this person's files of the original program.</summary>
    public IReadOnlyList<string> Originals { get; init; } = [];

    /// <summary>Why further ones may be missing; null: these are all.</summary>
    public StorageException? OriginalsFault { get; init; }

    /// <summary>There is a folder of journals.</summary>
    public bool HasJournals { get; init; }
}
