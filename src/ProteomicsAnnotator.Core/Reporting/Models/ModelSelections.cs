using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Predictions.Figures;

namespace ProteomicsAnnotator.Core.Reporting.Models;

/// <summary>The rows that the numbers of a model were counted from.</summary>
internal static class ModelSelections
{
    private const string Both = "people is not empty and model is not empty";

    public static string OfCell(int people, int model) => string.Create(CultureInfo.InvariantCulture, $"model-cell-{people}-{model}");

    public static string OfBin(int label, ReliabilityBin bin) => string.Create(CultureInfo.InvariantCulture, $"model-score-{label}-from-{100 * bin.Low:0}");

    public static IEnumerable<Selection> AllOf(ReportInput input, ReportedModel model, Func<string, string> personOf)
    {
        ModelFigures figures = model.Figures;
        ModelCoverage coverage = figures.Coverage;
        yield return Of("model-covered", "blocks that the model has a row of", coverage.Covered, "every row");
        yield return Of("model-scored", "of these the ones with a probability", coverage.Scored, "scored = True");
        yield return Of("model-compared", "of all the ones of which people say a class", coverage.Compared, "people is not empty");
        yield return Of("model-both", "of these the ones of which the model says one, too", figures.Confusion.Total, Both);
        IReadOnlyList<ModelRow> rows = model.RowsOf(input.Table);
        string all = string.Concat(Enumerable.Range(1, model.Predictions.ClassCount).Select(label => FormattableString.Invariant($" and p_{label} is not empty")));
        yield return Of("model-brier", "of model-compared the ones with a probability of every class", rows.Count(row => row.People is not null && HasAll(row.Model)), "people is not empty" + all);
        foreach ((int row, int people) in figures.Confusion.Labels.Index())
        {
            foreach ((int column, int said) in figures.Confusion.Labels.Index())
            {
                yield return Of(OfCell(people, said), FormattableString.Invariant($"blocks that people call {people} and the model {said}"), figures.Confusion[row, column], FormattableString.Invariant($"people = {people} and model = {said}"));
            }
        }

        foreach (ModelClass item in figures.Classes)
        {
            yield return Of(Selections.OfClass("model-people", item.Label), FormattableString.Invariant($"blocks of model-both that people call {item.Label}"), item.People, FormattableString.Invariant($"people = {item.Label} and model is not empty"));
            yield return Of(Selections.OfClass("model-said", item.Label), FormattableString.Invariant($"blocks of model-both that the model calls {item.Label}"), item.Model, FormattableString.Invariant($"model = {item.Label} and people is not empty"));
        }

        foreach (ScoreCurve curve in figures.Curves)
        {
            foreach (Selection selection in OfCurve(curve, rows))
            {
                yield return selection;
            }
        }

        foreach (ModelBesidePerson person in figures.People)
        {
            AnnotatorColumn column = input.Table.Rated.FindAnnotator(person.Username)!;
            yield return Listed(personOf(person.Username), $"blocks that both {person.Username} and the model say a class of", rows.Where(row => row.Model.Label is not null && column.At(row.Row.Index) is not null));
        }
    }

    private static IEnumerable<Selection> OfCurve(ScoreCurve curve, IReadOnlyList<ModelRow> rows)
    {
        string scored = FormattableString.Invariant($"p_{curve.Label} is not empty");
        yield return Of(Selections.OfClass("model-score", curve.Label), FormattableString.Invariant($"blocks with a probability of {curve.Label} of which people say a class"), curve.N, $"{scored} and people is not empty");
        yield return Of(Selections.OfClass("model-score-people", curve.Label), FormattableString.Invariant($"of these the ones that people call {curve.Label}"), curve.Positives, FormattableString.Invariant($"{scored} and people = {curve.Label}"));
        foreach (ReliabilityBin bin in curve.Bins)
        {
            yield return Listed(
                OfBin(curve.Label, bin),
                FormattableString.Invariant($"of these the ones with a probability from {bin.Low:0.0} {(bin.High < 1 ? "to below" : "to")} {bin.High:0.0}"),
                rows.Where(row => row.People is not null && row.Model.ProbabilityOf(curve.Label) is { } score && ScoreCurve.BinOf(score) == bin.Number));
        }
    }

    private static bool HasAll(Prediction prediction) => !Array.Exists(prediction.Probabilities.ToArray(), double.IsNaN);

    private static Selection Of(string id, string words, int count, string filter) => new(id, words, count, ReportFiles.ModelPredictions, filter);

    private static Selection Listed(string id, string words, IEnumerable<ModelRow> rows) => Selection.OfBlocks(id, words, [.. rows.Select(row => row.Block)]);
}
