using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// What one user file holds for the configured data root. An annotator whose file cannot be read stays in the list,
/// with <see cref="Fault"/> saying why, so that a missing vote is never mistaken for one not given.
/// </summary>
public sealed record AnnotatorVotes(string Username, IReadOnlyDictionary<BlockId, Vote> Votes)
{
    public string? Fault { get; init; }

    /// <summary>Flags and notes, on blocks without a label too.</summary>
    public IReadOnlyDictionary<BlockId, BlockMark> Marks { get; init; } = FrozenDictionary<BlockId, BlockMark>.Empty;
}
