using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Reporting.Figures;
using ProteomicsAnnotator.Core.Reporting.Models;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>A model beside people: which one, how much of the blocks it covers, and how right and how sure it is.</summary>
internal static class ModelSection
{
    public static void Write(HtmlWriter page, ReportInput input, Selections selections, ReportFigures figures)
    {
        ModelFigures model = input.Model!.Figures;
        ModelCoverage coverage = model.Coverage;
        page.Paragraph(
            $"Model {model.Set.Model}, whose predictions {model.Set.By} stored on {LabelTime.FormatMinute(model.Set.At)} (SHA-256 {model.Set.Sha256}), beside {(model.IsOfFinalLabels ? "final labels alone" : "what people say: the final label, else the consensus")}. The model has no vote. It says something of ",
            HtmlWriter.Linked(Shown.Count(coverage.Covered), "model-covered"),
            $" of {Shown.Count(coverage.Blocks)} blocks, a probability of ",
            HtmlWriter.Linked(Shown.Count(coverage.Scored), "model-scored"),
            " of these; people say a class of ",
            HtmlWriter.Linked(Shown.Count(coverage.Compared), "model-compared"),
            $".{(coverage.Elsewhere > 0 ? $" Its rows of blocks that are not in this list ({Shown.Count(coverage.Elsewhere)}) count nowhere." : "")}");
        if (model.Confusion.Total == 0)
        {
            page.NoData("there is no block that both people and the model give a class");
        }
        else
        {
            WriteClasses(page, input, model);
            WritePeople(page, model, selections);
        }

        if (model.Curves.Count == 0)
        {
            page.NoData("no block has a probability and a label by people");
            return;
        }

        WriteScores(page, input, model, figures);
    }

    private static void WriteClasses(HtmlWriter page, ReportInput input, ModelFigures model)
    {
        page.Table(
            "Model and people",
            ["figure", "#value", "#95 % interval", "#blocks"],
            [
                ["Cohen's kappa", HtmlWriter.Linked(Shown.Number(model.Kappa.Value), "model-both"), Shown.Ends(model.Kappa.Low, model.Kappa.High), HtmlWriter.Linked(Shown.Count(model.Kappa.N), "model-both")],
                .. model.Brier is { } brier ? new IReadOnlyList<Markup>[] { ["Brier score of all classes", HtmlWriter.Linked(Shown.Number(brier), "model-brier"), "–", ""] } : [],
            ]);
        IReadOnlyList<int> labels = model.Confusion.Labels;
        page.Table(
            "Blocks by the class that people say (row) and that the model says (column)",
            ["class", .. labels.Select(label => string.Create(CultureInfo.InvariantCulture, $"#{label}"))],
            labels.Select((people, row) => (IReadOnlyList<Markup>)
            [
                NameOf(input, people),
                .. labels.Select((said, column) => HtmlWriter.Linked(Shown.Count(model.Confusion[row, column]), ModelSelections.OfCell(people, said))),
            ]));
        page.Table(
            "Precision and recall of the model",
            ["class", "#precision", "#95 % interval", "#recall", "#95 % interval", "#F1", "#people", "#model"],
            model.Classes.Select(item =>
            {
                (string people, string said) = (Selections.OfClass("model-people", item.Label), Selections.OfClass("model-said", item.Label));
                return (IReadOnlyList<Markup>)
                [
                    NameOf(input, item.Label), HtmlWriter.Linked(Shown.Number(item.Precision), said), Interval(item.PrecisionInterval), HtmlWriter.Linked(Shown.Number(item.Recall), people), Interval(item.RecallInterval),
                    Shown.Number(item.F1), HtmlWriter.Linked(Shown.Count(item.People), people), HtmlWriter.Linked(Shown.Count(item.Model), said),
                ];
            }));
    }

    private static void WritePeople(HtmlWriter page, ModelFigures model, Selections selections)
    {
        if (model.People.Count == 0)
        {
            page.NoData("nobody has a blind vote on a block of the model");
            return;
        }

        page.Table(
            "The model beside each annotator",
            ["annotator", "#Cohen's kappa", "#95 % interval", "#blocks", "#same class"],
            model.People.Select(person =>
            {
                string both = selections.OfPerson("model", person.Username);
                return (IReadOnlyList<Markup>)[person.Username, HtmlWriter.Linked(Shown.Number(person.Kappa.Value), both), Shown.Ends(person.Kappa.Low, person.Kappa.High), HtmlWriter.Linked(Shown.Count(person.Kappa.N), both), Shown.Count(person.Same)];
            }));
    }

    private static void WriteScores(HtmlWriter page, ReportInput input, ModelFigures model, ReportFigures figures)
    {
        page.Subheading("Thresholds and calibration");
        page.Paragraph("A block counts as of a class from a threshold of its probability on. The chosen threshold has the highest F1, of equal ones it is the lowest, and of a class that people say of no block there is none; it was chosen on these blocks, so figures at it are a little too good for others. The Brier score is that of Brier (1950), the expected calibration error that of Naeini, Cooper and Hauskrecht (2015) with ten bins.");
        page.Table(
            "Probabilities of the model",
            ["class", "#blocks", "#of the class", "#Brier score", "#calibration error", "#threshold", "#precision", "#recall", "#F1"],
            model.Curves.Select(curve =>
            {
                string scored = Selections.OfClass("model-score", curve.Label);
                return (IReadOnlyList<Markup>)
                [
                    NameOf(input, curve.Label), HtmlWriter.Linked(Shown.Count(curve.N), scored), HtmlWriter.Linked(Shown.Count(curve.Positives), Selections.OfClass("model-score-people", curve.Label)),
                    HtmlWriter.Linked(Shown.Number(curve.Brier), scored), HtmlWriter.Linked(Shown.Number(curve.CalibrationError), scored), curve.Chosen?.Threshold.ToString("0.00", CultureInfo.InvariantCulture) ?? "–",
                    HtmlWriter.Linked(Shown.Number(curve.Chosen?.Precision), scored), HtmlWriter.Linked(Shown.Number(curve.Chosen?.Recall), scored), HtmlWriter.Linked(Shown.Number(curve.Chosen?.F1), scored),
                ];
            }));
        page.Figure(figures.Thresholds!, ReportFiles.ThresholdFigure, "Precision, recall and F1 of each class by threshold; the upright line is the chosen one");
        page.Figure(figures.Reliability!, ReportFiles.ReliabilityFigure, "Share of blocks that people say are of the class, by the model's probability; on the diagonal both are the same");
        page.Table(
            "Reliability",
            ["class and probability", "#mean", "#share by people", "#95 % interval", "#blocks"],
            from curve in model.Curves
            from bin in curve.Bins
            select (IReadOnlyList<Markup>)
            [
                FormattableString.Invariant($"{curve.Label}: {bin.Low:0.0} to {bin.High:0.0}"), Shown.Number(bin.MeanScore), HtmlWriter.Linked(Shown.Percent(bin.Share), ModelSelections.OfBin(curve.Label, bin)),
                Shown.PercentEnds(bin.Interval), HtmlWriter.Linked(Shown.Count(bin.N), ModelSelections.OfBin(curve.Label, bin)),
            ]);
    }

    private static string Interval(WilsonInterval? interval) => Shown.Ends(interval?.Low, interval?.High);

    private static string NameOf(ReportInput input, int label) => string.Create(CultureInfo.InvariantCulture, $"{label} {input.Classes.NameOf(label)}");
}
