using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>Where a plan's order goes by the scores of a model: a number for each block with a score, the smaller the earlier it comes.</summary>
/// <param name="Request">With the version of the model, where the request named the model alone.</param>
/// <param name="Ranks">0 to 1; null: the order is none of scores.</param>
/// <param name="Fault">Why there is none, in words; null: there is.</param>
public sealed record ScoreOrder(PlanRequest Request, IReadOnlyDictionary<BlockId, double>? Ranks, string? Fault)
{
    /// <summary>As in orders by labels: more would depend on the last bits of a machine's numbers.</summary>
    private const int Digits = 4;

    /// <summary>Blocking.</summary>
    /// <param name="root">The share.</param>
    /// <param name="classes">Of the campaign now.</param>
    /// <param name="request">What is asked of a plan.</param>
    /// <exception cref="StorageException">The predictions cannot be read.</exception>
    public static ScoreOrder Of(SharedRoot root, LabelClasses classes, PlanRequest request)
    {
        if (request.Order != WalkOrder.Scored)
        {
            return new ScoreOrder(request with { Model = null, ScoreOf = null }, null, null);
        }

        var files = PredictionFiles.Of(root);
        StoredPredictions stored = files.Read();
        if (request.Model is null || stored.Find(request.Model) is not { } set)
        {
            string there = stored.Sets.Count == 0 ? "no predictions are stored" : $"stored are {string.Join(", ", stored.Sets.Select(one => one.Model))}";
            return new ScoreOrder(request, null, request.Model is null ? $"The order \"scored\" needs a model: --model NAME; {there}." : $"There is no model {request.Model}; {there}.");
        }

        if (request.ScoreOf is { } label && classes.Find(label) is null)
        {
            return new ScoreOrder(request, null, $"There is no class {label}; expected {string.Join(", ", classes.Items.Select(item => $"{item.Number} ({item.Name})"))}.");
        }

        return new ScoreOrder(request with { Model = set.Model.ToString() }, RanksOf(files.ReadTable(set, classes, CampaignSettings.Read(root).ClassChanges), request.ScoreOf), null);
    }

    /// <summary>What a plan is made from, with these numbers in the place of an order by labels.</summary>
    public PlanBasis In(PlanBasis basis) => Ranks is null ? basis : basis with { Ranks = basis.Blocks.Where(Ranks.ContainsKey).ToDictionary(block => block, block => Ranks[block]) };

    /// <param name="predictions">Of the model.</param>
    /// <param name="scoreOf">As of <see cref="PlanRequest.ScoreOf"/>.</param>
    public static IReadOnlyDictionary<BlockId, double> RanksOf(PredictionTable predictions, int? scoreOf)
    {
        var ranks = new Dictionary<BlockId, double>();
        for (int i = 0; i < predictions.Blocks.Count; i++)
        {
            Prediction prediction = predictions.At(i);
            double? rank = scoreOf is { } label ? 1 - prediction.ProbabilityOf(label) : HighestOf(prediction);
            if (rank is { } found)
            {
                ranks.Add(predictions.Blocks[i], Math.Round(found, Digits));
            }
        }

        return ranks;
    }

    /// <summary>The highest probability that the model says; null: it says none.</summary>
    private static double? HighestOf(Prediction prediction)
    {
        double? most = null;
        foreach (double value in prediction.Probabilities.Span)
        {
            most = double.IsNaN(value) ? most : Math.Max(value, most ?? 0);
        }

        return most;
    }
}
