using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>The files below a folder, whatever they are, as paths relative to it with <c>/</c>. Blocking, each folder within its limit.</summary>
internal sealed class FileTree(FileOperations files, BoundedReads reads, string root)
{
    /// <summary>Deeper than anything here: a link to a folder above would go on for ever.</summary>
    private const int MostFolders = 16;

    public string PathOf(string relative) => Path.Combine(root, relative);

    /// <summary>Sorted ordinally. A missing folder is an empty one.</summary>
    /// <param name="passesOver">Gets the path of a file or folder; true: neither it nor what is below it.</param>
    /// <exception cref="StorageException">A folder cannot be listed, or they nest without end.</exception>
    public IReadOnlyList<string> Files(Func<string, bool> passesOver)
    {
        List<string> found = [];
        Add("", 0, passesOver, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>Names of the folders right below the root, sorted. A missing root has none.</summary>
    /// <exception cref="StorageException">It cannot be listed.</exception>
    public IReadOnlyList<string> Folders() => [.. List(root).Folders.Order(StringComparer.Ordinal)];

    private void Add(string folder, int depth, Func<string, bool> passesOver, List<string> found)
    {
        if (depth > MostFolders)
        {
            throw new StorageException(PathOf(folder), "folders nest too deep here: is one a link to a folder above it?");
        }

        (IReadOnlyList<string> names, HashSet<string> folders) = List(PathOf(folder));
        foreach (string path in names.Select(name => folder.Length == 0 ? name : $"{folder}/{name}").Where(path => !passesOver(path)))
        {
            if (reads.One(PathOf(path), () => files.IsLink(PathOf(path)) && LeadsOut(PathOf(path))))
            {
                throw new StorageException(PathOf(path), "it is a link that leads out of this folder: what stands elsewhere is not taken. Replace it with what it leads to, or remove it");
            }

            if (folders.Contains(Path.GetFileName(path)))
            {
                Add(path, depth + 1, passesOver, found);
            }
            else
            {
                found.Add(path);
            }
        }
    }

    private bool LeadsOut(string link) =>
        !RealPath.Of(link).StartsWith(RealPath.Of(Path.TrimEndingDirectorySeparator(root)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private (IReadOnlyList<string> Names, HashSet<string> Folders) List(string folder)
    {
        try
        {
            return reads.One(folder, () => (files.ListFiles(folder), files.ListFolders(folder).ToHashSet(StringComparer.Ordinal)));
        }
        catch (StorageException error) when (error.InnerException is { } inner && StorageFault.IsMissing(inner))
        {
            return ([], []);
        }
    }
}
