using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles.Originals;

/// <summary>
/// Which files of the original program lie below an annotations root: <c>users/{local|cloud}/{user}/{first part of the
/// key}/{rest}.json</c> and <c>admin/{local|cloud}/{slug}_final_labels.json</c>.
/// </summary>
/// <param name="Users">Paths by username, sorted.</param>
/// <param name="Finals">Paths of final labels, sorted.</param>
/// <param name="Faults">Folders of many that could not be listed.</param>
/// <param name="PersonFaults">By username, a person's folders that could not be listed.</param>
internal sealed record OriginalTree(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Users,
    IReadOnlyList<string> Finals,
    IReadOnlyList<StorageException> Faults,
    IReadOnlyDictionary<string, StorageException> PersonFaults)
{
    /// <summary>Folders whose name is no username: paths of the files in them by that name, sorted.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Odd { get; private init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The same folders.</summary>
    public IReadOnlyList<string> OddFolders { get; private init; } = [];

    /// <summary>Folder of labels of cloud data.</summary>
    public const string Cloud = "cloud";

    public const string FinalsEnding = "_final_labels.json";
    private const string Local = "local";
    private const string Display = "display_preferences";
    private const string Ending = ".json";
    private const int MostFolders = 20_000;

    /// <summary>Blocking; bounded. A missing folder is an empty one.</summary>
    /// <param name="files">Lists.</param>
    /// <param name="reads">Bounds each listing.</param>
    /// <param name="annotationsRoot">Of the share.</param>
    /// <param name="only">Labels of this person alone; null: of everyone.</param>
    public static OriginalTree Find(FileOperations files, BoundedReads reads, string annotationsRoot, string? only = null)
    {
        var users = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var odd = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        List<string> oddFolders = [];
        List<StorageException> faults = [];
        Dictionary<string, StorageException> personFaults = new(StringComparer.Ordinal);
        foreach (string kind in new[] { Cloud, Local })
        {
            string folder = Path.Combine(annotationsRoot, "users", kind);
            List<(string Path, string Name, bool IsOdd)> people = [];
            foreach (string name in List(reads, folder, files.ListFolders, faults).Where(name => name[0] != '.').Order(StringComparer.Ordinal))
            {
                if (Username.TryParse(name, out string? username) && name.Trim() == name)
                {
                    people.Add((Path.Combine(folder, name), username, false));
                }
                else
                {
                    people.Add((Path.Combine(folder, name), name, true));
                    oddFolders.Add(Path.Combine(folder, name));
                }
            }

            (string Path, string Name, bool IsOdd)[] wanted = [.. people.Where(person => only is null || (!person.IsOdd && person.Name == only))];
            IReadOnlyList<BoundedRead<List<string>>> found = reads.Each([.. wanted.Select(person => person.Path)], path => FilesBelow(files, path));
            for (int i = 0; i < wanted.Length; i++)
            {
                Take(wanted[i].IsOdd ? odd : users, wanted[i].Name, found[i], personFaults);
            }
        }

        return new OriginalTree(Lists(users), [], faults, personFaults) { Odd = Lists(odd), OddFolders = oddFolders };
    }

    /// <summary>As <see cref="Find"/>, of final labels alone.</summary>
    public static OriginalTree FindFinals(FileOperations files, BoundedReads reads, string annotationsRoot)
    {
        List<string> finals = [];
        List<StorageException> faults = [];
        foreach (string kind in new[] { Cloud, Local })
        {
            string folder = Path.Combine(annotationsRoot, "admin", kind);
            finals.AddRange(List(reads, folder, files.ListFiles, faults)
                .Where(name => name[0] != '.' && name.EndsWith(FinalsEnding, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Path.Combine(folder, name)));
        }

        return new OriginalTree(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), finals, faults, new Dictionary<string, StorageException>(StringComparer.Ordinal));
    }

    private static Dictionary<string, IReadOnlyList<string>> Lists(SortedDictionary<string, List<string>> paths) =>
        paths.ToDictionary(person => person.Key, person => (IReadOnlyList<string>)person.Value, StringComparer.Ordinal);

    /// <summary>A folder of <c>users</c> that is no person.</summary>
    public static bool IsFolder(string name) => name is Local or Cloud or Display;

    /// <summary>Path of a person's display preferences, whatever the case of its name; null: there are none.</summary>
    public static string? DisplayOf(FileOperations files, BoundedReads reads, string annotationsRoot, string username, TimeSpan limit)
    {
        string folder = Path.Combine(annotationsRoot, "users", Display);
        string? name = List(reads, folder, files.ListFiles, [], limit).Order(StringComparer.Ordinal)
            .LastOrDefault(name => name.Equals(username + Ending, StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Path.Combine(folder, name);
    }

    /// <summary>The file is one of cloud data; else of local data.</summary>
    public static bool IsCloud(string annotationsRoot, string path) =>
        Path.GetRelativePath(annotationsRoot, path).Split(Path.DirectorySeparatorChar) is [_, Cloud, ..];

    private static void Take(SortedDictionary<string, List<string>> users, string username, BoundedRead<List<string>> found, Dictionary<string, StorageException> faults)
    {
        if (!users.TryGetValue(username, out List<string>? paths))
        {
            users[username] = paths = [];
        }

        paths.AddRange(found.Value ?? []);
        if (found.Error is { } error && !(error.InnerException is { } inner && StorageFault.IsMissing(inner)))
        {
            faults[username] = error;
        }
    }

    private static List<string> FilesBelow(FileOperations files, string person)
    {
        List<string> paths = [.. Jsons(files, person)];
        foreach (string folder in files.ListFolders(person).Where(name => name[0] != '.').Order(StringComparer.Ordinal).Take(MostFolders))
        {
            paths.AddRange(Jsons(files, Path.Combine(person, folder)));
        }

        return paths;
    }

    private static IEnumerable<string> Jsons(FileOperations files, string folder) => files.ListFiles(folder)
        .Where(name => name[0] != '.' && name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal)
        .Select(name => Path.Combine(folder, name));

    private static IReadOnlyList<string> List(BoundedReads reads, string folder, Func<string, IReadOnlyList<string>> list, List<StorageException> faults, TimeSpan? limit = null)
    {
        try
        {
            return reads.One(folder, () => list(folder), limit);
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
