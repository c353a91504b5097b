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
    public const string Groups = "groups.csv";
    public const string Resolved = "resolved.csv";
    public const string Progress = "progress.csv";
    public const string Weeks = "weeks.csv";
    public const string Changes = "changes.csv";
    public const string LabelTimes = "label_times.csv";
    public const string KnownAnswers = "known_answers.csv";
    public const string Repeats = "repeated_labels.csv";
    public const string Adjudications = "adjudicated_blocks.csv";
    public const string Model = "model.csv";
    public const string ModelPredictions = "model_predictions.csv";
    public const string ModelConfusion = "model_confusion.csv";
    public const string ModelClasses = "model_classes.csv";
    public const string ModelPeople = "model_people.csv";
    public const string ModelThresholds = "model_thresholds.csv";
    public const string ModelReliability = "model_reliability.csv";
    public const string ConfusionFigure = "confusion.svg";
    public const string ClassFigure = "classes.svg";
    public const string ProgressFigure = "progress.svg";
    public const string ThresholdFigure = "model-thresholds.svg";
    public const string ReliabilityFigure = "model-reliability.svg";
}
