using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement.Certainty;

/// <summary>
/// Likely label errors: how surprising each vote is when all other votes are known. Its probability is
/// P(v) = sum over true classes k of P(k | the other votes) * (rate at which its annotator reports v where k is true),
/// with class shares and error rates of <see cref="DawidSkene"/>; a vote that stands alone has none. Where a model of pictures says a
/// probability of the class, that is a second witness: surprises, -ln of the probabilities, are added. A pure function.
/// </summary>
/// <param name="All">Blocks whose most surprising vote is less likely than not, the most surprising first; also settled ones.</param>
/// <param name="HitCap">The rates still moved when their computation was ended.</param>
public sealed record SurprisingVotes(IReadOnlyList<SurprisingVote> All, bool HitCap)
{
    /// <summary>A probability below it says no more about a vote than it does: rates are estimates.</summary>
    public const double Floor = 1e-6;

    private const int Digits = 9;

    /// <summary>A vote is listed from this surprise on: a probability of one half.</summary>
    private static readonly double Least = Math.Log(2);

    private readonly Lazy<Dictionary<BlockId, SurprisingVote>> _byBlock = new(() => All.ToDictionary(vote => vote.Block));

    /// <summary>Those that wait for a decision.</summary>
    public IEnumerable<SurprisingVote> Waiting => All.Where(vote => !vote.IsSettled);

    /// <summary>Blocks with a final label, and no vote since.</summary>
    public int Settled => All.Count(vote => vote.IsSettled);

    /// <summary>Of these the ones whose surprising vote the final label does not confirm.</summary>
    public int Overruled => All.Count(vote => vote.IsSettled && vote.Final != vote.Label);

    /// <summary>Of the settled ones those whose final label is not the consensus: what the data set says has changed.</summary>
    public int Changed => All.Count(vote => vote.IsSettled && vote.Final != vote.Consensus);

    /// <summary>Null: it is not listed.</summary>
    public SurprisingVote? Of(BlockId block) => _byBlock.Value.TryGetValue(block, out SurprisingVote vote) ? vote : null;

    /// <param name="all">Votes, and final labels, which count for nothing here but what has become of a block.</param>
    /// <param name="model">Of the same table.</param>
    /// <param name="probability">What a model of pictures says of a class of a block; null: it says nothing. Without it people alone are asked.</param>
    public static SurprisingVotes Of(ReviewTable all, DawidSkene? model, Func<BlockId, int, double?>? probability = null)
    {
        ReviewTable table = all.Rated;
        var ratings = RatingList.Of(table);
        var votes = new List<SurprisingVote>();
        for (int item = 0; item < table.Count; item++)
        {
            ReadOnlySpan<(int Rater, int Label, int Count)> here = ratings[item];
            (int rater, double most, double? byVotes, double? byModel) = (-1, 0, null, null);
            for (int i = 0; i < here.Length; i++)
            {
                double? others = model is null || here.Length < 2 ? null : -Math.Log(Math.Max(Floor, ProbabilityOf(model, here, i)));
                double? picture = probability?.Invoke(table.Blocks[item], ratings.Labels[here[i].Label]) is { } share ? -Math.Log(Math.Max(Floor, share)) : null;
                if ((others ?? 0) + (picture ?? 0) is var surprise && Math.Round(surprise, Digits) > Math.Round(most, Digits))
                {
                    (rater, most, byVotes, byModel) = (i, surprise, others, picture);
                }
            }

            if (rater >= 0 && most > Least)
            {
                ReviewRow row = all[item];
                votes.Add(new SurprisingVote(row.Block, table.Counted[here[rater].Rater].Username, ratings.Labels[here[rater].Label], most)
                {
                    ByVotes = byVotes,
                    ByModel = byModel,
                    Consensus = row.Consensus.Label,
                    Final = row.FinalLabel?.Label,
                    IsSettled = row.IsSettled,
                });
            }
        }

        return new SurprisingVotes([.. votes.OrderByDescending(vote => Math.Round(vote.Surprise, Digits)).ThenBy(vote => vote.Block)], model?.HitCap == true);
    }

    private static double ProbabilityOf(DawidSkene model, ReadOnlySpan<(int Rater, int Label, int Count)> votes, int of)
    {
        int width = model.Labels.Count;
        double[] logs = new double[width];
        for (int k = 0; k < width; k++)
        {
            logs[k] = Math.Log(Math.Max(model.ClassShares[k], double.Epsilon));
            for (int i = 0; i < votes.Length; i++)
            {
                logs[k] += i == of ? 0 : Math.Log(Math.Max(model.ErrorRate(votes[i].Rater, k, votes[i].Label), Floor));
            }
        }

        double highest = double.NegativeInfinity;
        foreach (double log in logs)
        {
            highest = Math.Max(highest, log);
        }

        (double sum, double total) = (0, 0);
        for (int k = 0; k < width; k++)
        {
            double weight = Math.Exp(logs[k] - highest);
            total += weight;
            sum += weight * model.ErrorRate(votes[of].Rater, k, votes[of].Label);
        }

        return sum / total;
    }
}

/// <summary>The most surprising vote of a block.</summary>
/// <param name="Block">Which.</param>
/// <param name="Username">Whose.</param>
/// <param name="Label">What it says.</param>
/// <param name="Surprise">-ln of its probability, by others' votes and by the model together.</param>
public readonly record struct SurprisingVote(BlockId Block, string Username, int Label, double Surprise)
{
    /// <summary>By others' votes; null: there are none.</summary>
    public double? ByVotes { get; init; }

    /// <summary>By the model of pictures; null: it says nothing of the block.</summary>
    public double? ByModel { get; init; }

    public int? Consensus { get; init; }

    /// <summary>The final label; null: none.</summary>
    public int? Final { get; init; }

    /// <summary>It has a final label, and no vote has come since.</summary>
    public bool IsSettled { get; init; }
}
