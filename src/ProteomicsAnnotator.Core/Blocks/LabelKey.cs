

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// What a label is stored under. <see cref="Root"/> is null for blocks of the configured data root (flat form,
/// <see cref="Block"/> relative to it); for blocks of a browsed root it is the absolute path of the block's parent
/// folder and <see cref="Block"/> is the bare <c>block_NNNN</c>.
/// </summary>
public readonly record struct LabelKey(string? Root, BlockId Block);
