using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Predictions.Figures;

namespace ProteomicsAnnotator.App.Exports;

/// <param name="Model">Its name.</param>
/// <param name="Version">Of the model.</param>
/// <param name="Against">final: final labels alone; resolved: the final label, else the consensus.</param>
/// <param name="Blocks">Of the data root.</param>
/// <param name="Covered">Of these the ones that the model has a row of.</param>
/// <param name="WithoutScore">Of these the ones without a probability.</param>
/// <param name="Compared">Covered blocks of which people say a class.</param>
/// <param name="NotInDataRoot">Rows of the model for other blocks.</param>
/// <param name="Kappa">Cohen's, of what people and the model say; null where it is undefined.</param>
/// <param name="Brier">Of the probabilities of all classes, 0 to 2; null where the model does not say them.</param>
/// <param name="Confusion">Blocks by both classes, without pairs that no block has.</param>
/// <param name="Classes">Of each class that either says.</param>
/// <param name="Annotators">The model beside each annotator who counts.</param>
/// <param name="Curves">Of each class with probabilities.</param>
public sealed record ModelAnswer(
    string Model,
    string Version,
    string Against,
    int Blocks,
    int Covered,
    int WithoutScore,
    int Compared,
    int NotInDataRoot,
    ModelKappa Kappa,
    double? Brier,
    IReadOnlyList<ModelCell> Confusion,
    IReadOnlyList<ModelClassAnswer> Classes,
    IReadOnlyList<ModelAnnotator> Annotators,
    IReadOnlyList<ModelCurve> Curves)
{
    internal const string Final = "final";

    internal const string Resolved = "resolved";

    public static ModelAnswer Of(ModelFigures figures)
    {
        ConfusionMatrix matrix = figures.Confusion;
        return new(
            figures.Set.Model.Name,
            figures.Set.Model.Version,
            figures.IsOfFinalLabels ? Final : Resolved,
            figures.Coverage.Blocks,
            figures.Coverage.Covered,
            figures.Coverage.Unscored,
            figures.Coverage.Compared,
            figures.Coverage.Elsewhere,
            ModelKappa.Of(figures.Kappa),
            figures.Brier,
            [.. from row in Enumerable.Range(0, matrix.Labels.Count)
                from column in Enumerable.Range(0, matrix.Labels.Count)
                where matrix[row, column] > 0
                select new ModelCell(matrix.Labels[row], matrix.Labels[column], matrix[row, column])],
            [.. figures.Classes.Select(ModelClassAnswer.Of)],
            [.. figures.People.Select(person => new ModelAnnotator(person.Username, person.Same, ModelKappa.Of(person.Kappa)))],
            [.. figures.Curves.Select(ModelCurve.Of)]);
    }
}

/// <param name="Value">Null where it is undefined.</param>
/// <param name="Low">Lower end of the 95 % interval; null without one.</param>
/// <param name="High">Its upper end.</param>
/// <param name="N">Blocks that it is of.</param>
public sealed record ModelKappa(double? Value, double? Low, double? High, int N)
{
    internal static ModelKappa Of(CohenKappa kappa) => new(kappa.Value, kappa.Low, kappa.High, kappa.N);
}

/// <param name="People">What people say.</param>
/// <param name="Model">What the model says.</param>
/// <param name="Blocks">Blocks of which they do.</param>
public sealed record ModelCell(int People, int Model, int Blocks);

/// <param name="Label">Number of the class.</param>
/// <param name="People">Blocks that people say are of it.</param>
/// <param name="Model">Blocks that the model says are of it.</param>
/// <param name="Both">Blocks that both say are of it.</param>
/// <param name="Precision">Null where the model says it of none.</param>
/// <param name="PrecisionLow">Lower end of its 95 % interval (Wilson).</param>
/// <param name="PrecisionHigh">Its upper end.</param>
/// <param name="Recall">Null where people say it of none.</param>
/// <param name="RecallLow">Lower end of its 95 % interval (Wilson).</param>
/// <param name="RecallHigh">Its upper end.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
public sealed record ModelClassAnswer(
    int Label, int People, int Model, int Both, double? Precision, double? PrecisionLow, double? PrecisionHigh, double? Recall, double? RecallLow, double? RecallHigh, double? F1)
{
    internal static ModelClassAnswer Of(ModelClass item) => new(
        item.Label, item.People, item.Model, item.Both, item.Precision, item.PrecisionInterval?.Low, item.PrecisionInterval?.High, item.Recall, item.RecallInterval?.Low, item.RecallInterval?.High, item.F1);
}

/// <param name="Username">Who.</param>
/// <param name="Same">Blocks on which both say the same.</param>
/// <param name="Kappa">Of the model and this annotator.</param>
public sealed record ModelAnnotator(string Username, int Same, ModelKappa Kappa);

/// <param name="Label">Number of the class.</param>
/// <param name="N">Blocks with its probability and a class by people.</param>
/// <param name="Positives">Of these the ones that people say are of it.</param>
/// <param name="Brier">Mean squared distance between probability and what people say.</param>
/// <param name="CalibrationError">Expected calibration error, ten bins of equal width.</param>
/// <param name="ChosenThreshold">With the highest F1; null: people say the class of no block.</param>
/// <param name="Thresholds">0 to 1 in steps of 0.01.</param>
/// <param name="Reliability">Bins with a block.</param>
public sealed record ModelCurve(
    int Label, int N, int Positives, double Brier, double CalibrationError, double? ChosenThreshold, IReadOnlyList<ModelThreshold> Thresholds, IReadOnlyList<ModelBin> Reliability)
{
    internal static ModelCurve Of(ScoreCurve curve) => new(
        curve.Label,
        curve.N,
        curve.Positives,
        curve.Brier,
        curve.CalibrationError,
        curve.Chosen?.Threshold,
        [.. curve.Points.Select(point => new ModelThreshold(point.Threshold, point.Precision, point.Recall, point.F1))],
        [.. curve.Bins.Select(bin => new ModelBin(bin.Low, bin.High, bin.N, bin.MeanScore, bin.Share, bin.Interval.Low, bin.Interval.High))]);
}

/// <param name="Threshold">A block counts as of the class from here on.</param>
/// <param name="Precision">Null where no block does.</param>
/// <param name="Recall">Null where people say the class of none.</param>
/// <param name="F1">Of both.</param>
public sealed record ModelThreshold(double Threshold, double? Precision, double? Recall, double? F1);

/// <param name="From">Lower end of the probabilities of the bin.</param>
/// <param name="To">Its upper end.</param>
/// <param name="N">Blocks.</param>
/// <param name="MeanScore">Their mean probability.</param>
/// <param name="Share">The share that people say is of the class.</param>
/// <param name="Low">Lower end of its 95 % interval (Wilson).</param>
/// <param name="High">Its upper end.</param>
public sealed record ModelBin(double From, double To, int N, double MeanScore, double Share, double Low, double High);
