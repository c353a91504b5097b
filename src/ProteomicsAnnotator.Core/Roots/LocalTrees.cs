using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>
/// The folders of this account in which decisions wait or are remembered: one per path of an annotations root and host name.
/// A root may be mounted elsewhere, and a machine renamed: which root a journal there belongs to is said by its first line,
/// so all of these folders are looked through. Blocking.
/// </summary>
internal sealed class LocalTrees(LabelShareSettings settings, SharedRoot root)
{
    /// <summary>Where this program writes.</summary>
    public string Own { get; } = Path.Combine(root.LocalFolder, JournalName.SafeHost(settings.HostName));

    /// <summary>Those of other paths and host names.</summary>
    /// <exception cref="StorageException">They cannot be listed.</exception>
    public IReadOnlyList<string> Others() =>
        [.. FoldersIn(Path.GetDirectoryName(root.LocalFolder)!).SelectMany(FoldersIn).Where(tree => tree != Own)];

    /// <summary>The root had the same path there.</summary>
    public bool IsOfThisPath(string path) => path.StartsWith(root.LocalFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path of the root that the tree's programs knew, as this machine remembers it; null: unknown.</summary>
    public string? RootPathOf(string tree) => RootMarker.ReadPath(settings.Files, Path.GetDirectoryName(tree)!);

    private IEnumerable<string> FoldersIn(string folder)
    {
        try
        {
            return [.. settings.Files.ListFolders(folder).Order(StringComparer.Ordinal).Select(name => Path.Combine(folder, name))];
        }
        catch (Exception error) when (StorageFault.IsMissing(error))
        {
            return [];
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(folder, error);
        }
    }
}
