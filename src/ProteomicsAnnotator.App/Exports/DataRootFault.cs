using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>
/// A data root that is missing, or holds no blocks although labels of its blocks exist, is not mounted or was emptied. No
/// figure is computed from it, and no good file is overwritten by an empty one.
/// </summary>
internal static class DataRootFault
{
    /// <summary>Null when the data root is usable.</summary>
    /// <param name="dataRoot">The configured one.</param>
    /// <param name="exists">The folder is there.</param>
    /// <param name="blocks">How many blocks it holds.</param>
    /// <param name="share">For the labels.</param>
    public static StorageException? Of(string dataRoot, bool exists, int blocks, ShareSnapshot share)
    {
        if (!exists)
        {
            return new StorageException(dataRoot, "there is no such folder of blocks: not mounted?");
        }

        int labels = share.Votes.Users.Sum(user => user.Votes.Count) + share.FinalLabels.Labels.Keys.Count(key => key.Root is null);
        return blocks > 0 || labels == 0
            ? null
            : new StorageException(dataRoot, $"the folder holds no blocks, but there {(labels == 1 ? "is" : "are")} {Counted.Of(labels, "label")} of its blocks: not mounted, or emptied?");
    }

    /// <summary>There is none: perhaps the wrong folder.</summary>
    public static StorageException NoBlocks(string dataRoot) =>
        new(dataRoot, $"the folder holds no blocks (folders named {BlockId.NameForm}): is it the right one?");

    /// <summary>How many labels belong to missing blocks, in words; null: none.</summary>
    public static string? Vanished(string dataRoot, ReviewTable table) => table.Vanished.Count == 0
        ? null
        : table.Vanished.Count == 1
            ? $"1 label is of a block that is not in {dataRoot}; it counts nowhere."
            : $"{Counted.Of(table.Vanished.Count, "label")} are of blocks that are not in {dataRoot}; they count nowhere.";
}
