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

    /// <summary>Also of blocks without a label; none of them is empty.</summary>
    public ImmutableDictionary<LabelKey, BlockMark> Marks { get; internal init; } = ImmutableDictionary<LabelKey, BlockMark>.Empty;

    public int Count => Labels.Count;

    public LabelEntry? Find(LabelKey key) => Labels.TryGetValue(key, out LabelEntry entry) ? entry : null;

    public BlockMark MarkOf(LabelKey key) => Marks.GetValueOrDefault(key);

    /// <summary>It has a label, or cannot be judged.</summary>
    public bool IsDone(LabelKey key) => Find(key) is not null || MarkOf(key).Unusable is not null;
}
