

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>What a block is called on screen and what its labels are stored under.</summary>
public sealed record BlockName(BlockId Id, LabelKey Key);
