using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// Puts what a person has not begun in an order that follows from the labels given by then, or from the scores of a model. Begun blocks keep
/// their places, and so do those of the random share, which labels and scores have no part in, and those without a score.
/// </summary>
internal static class LabelOrder
{
    /// <summary>More would depend on the last bits of a machine's logarithms.</summary>
    private const int Digits = 4;

    /// <summary>A number for each block, the smaller the earlier it comes; empty: the order is none of labels.</summary>
    /// <param name="order">Which.</param>
    /// <param name="blocks">The blocks to plan.</param>
    /// <param name="votes">Everyone's labels.</param>
    /// <param name="model">Of the same labels; only where the order is <see cref="WalkOrder.Uncertain"/>.</param>
    public static IReadOnlyDictionary<BlockId, double> Of(WalkOrder order, IReadOnlyList<BlockId> blocks, IReadOnlyList<UserVotes> votes, SureBlocks? model)
    {
        Func<BlockId, double>? rank = order switch
        {
            WalkOrder.Fewest => FewestVotes(votes),
            WalkOrder.Disputed => SmallestMargin(votes),
            WalkOrder.Uncertain when model is not null => LeastCertain(model),
            _ => null,
        };
        return rank is null ? new Dictionary<BlockId, double>() : blocks.ToDictionary(block => block, rank);
    }

    /// <param name="walk">A person's ordinary blocks in the order of the walk.</param>
    /// <param name="isFixed">The block keeps its place.</param>
    /// <param name="ranks">As of <see cref="Of"/>.</param>
    public static BlockId[] Apply(IReadOnlyList<BlockId> walk, Func<BlockId, bool> isFixed, IReadOnlyDictionary<BlockId, double> ranks)
    {
        if (ranks.Count == 0)
        {
            return [.. walk];
        }

        // The sort is stable: equal ones stay in the order of the walk.
        bool Stays(BlockId block) => !ranks.ContainsKey(block) || isFixed(block);
        var rest = new Queue<BlockId>(walk.Where(block => !Stays(block)).OrderBy(block => ranks[block]));
        return [.. walk.Select(block => Stays(block) ? block : rest.Dequeue())];
    }

    private static Func<BlockId, double> FewestVotes(IReadOnlyList<UserVotes> votes)
    {
        Dictionary<BlockId, int> counts = votes.SelectMany(user => user.Done).CountBy(block => block).ToDictionary();
        return block => counts.GetValueOrDefault(block);
    }

    /// <summary>Between the two commonest labels, as a share of the votes; nobody disputes a block without votes.</summary>
    private static Func<BlockId, double> SmallestMargin(IReadOnlyList<UserVotes> votes)
    {
        ILookup<BlockId, int> labels = votes.SelectMany(user => user.Votes).ToLookup(vote => vote.Key, vote => vote.Value.Label);
        return block => labels[block].CountBy(label => label).Select(count => count.Value).OrderDescending().Take(2).ToList() switch
        {
            [var first, var second] => Math.Round((first - second) / (double)labels[block].Count(), Digits),
            _ => 1,
        };
    }

    private static Func<BlockId, double> LeastCertain(SureBlocks model)
    {
        IReadOnlyDictionary<BlockId, SureBlock> likeliest = model.Likeliest();
        double withoutVotes = Math.Round(model.LargestShare, Digits);
        return block => likeliest.TryGetValue(block, out SureBlock found) ? Math.Round(found.Posterior, Digits) : withoutVotes;
    }
}
