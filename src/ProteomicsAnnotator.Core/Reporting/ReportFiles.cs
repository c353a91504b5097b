namespace ProteomicsAnnotator.Core.Reporting;

/// <summary>Names of what a report holds beside the tables of <see cref="Export.FigureFiles"/>.</summary>
public static class ReportFiles
{
    public const string Page = "report.html";
    public const string Tables = "tables";
    public const string Figures = "figures";
    public const string Blocks = "blocks.csv";
    public const string Decisions = "labels_long.csv";
    public const string Selections = "selections.csv";
    public const string ClassAgreement = "class_agreement.csv";
    public const string Graded = "graded.csv";
    public const string Resolved = "resolved.csv";
    public const string Progress = "progress.csv";
    public const string KnownAnswers = "known_answers.csv";
    public const string Repeats = "repeated_labels.csv";
    public const string Adjudications = "adjudicated_blocks.csv";
    public const string ConfusionFigure = "confusion.svg";
    public const string ClassFigure = "classes.svg";
    public const string ProgressFigure = "progress.svg";
}
