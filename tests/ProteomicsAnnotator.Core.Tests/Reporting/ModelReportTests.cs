using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Reporting;
using ProteomicsAnnotator.Core.Reporting.Models;
using ProteomicsAnnotator.Core.Tests.Predictions;

namespace ProteomicsAnnotator.Core.Tests.Reporting;

/// <summary>The section on a model, against the figures that a program of its own computed.</summary>
public sealed class ModelReportTests
{
    [Theory]
    [InlineData("resolved")]
    [InlineData("final")]
    public void Section_HasTheFiguresOfTheVector(string against)
    {
        JsonNode expected = ModelVector.Json[against]!;
        var report = ReadReport.Of(Input(against == "final"));

        Assert.Contains("Model unet@3, whose predictions lead stored on", report.Words, StringComparison.Ordinal);
        string[] kappa = report.Row("Model and people", "Cohen's kappa");
        Close((double)expected["kappa"]!, kappa[1]);
        Close((double)expected["brier"]!, report.Row("Model and people", "Brier score of all classes")[1]);
        for (int k = 0; k < 3; k++)
        {
            string name = $"{k + 1} {ModelVector.Classes.Names[k]}";
            Assert.Equal(expected["confusion"]![k]!.AsArray().Select(cell => (double)cell!), report.Row("Blocks by the class that people say (row) and that the model says (column)", name)[1..].Select(ReadReport.Number));
            string[] row = report.Row("Precision and recall of the model", name);
            JsonNode item = expected["classes"]![k]!;
            Close((double)item["precision"]!, row[1]);
            Close((double)item["recall"]!, row[3]);
            Close((double)item["f1"]!, row[5]);
            JsonNode curve = expected["curves"]![k]!;
            string[] scores = report.Row("Probabilities of the model", name);
            Close((double)curve["brier"]!, scores[3]);
            Close((double)curve["ece"]!, scores[4]);
            Close((double)curve["chosen"]!, scores[5]);
            foreach (JsonNode? bin in curve["bins"]!.AsArray())
            {
                double low = (double)bin![0]!;
                string[] shown = report.Row("Reliability", string.Create(CultureInfo.InvariantCulture, $"{k + 1}: {low:0.0} to {low + 0.1:0.0}"));
                Close((double)bin[2]!, shown[1]);
                Close(100 * (double)bin[3]!, shown[2], 0.051);
                Assert.Equal((int)bin[1]!, ReadReport.Number(shown[4]));
            }
        }
    }

    [Fact]
    public void Tables_HaveTheFiguresUnrounded()
    {
        JsonNode expected = ModelVector.Json["resolved"]!;
        var report = ReadReport.Of(Input(finalOnly: false));

        IReadOnlyDictionary<string, string> model = Assert.Single(report.Table("model.csv"));
        Assert.Equal(("unet", "3", "resolved"), (model["model"], model["version"], model["against"]));
        Assert.Equal((double)expected["kappa"]!, double.Parse(model["kappa"], CultureInfo.InvariantCulture), 12);
        IReadOnlyDictionary<string, string>[] points = [.. report.Table("model_thresholds.csv").Where(row => row["label"] == "2")];
        Assert.Equal(101, points.Length);
        Assert.Equal(
            expected["curves"]![1]!["points"]!.AsArray().Select(point => point![2] is { } f1 ? Math.Round((double)f1, 10) : (double?)null),
            points.Select(row => row["f1"].Length == 0 ? (double?)null : Math.Round(double.Parse(row["f1"], CultureInfo.InvariantCulture), 10)));
        Assert.Equal((double)expected["curves"]![1]!["chosen"]!, double.Parse(Assert.Single(points, row => row["chosen"] == "True")["threshold"], CultureInfo.InvariantCulture), 12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_LeadToTheRowsTheyWereCountedFrom(bool finalOnly)
    {
        var report = ReadReport.Of(Input(finalOnly));
        var without = ReadReport.Of(ReadReport.InputOf(ModelVector.Table, ModelVector.Classes));

        Assert.True(report.CheckSources() > without.CheckSources() + 40);
        Assert.DoesNotContain(without.Files, file => file.Name.Contains("model", StringComparison.Ordinal));
        Assert.DoesNotContain(without.Page.Descendants("h2"), heading => heading.Value == "Model");
    }

    /// <summary>A point of the reliability figure for each bin, a dashed, a dotted and a whole line for each class.</summary>
    [Fact]
    public void Figures_AreDrawnForEachClass_AndDescribed()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var report = ReadReport.Of(Input(finalOnly: false));
        int bins = ModelVector.Json["resolved"]!["curves"]!.AsArray().Sum(curve => curve!["bins"]!.AsArray().Count);

        Assert.Equal(bins, report.Figure("model-reliability.svg").Elements(svg + "circle").Count());
        XElement thresholds = report.Figure("model-thresholds.svg");
        Assert.Equal(3, thresholds.Elements(svg + "circle").Count());
        Assert.True(thresholds.Elements(svg + "polyline").Count() >= 3 + 9);
        Assert.Contains("highest F1", thresholds.Element(svg + "desc")!.Value, StringComparison.Ordinal);
        Assert.Equal(5, report.Page.Descendants(svg + "svg").Count());
        string[] ids = [.. report.Page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Report_OfTheSameModel_HasTheSameBytes() => Assert.Equal(
        Report.Of(Input(finalOnly: false), TestContext.Current.CancellationToken).Select(file => file.Digest),
        Report.Of(Input(finalOnly: false), TestContext.Current.CancellationToken).Select(file => file.Digest));

    [Fact]
    public void ModelThatSaysNothingOfTheBlocks_IsNoDataAndNoNumber()
    {
        ReviewTable table = ModelVector.Table;
        var predictions = ModelVector.Read("block_9999,0.5,0.25,0.25\n", "p_1,p_2,p_3");

        var report = ReadReport.Of(ReadReport.InputOf(table, ModelVector.Classes) with { Model = new ReportedModel(ModelFigures.Of(ModelVector.Set, predictions, table), predictions) });

        Assert.Contains("No data: there is no block that both people and the model give a class.", report.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", report.Words, StringComparison.Ordinal);
        Assert.Equal(["no data"], report.TextsOf("model-thresholds.svg"));
        Assert.Equal("0", Assert.Single(report.Table("model.csv"))["compared"]);
        _ = report.CheckSources();
    }

    private static ReportInput Input(bool finalOnly)
    {
        ReviewTable table = ModelVector.Table;
        return ReadReport.InputOf(table, ModelVector.Classes) with
        {
            Model = new ReportedModel(ModelFigures.Of(ModelVector.Set, ModelVector.Predictions, table, finalOnly), ModelVector.Predictions),
        };
    }

    private static void Close(double expected, string shown, double within = 0.00051) => Assert.InRange(ReadReport.Number(shown), expected - within, expected + within);
}
