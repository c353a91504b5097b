using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Predictions.Figures;

namespace ProteomicsAnnotator.Core.Reporting.Models;

/// <summary>A model that a report sets beside people.</summary>
/// <param name="Figures">Of the report's table.</param>
/// <param name="Predictions">What they are counted from.</param>
public sealed record ReportedModel(ModelFigures Figures, PredictionTable Predictions)
{
    /// <summary>The blocks of the table that the model has a row of.</summary>
    internal IReadOnlyList<ModelRow> RowsOf(ReviewTable table) =>
    [
        .. from row in table.Rows
           let prediction = Predictions.Find(row.Block)
           where prediction is not null
           select new ModelRow(row, Figures.IsOfFinalLabels ? row.FinalLabel?.Label : row.ResolvedLabel, prediction.Value.Mapped(table.Input.Map)),
    ];
}

/// <summary>What both say of a block.</summary>
/// <param name="Row">The block.</param>
/// <param name="People">The final label, else the consensus unless final labels alone count; null: they say nothing.</param>
/// <param name="Model">Its class and probabilities.</param>
internal readonly record struct ModelRow(ReviewRow Row, int? People, Prediction Model)
{
    public BlockId Block => Row.Block;
}
