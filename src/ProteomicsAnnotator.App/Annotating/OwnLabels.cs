using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The annotator's own labels as the page shows them. Used on the page's synchronization context only.</summary>
public sealed class OwnLabels(UserLabels labels)
{
    private (LabelSnapshot? Labels, IReadOnlyList<Block>? Blocks, int Count) _counted;

    public int? Of(Block block) => labels.Find(block.Key)?.Label;

    /// <summary>How many of the blocks have a label; counts again only when blocks or labels changed.</summary>
    public int CountIn(IReadOnlyList<Block> blocks)
    {
        LabelSnapshot current = labels.Current;
        if (!ReferenceEquals(current, _counted.Labels) || !ReferenceEquals(blocks, _counted.Blocks))
        {
            _counted = (current, blocks, blocks.Count(block => current.Find(block.Key) is not null));
        }

        return _counted.Count;
    }
}
