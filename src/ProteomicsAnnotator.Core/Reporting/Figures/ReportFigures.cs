namespace ProteomicsAnnotator.Core.Reporting.Figures;

/// <summary>The pictures of a report, the same in the page and as files.</summary>
/// <param name="Classes">Agreement on each class.</param>
/// <param name="Confusion">Which classes stand on one block.</param>
/// <param name="Progress">Labels by day.</param>
internal sealed record ReportFigures(string Classes, string Confusion, string Progress)
{
    /// <summary>Of a model, by threshold; null: the report is of no model.</summary>
    public string? Thresholds { get; private init; }

    /// <summary>How far a model's probabilities are right; null: the report is of no model.</summary>
    public string? Reliability { get; private init; }

    public static ReportFigures Of(ReportInput input) => new(ClassAgreementFigure.Of(input), ConfusionFigure.Of(input), ProgressFigure.Of(input))
    {
        Thresholds = input.Model is { } model ? ThresholdFigure.Of(input, model.Figures) : null,
        Reliability = input.Model is { } same ? ReliabilityFigure.Of(input, same.Figures) : null,
    };
}
