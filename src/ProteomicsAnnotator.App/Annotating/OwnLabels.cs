using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The annotator's own labels as the page shows them. Used on the page's synchronization context only.</summary>
public sealed class OwnLabels(UserLabels labels)
{
    private (LabelSnapshot? Labels, BlockFolders? Folders, int[] Counts, int Sum) _counted = (null, null, [], 0);

    public int? Of(Block block) => labels.Find(block.Key)?.Label;

    /// <summary>How many of the blocks have a label.</summary>
    public int CountIn(BlockFolders folders) => Count(folders).Sum;

    /// <summary>How many of each folder's blocks have a label, by its position.</summary>
    public IReadOnlyList<int> CountsIn(BlockFolders folders) => Count(folders).Counts;

    /// <summary>Counted again only where either changed.</summary>
    private (int[] Counts, int Sum) Count(BlockFolders folders)
    {
        LabelSnapshot current = labels.Current;
        if (!ReferenceEquals(current, _counted.Labels) || !ReferenceEquals(folders, _counted.Folders))
        {
            int[] counts = new int[folders.Names.Count];
            for (int i = 0; i < folders.Blocks.Count; i++)
            {
                counts[folders.Of(i)] += current.Find(folders.Blocks[i].Key) is null ? 0 : 1;
            }

            _counted = (current, folders, counts, counts.Sum());
        }

        return (_counted.Counts, _counted.Sum);
    }
}
