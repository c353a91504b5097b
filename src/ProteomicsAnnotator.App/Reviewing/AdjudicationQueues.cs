using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>The blocks that wait for a decision, in the orders there are: disagreements, and labels that are likely errors.</summary>
internal sealed class AdjudicationQueues(ReviewSession review, ReviewSources sources)
{
    private (ReviewTable Table, HashSet<BlockId> Blocks)? _differences;

    /// <summary>How certain the consensus of each block is.</summary>
    public CertaintyReading Certainty { get; } = new(sources.Share.Gold);

    /// <summary>Likely label errors.</summary>
    public LabelErrorReading LabelErrors { get; } = new(sources.Share.Root, sources.Classes);

    /// <summary>The final label of this block and a second adjudication differ, and no final label was set after both.</summary>
    public bool IsOpenDifference(BlockId block) => DifferencesIn(review.Table).Contains(block);

    /// <param name="order">Which.</param>
    /// <param name="isListed">Which disagreements; null: those that wait for a final label.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<BlockId>> OfAsync(AdjudicationOrder order, Func<ReviewRow, bool>? isListed, CancellationToken cancellationToken)
    {
        ReviewTable table = review.Table;
        if (order == AdjudicationOrder.AdjudicatorsDiffer)
        {
            return [.. DifferencesIn(table).Order()];
        }

        if (order == AdjudicationOrder.VoteEntropy)
        {
            return ContestedBlocks.ByVoteEntropy(table, isListed);
        }

        if (order == AdjudicationOrder.LeastCertain)
        {
            return (await Certainty.OfAsync(table).WaitAsync(cancellationToken)).LeastCertainFirst(isListed);
        }

        DawidSkene? model = review.Figures is { IsComplete: true } figures && ReferenceEquals(figures.Table, table)
            ? figures.SecondOpinion
            : await Task.Run(() => DawidSkene.Of(table, cancellationToken), cancellationToken);
        if (order is AdjudicationOrder.LikelyErrors or AdjudicationOrder.ModelDiffers)
        {
            return await LabelErrors.QueueAsync(order, table, model, cancellationToken);
        }

        return model is null ? [] : ContestedBlocks.ByUncertainty(table, model, isListed);
    }

    private HashSet<BlockId> DifferencesIn(ReviewTable table)
    {
        (ReviewTable Table, HashSet<BlockId> Blocks)? known = _differences;
        if (known is not { } found || !ReferenceEquals(found.Table, table))
        {
            found = (table, [.. AdjudicatorAgreement.Of(table).Open.Select(second => second.Key.Block)]);
            _differences = found;
        }

        return found.Blocks;
    }
}
