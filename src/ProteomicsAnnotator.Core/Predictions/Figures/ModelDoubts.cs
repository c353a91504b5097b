using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Predictions.Figures;

/// <summary>Blocks of whose class the model is sure while people say another one, the surest first.</summary>
/// <param name="All">Also those that a final label has settled.</param>
public sealed record ModelDoubts(IReadOnlyList<ModelDoubt> All)
{
    private readonly Lazy<Dictionary<BlockId, ModelDoubt>> _byBlock = new(() => All.ToDictionary(doubt => doubt.Block));

    /// <summary>Those that wait for a decision.</summary>
    public IEnumerable<ModelDoubt> Waiting => All.Where(doubt => !doubt.IsSettled);

    /// <summary>Of the settled ones those whose final label is not what people's votes say.</summary>
    public int Changed => All.Count(doubt => doubt.IsSettled && doubt.Final != doubt.Consensus);

    public int Settled => All.Count(doubt => doubt.IsSettled);

    /// <summary>Null: it is not listed.</summary>
    public ModelDoubt? Of(BlockId block) => _byBlock.Value.TryGetValue(block, out ModelDoubt doubt) ? doubt : null;

    /// <param name="predictions">Of the model.</param>
    /// <param name="table">What people say.</param>
    /// <param name="sureFrom">The model's probability of its class, at least.</param>
    public static ModelDoubts Of(PredictionTable predictions, ReviewTable table, double sureFrom)
    {
        var doubts = new List<ModelDoubt>();
        foreach (ReviewRow row in table.Rows)
        {
            if (row.Consensus.Label is { } consensus && predictions.Find(row.Block) is { Label: { } said } prediction && said != consensus
                && prediction.ProbabilityOf(said) is { } score && score >= sureFrom)
            {
                doubts.Add(new ModelDoubt(row.Block, said, score, consensus, row.FinalLabel?.Label) { IsSettled = row.IsSettled });
            }
        }

        return new ModelDoubts([.. doubts.OrderByDescending(doubt => doubt.Score).ThenBy(doubt => doubt.Block)]);
    }
}

/// <param name="Block">Which.</param>
/// <param name="Said">What the model says.</param>
/// <param name="Score">With which probability.</param>
/// <param name="Consensus">What people's votes say.</param>
/// <param name="Final">The final label; null: none.</param>
public readonly record struct ModelDoubt(BlockId Block, int Said, double Score, int Consensus, int? Final)
{
    /// <summary>It has a final label, and no vote has come since.</summary>
    public bool IsSettled { get; init; }
}
