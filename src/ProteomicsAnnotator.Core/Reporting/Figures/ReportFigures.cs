namespace ProteomicsAnnotator.Core.Reporting.Figures;

/// <summary>The pictures of a report, the same in the page and as files.</summary>
/// <param name="Classes">Agreement on each class.</param>
/// <param name="Confusion">Which classes stand on one block.</param>
/// <param name="Progress">Labels by day.</param>
internal sealed record ReportFigures(string Classes, string Confusion, string Progress)
{
    public static ReportFigures Of(ReportInput input) =>
        new(ClassAgreementFigure.Of(input), ConfusionFigure.Of(input), ProgressFigure.Of(input));
}
