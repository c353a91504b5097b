using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>One row of the block list: a block, or the head of the data set whose blocks follow.</summary>
/// <param name="Block">null: a head.</param>
/// <param name="Folder">Of the data set, with '/'; null for a block.</param>
public readonly record struct ListRow(Block? Block, string? Folder);
