using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Predictions.Figures;

namespace ProteomicsAnnotator.App.Commands.Models;

/// <summary>The figures of a model beside people in columns.</summary>
internal static class ModelText
{
    private const int CurveStep = 10;

    public static string Of(ModelFigures figures, LabelClasses classes)
    {
        string Name(int label) => $"{label} {classes.NameOf(label)}";
        var text = new StringBuilder();
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Model {figures.Set.Model} beside {(figures.IsOfFinalLabels ? "final labels" : "what people say (the final label, else the consensus)")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {figures.Coverage.Words}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  Cohen's kappa {StatisticsText.Number(figures.Kappa.Value)}  {StatisticsText.Interval(figures.Kappa.Low, figures.Kappa.High)}  of {figures.Kappa.N}{(figures.Brier is { } brier ? $"; Brier score of all classes {StatisticsText.Number(brier)}" : "")}");
        AppendConfusion(text, figures.Confusion);
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"Class",-30}{"precision",9}  {"95 % interval",-14}{"recall",8}  {"95 % interval",-14}{"F1",8}{"people",8}{"model",8}");
        foreach (ModelClass item in figures.Classes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{Name(item.Label),-30}{StatisticsText.Number(item.Precision),9}  {Interval(item.PrecisionInterval),-14}{StatisticsText.Number(item.Recall),8}  {Interval(item.RecallInterval),-14}{StatisticsText.Number(item.F1),8}{item.People,8}{item.Model,8}");
        }

        if (figures.People.Count > 0)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"{"The model beside",-30}{"kappa",8}  {"95 % interval",-16}{"n",8}");
            foreach (ModelBesidePerson person in figures.People)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{person.Username,-30}{StatisticsText.Number(person.Kappa.Value),8}  {StatisticsText.Interval(person.Kappa.Low, person.Kappa.High),-16}{person.Kappa.N,8}");
            }
        }

        foreach (ScoreCurve curve in figures.Curves)
        {
            AppendCurve(text, curve, Name(curve.Label));
        }

        return text.ToString();
    }

    private static void AppendConfusion(StringBuilder text, ConfusionMatrix matrix)
    {
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"People say \\ the model says",-30}{string.Concat(matrix.Labels.Select(label => string.Create(CultureInfo.InvariantCulture, $"{label,8}")))}");
        for (int row = 0; row < matrix.Labels.Count; row++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{matrix.Labels[row],-30}{string.Concat(Enumerable.Range(0, matrix.Labels.Count).Select(column => string.Create(CultureInfo.InvariantCulture, $"{matrix[row, column],8}")))}");
        }
    }

    private static void AppendCurve(StringBuilder text, ScoreCurve curve, string name)
    {
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{name}: {curve.Positives} of {curve.N} with a score; Brier score {StatisticsText.Number(curve.Brier)}, expected calibration error {StatisticsText.Number(curve.CalibrationError)}; {(curve.Chosen is { } chosen ? string.Create(CultureInfo.InvariantCulture, $"highest F1 from {chosen.Threshold:0.00} on") : "people say it of no block")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"  threshold",-30}{"precision",9}{"recall",9}{"F1",9}");
        foreach (ThresholdPoint point in curve.Points.Where((point, i) => i % CurveStep == 0 || point.Equals(curve.Chosen)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {point.Threshold,-28:0.00}{StatisticsText.Number(point.Precision),9}{StatisticsText.Number(point.Recall),9}{StatisticsText.Number(point.F1),9}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{"  probability",-30}{"mean",9}{"people",9}  {"95 % interval",-14}{"n",8}");
        foreach (ReliabilityBin bin in curve.Bins)
        {
            string range = string.Create(CultureInfo.InvariantCulture, $"{bin.Low:0.0} to {bin.High:0.0}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {range,-28}{StatisticsText.Number(bin.MeanScore),9}{StatisticsText.Number(bin.Share),9}  {Interval(bin.Interval),-14}{bin.N,8}");
        }
    }

    private static string Interval(WilsonInterval? interval) => StatisticsText.Interval(interval?.Low, interval?.High);
}
