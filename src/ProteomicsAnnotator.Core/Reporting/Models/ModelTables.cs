using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Predictions.Figures;

namespace ProteomicsAnnotator.Core.Reporting.Models;

/// <summary>The tables of a report on a model: its figures, unrounded, and what it says of each block.</summary>
internal static class ModelTables
{
    public static IEnumerable<ExportedFile> AllOf(ReportInput input, ReportedModel model)
    {
        ModelFigures figures = model.Figures;
        yield return FileOf(ReportFiles.Model, Summary(figures));
        yield return FileOf(ReportFiles.ModelPredictions, Predictions(input, model));
        yield return FileOf(ReportFiles.ModelConfusion, Confusion(figures.Confusion));
        yield return FileOf(ReportFiles.ModelClasses, Classes(input, figures));
        yield return FileOf(ReportFiles.ModelPeople, People(figures));
        yield return FileOf(ReportFiles.ModelThresholds, Thresholds(figures));
        yield return FileOf(ReportFiles.ModelReliability, Reliability(figures));
    }

    private static ExportedFile FileOf(string name, CsvTable csv) => new(name, csv.Written, csv.RowCount);

    private static CsvTable Summary(ModelFigures figures)
    {
        var csv = new CsvTable(["model", "version", "sha256", "against", "blocks", "covered", "scored", "labelled", "compared", "elsewhere", "kappa", "kappa_low", "kappa_high", "kappa_n", "brier"]);
        ModelCoverage coverage = figures.Coverage;
        csv.Add([
            figures.Set.Model.Name, figures.Set.Model.Version, figures.Set.Sha256, figures.IsOfFinalLabels ? "final" : "resolved",
            CsvTable.Number(coverage.Blocks), CsvTable.Number(coverage.Covered), CsvTable.Number(coverage.Scored), CsvTable.Number(coverage.Labelled), CsvTable.Number(coverage.Compared), CsvTable.Number(coverage.Elsewhere),
            CsvTable.Number(figures.Kappa.Value), CsvTable.Number(figures.Kappa.Low), CsvTable.Number(figures.Kappa.High), CsvTable.Number(figures.Kappa.N), CsvTable.Number(figures.Brier),
        ]);
        return csv;
    }

    private static CsvTable Predictions(ReportInput input, ReportedModel model)
    {
        int[] classes = [.. Enumerable.Range(1, model.Predictions.ClassCount)];
        var csv = new CsvTable(["block_id", "people", "model", "scored", .. classes.Select(label => string.Create(CultureInfo.InvariantCulture, $"p_{label}"))], 1 << 16);
        foreach (ModelRow row in model.RowsOf(input.Table))
        {
            csv.Add([
                row.Block.Value, CsvTable.Number(row.People), CsvTable.Number(row.Model.Label), CsvTable.Flag(row.Model.HasScore),
                .. classes.Select(label => CsvTable.Number(row.Model.ProbabilityOf(label))),
            ]);
        }

        return csv;
    }

    private static CsvTable Confusion(ConfusionMatrix matrix)
    {
        var csv = new CsvTable(["people", "model", "blocks"]);
        foreach ((int row, int people) in matrix.Labels.Index())
        {
            foreach ((int column, int model) in matrix.Labels.Index())
            {
                csv.Add([CsvTable.Number(people), CsvTable.Number(model), CsvTable.Number(matrix[row, column])]);
            }
        }

        return csv;
    }

    private static CsvTable Classes(ReportInput input, ModelFigures figures)
    {
        var csv = new CsvTable(["label", "class_name", "people", "model", "both", "precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high", "f1"]);
        foreach (ModelClass item in figures.Classes)
        {
            csv.Add([
                CsvTable.Number(item.Label), ClassNames.Of(item.Label, input.Classes.Names), CsvTable.Number(item.People), CsvTable.Number(item.Model), CsvTable.Number(item.Both),
                CsvTable.Number(item.Precision), CsvTable.Number(item.PrecisionInterval?.Low), CsvTable.Number(item.PrecisionInterval?.High),
                CsvTable.Number(item.Recall), CsvTable.Number(item.RecallInterval?.Low), CsvTable.Number(item.RecallInterval?.High), CsvTable.Number(item.F1),
            ]);
        }

        return csv;
    }

    private static CsvTable People(ModelFigures figures)
    {
        var csv = new CsvTable(["username", "blocks", "same", "kappa", "low", "high"]);
        foreach (ModelBesidePerson person in figures.People)
        {
            csv.Add([person.Username, CsvTable.Number(person.Kappa.N), CsvTable.Number(person.Same), CsvTable.Number(person.Kappa.Value), CsvTable.Number(person.Kappa.Low), CsvTable.Number(person.Kappa.High)]);
        }

        return csv;
    }

    private static CsvTable Thresholds(ModelFigures figures)
    {
        var csv = new CsvTable(["label", "threshold", "chosen", "model", "both", "precision", "recall", "f1"]);
        foreach (ScoreCurve curve in figures.Curves)
        {
            foreach (ThresholdPoint point in curve.Points)
            {
                csv.Add([
                    CsvTable.Number(curve.Label), CsvTable.Number(point.Threshold), CsvTable.Flag(point == curve.Chosen), CsvTable.Number(point.Counts.Model), CsvTable.Number(point.Counts.Both),
                    CsvTable.Number(point.Precision), CsvTable.Number(point.Recall), CsvTable.Number(point.F1),
                ]);
            }
        }

        return csv;
    }

    private static CsvTable Reliability(ModelFigures figures)
    {
        var csv = new CsvTable(["label", "from", "to", "blocks", "of_class", "mean_probability", "share", "low", "high"]);
        foreach (ScoreCurve curve in figures.Curves)
        {
            foreach (ReliabilityBin bin in curve.Bins)
            {
                csv.Add([
                    CsvTable.Number(curve.Label), CsvTable.Number(bin.Low), CsvTable.Number(bin.High), CsvTable.Number(bin.N), CsvTable.Number(bin.Positives),
                    CsvTable.Number(bin.MeanScore), CsvTable.Number(bin.Share), CsvTable.Number(bin.Interval.Low), CsvTable.Number(bin.Interval.High),
                ]);
            }
        }

        return csv;
    }
}
