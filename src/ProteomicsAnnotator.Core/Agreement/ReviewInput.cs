using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Everything a review is computed from. <paramref name="Blocks"/> is ordinally sorted, without duplicates.</summary>
public sealed record ReviewInput(
    IReadOnlyList<BlockId> Blocks,
    IReadOnlyList<AnnotatorVotes> Annotators,
    IReadOnlyDictionary<BlockId, SettledLabel> FinalLabels)
{
    /// <summary>Usernames whose votes are shown but count nowhere: not in the consensus, not in a statistic.</summary>
    public IReadOnlySet<string> Excluded { get; init; } = FrozenSet<string>.Empty;
}
