using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>The labels of one user in the configured data root.</summary>
public sealed record UserVotes(string Username, IReadOnlyDictionary<BlockId, Vote> Votes);
