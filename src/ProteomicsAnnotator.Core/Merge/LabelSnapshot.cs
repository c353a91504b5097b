using System.Collections.Immutable;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>All labels, flags and notes at one moment; never changes. Blocks that were cleared are not in it.</summary>
public sealed class LabelSnapshot
{
    public static LabelSnapshot Empty { get; } = new(LabelDictionary.Empty);

    internal LabelSnapshot(LabelDictionary labels)
    {
        Labels = labels;
    }

    public LabelDictionary Labels { get; }

    /// <summary>Flags and notes, of blocks without a label too; none of them is empty.</summary>
    public ImmutableDictionary<LabelKey, BlockMark> Marks { get; internal init; } = ImmutableDictionary<LabelKey, BlockMark>.Empty;

    public int Count => Labels.Count;

    public LabelEntry? Find(LabelKey key) => Labels.TryGetValue(key, out LabelEntry entry) ? entry : null;

    public BlockMark MarkOf(LabelKey key) => Marks.GetValueOrDefault(key);
}
