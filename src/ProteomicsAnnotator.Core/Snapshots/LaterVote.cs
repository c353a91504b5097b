using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>A vote that is younger than its block's final label, which was set at <paramref name="SetAt"/>.</summary>
public readonly record struct LaterVote(string Username, BlockId Block, int Label, DateTimeOffset SetAt);
