using System.IO.Enumeration;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// All data sets below a data root, found by their folders alone: none is looked into further than its first block. Links
/// are followed behind everything else, as a scan does. Immutable.
/// </summary>
internal sealed class DataSetIndex
{
    private const int MostFolders = 50_000;
    private const int MaxDepth = 16;
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Whether a key is one of cloud data, which begins with the experiment.</summary>
    private static readonly bool[] Origins = [true, false];
    private readonly ILookup<(string Key, bool IsCloud), DataSet> _byKey;
    private readonly ILookup<(string Slug, bool IsCloud), DataSet> _bySlug;

    private DataSetIndex(IReadOnlyList<DataSet> sets, bool isComplete)
    {
        Sets = sets;
        IsComplete = isComplete;
        (string Key, bool IsCloud, DataSet Set)[] keys =
        [
            .. sets.SelectMany(_ => Origins, (set, isCloud) => (Key: set.KeyOf(isCloud), isCloud, set))
                .Where(item => item.Key is not null)
                .Select(item => (item.Key!, item.isCloud, item.set)),
        ];
        _byKey = keys.ToLookup(item => (item.Key, item.IsCloud), item => item.Set);
        _bySlug = keys.ToLookup(item => (SlugOf(item.Key), item.IsCloud), item => item.Set);
    }

    /// <summary>Of no folder.</summary>
    public static DataSetIndex Empty { get; } = new([], isComplete: true);

    /// <summary>In ordinal order of their paths.</summary>
    public IReadOnlyList<DataSet> Sets { get; }

    /// <summary>False: some folder could not be looked into, or there are too many. It may hold a further data set.</summary>
    public bool IsComplete { get; }

    /// <summary>The original program's name of a data set as one name; several keys may have the same.</summary>
    public static string SlugOf(string key) => key.Replace('/', '_');

    public IReadOnlyList<DataSet> WithKey(string key, bool isCloud) => [.. _byKey[(UnicodeForm.ToNfc(key), isCloud)]];

    public IReadOnlyList<DataSet> WithSlug(string slug, bool isCloud) => [.. _bySlug[(UnicodeForm.ToNfc(slug), isCloud)]];

    /// <summary>Blocking. Never throws for what the file system says: <see cref="IsComplete"/> does.</summary>
    public static DataSetIndex Find(string dataRoot)
    {
        string rootPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataRoot));
        var experiments = new Experiments(rootPath);
        var visited = new HashSet<FolderIdentity>();
        var waiting = new Queue<Folder>([Folder.Root(rootPath)]);
        var links = new Queue<Folder>();
        List<string> found = [];
        int folders = 0;
        bool isComplete = true;
        while (folders < MostFolders && (waiting.TryDequeue(out Folder? folder) || links.TryDequeue(out folder)))
        {
            folders++;
            if (!visited.Add(folder.Identity) && folder.IsLinked)
            {
                continue;
            }

            (bool isDataSet, List<FolderEntry> below, bool isRead) = Look(folder, experiments);
            isComplete &= isRead && (folder.Depth < MaxDepth || below.Count == 0);
            if (isDataSet)
            {
                found.Add(folder.RelativePath);
            }

            foreach (FolderEntry entry in folder.Depth < MaxDepth ? below : [])
            {
                (entry.IsLink ? links : waiting).Enqueue(folder.Child(entry));
            }
        }

        found.Sort(StringComparer.Ordinal);
        return new DataSetIndex(Located(found, experiments, ref isComplete), isComplete && waiting.Count + links.Count == 0);
    }

    private static List<DataSet> Located(List<string> folders, Experiments experiments, ref bool isComplete)
    {
        List<DataSet> sets = [];
        foreach (string folder in folders)
        {
            try
            {
                sets.Add(experiments.Locate(folder));
            }
            catch (IOException)
            {
                isComplete = false;
            }
        }

        return sets;
    }

    /// <summary>Nothing below a data set is of interest; the root, which may be called so too, is looked through all the same.</summary>
    private static (bool IsDataSet, List<FolderEntry> Below, bool IsRead) Look(Folder folder, Experiments experiments)
    {
        List<FolderEntry> below = [];
        bool isNamed = Path.GetFileName(folder.Path) == DataSet.FolderName;
        bool isDataSet = false;
        bool hasTiles = false;
        try
        {
            foreach (FolderEntry entry in Entries(folder.Path))
            {
                if (!entry.IsDirectory)
                {
                    // A Zarr store.
                    return (false, [], true);
                }

                if (BlockId.IsBlockName(entry.Name))
                {
                    isDataSet = isNamed;
                    if (isDataSet && folder.Depth > 0)
                    {
                        return (true, [], true);
                    }
                }
                else
                {
                    hasTiles |= Experiments.IsTile(entry.Name);
                    below.Add(entry);
                }
            }

            experiments.Note(folder.Path, hasTiles);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The list of blocks names what cannot be read.
            return (isDataSet, below, false);
        }

        return (isDataSet, below, true);
    }

    private static FileSystemEnumerable<FolderEntry> Entries(string path) => new(path, FolderEntry.Of, Everything)
    {
        ShouldIncludePredicate = static (ref entry) => FolderContent.IsZarrMarker(entry.FileName) || (entry.FileName[0] != '.' && entry.IsDirectory),
    };
}
