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
    /// <param name="table">Of which.</param>
    /// <param name="isListed">Which rows; null: those that wait for a final label.</param>
    public static IReadOnlyList<BlockId> ByVoteEntropy(ReviewTable table, Func<ReviewRow, bool>? isListed = null) => By(table, row => row.VoteEntropy, isListed);

    /// <summary><paramref name="model"/> must be of the same table.</summary>
    public static IReadOnlyList<BlockId> ByUncertainty(ReviewTable table, DawidSkene model, Func<ReviewRow, bool>? isListed = null) =>
        By(table, row => model.UncertaintyOf(row.Index), isListed);

    private static BlockId[] By(ReviewTable table, Func<ReviewRow, double> hardness, Func<ReviewRow, bool>? isListed) =>
        [.. table.Rows
            .Where(isListed ?? (row => row.IsContested))
            .OrderBy(row => row.Consensus.IsTie ? 0 : row.UnsureCount > 0 ? 1 : 2)
            .ThenByDescending(row => Math.Round(hardness(row), Digits))
            .ThenBy(row => row.Index)
            .Select(row => row.Block)];
}

public enum AdjudicationOrder
{
    /// <summary>Most evenly split votes first.</summary>
    VoteEntropy,

    /// <summary>Blocks the Dawid-Skene model is least sure of first.</summary>
    DawidSkeneUncertainty,

    /// <summary>Blocks whose consensus is least certain first, by the model that has a prior and known answers.</summary>
    LeastCertain,

    /// <summary>Only blocks whose final label and second adjudication differ, by id.</summary>
    AdjudicatorsDiffer,

    /// <summary>Blocks with the most surprising vote first, by error rates and a stored model, also where all agree.</summary>
    LikelyErrors,

    /// <summary>Only blocks of whose class a stored model is sure while people say another one, the surest first.</summary>
    ModelDiffers,
}

public static class AdjudicationOrders
{
    /// <summary>A second admin may give opinions along it: it is of the disagreements.</summary>
    public static bool HasSeconds(this AdjudicationOrder order) =>
        order is AdjudicationOrder.VoteEntropy or AdjudicationOrder.DawidSkeneUncertainty or AdjudicationOrder.LeastCertain;
}
