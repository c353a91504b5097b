using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>All labels at one moment; never changes. Blocks that were cleared are not in it.</summary>
public sealed class LabelSnapshot
{
    public static LabelSnapshot Empty { get; } = new(LabelDictionary.Empty);

    internal LabelSnapshot(LabelDictionary labels)
    {
        Labels = labels;
    }

    public LabelDictionary Labels { get; }

    public int Count => Labels.Count;

    public LabelEntry? Find(LabelKey key) => Labels.TryGetValue(key, out LabelEntry entry) ? entry : null;
}
