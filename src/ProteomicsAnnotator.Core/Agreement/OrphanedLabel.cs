using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>A label of a block that is not in the data root. <see cref="Username"/> is null for a final label.</summary>
public sealed record OrphanedLabel(BlockId Block, string? Username, int Label, DateTimeOffset At);
