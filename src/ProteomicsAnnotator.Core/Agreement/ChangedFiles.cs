using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// Compares the channel files that people saw when they gave their labels (file, size and time in the journals) with those
/// that are there now. A label without that record, or a channel that could not be read then, says nothing.
/// </summary>
public static class ChangedFiles
{
    /// <summary>By block, then username, then file. Blocking: looks at every channel file of a labelled block once.</summary>
    public static IReadOnlyList<ChangedLabel> Find(IReadOnlyList<Block> blocks, ShareSnapshot share)
    {
        var folders = blocks.ToDictionary(block => block.Id, block => block.Folder);
        Dictionary<string, string?> versions = new(StringComparer.Ordinal);
        List<ChangedLabel> found = [];
        foreach ((string username, LabelSnapshot labels) in share.Owners)
        {
            foreach (LabelEntry entry in labels.Labels.Values)
            {
                if (entry.Key.Root is null && folders.TryGetValue(entry.Key.Block, out string? folder))
                {
                    found.AddRange(entry.Seen
                        .Where(seen => seen.Version != SeenFile.Failed && IsFileName(seen.File))
                        .Select(seen => new ChangedLabel(entry.Key.Block, username, seen.File, seen.Version, VersionOf(Path.Combine(folder, seen.File), versions)))
                        .Where(label => label.Now != label.Seen));
                }
            }
        }

        return [.. found.OrderBy(label => label.Block).ThenBy(label => label.Username, StringComparer.Ordinal).ThenBy(label => label.File, StringComparer.Ordinal)];
    }

    // What a journal says never becomes a path out of the block's folder.
    private static bool IsFileName(string file) => file.Length > 0 && file is not ("." or "..") && file.IndexOfAny(['/', '\\', '\0']) < 0;

    private static string? VersionOf(string path, Dictionary<string, string?> versions)
    {
        if (!versions.TryGetValue(path, out string? version))
        {
            try
            {
                version = FileVersion.Of(path)?.ToString();
            }
            catch (Exception error) when (StorageFault.IsFileError(error))
            {
                version = StorageFault.Describe(error);
            }

            versions[path] = version;
        }

        return version;
    }
}
