using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>The blocks that wait for a decision: disagreements and ties without a final label, or with newer votes.</summary>
public static class ContestedBlocks
{
    private const int Digits = 9;

    /// <summary>
    /// Ties first, then blocks that an annotator flagged as unsure, then the others; of each the hardest first, and equal ones
    /// (to nine digits) in block order.
    /// </summary>
    public static IReadOnlyList<BlockId> ByVoteEntropy(ReviewTable table) => By(table, row => row.VoteEntropy);

    /// <summary><paramref name="model"/> must be of the same table.</summary>
    public static IReadOnlyList<BlockId> ByUncertainty(ReviewTable table, DawidSkene model) =>
        By(table, row => model.UncertaintyOf(row.Index));

    private static BlockId[] By(ReviewTable table, Func<ReviewRow, double> hardness) =>
        [.. table.Rows
            .Where(row => row.Status == ReviewStatus.Disagree && !row.IsSettled)
            .OrderBy(row => row.Consensus.IsTie ? 0 : row.UnsureCount > 0 ? 1 : 2)
            .ThenByDescending(row => Math.Round(hardness(row), Digits))
            .ThenBy(row => row.Index)
            .Select(row => row.Block)];
}
