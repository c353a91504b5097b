using System.Globalization;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Export;

public class FigureFilesTests
{
    private static readonly string[] Classes = ["A", "B", "C", "D"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IReadOnlyList<IReadOnlyList<string>> Rows(ReviewTable table, string name)
    {
        ExportedFile file = FigureFiles.AllOf(table, Classes, Ct).Single(file => file.Name == name);
        IReadOnlyList<IReadOnlyList<string>> rows = PythonCsv.Read(file.Bytes);
        Assert.Equal(file.Count, rows.Count - 1);
        Assert.Equal("excluded", rows[0][^1]);
        return [.. rows.Skip(1)];
    }

    private static double Real(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    [Fact]
    public void AnnotatorsAndPairs_AreThoseAnotherProgramComputes()
    {
        JsonObject expected = Vectors.Json("agreement_small.json");
        ReviewTable table = Reviews.Table(
            [.. expected["users"]!.AsArray().Select(user => user!.GetValue<string>())], Vectors.Items(expected["labels"]!));

        IReadOnlyList<IReadOnlyList<string>> annotators = Rows(table, "annotators.csv");
        IReadOnlyList<IReadOnlyList<string>> pairs = Rows(table, "kappa.csv");
        IReadOnlyList<string> fleiss = Rows(table, "coefficients.csv").Single(row => row[0] == "fleiss_kappa");

        Assert.All(expected["agrees"]!.AsArray().Zip(annotators), pair => Assert.Equal(
            ((double)pair.First!["value"]!, (int)pair.First["n"]!, (int)pair.First["tied"]!),
            (Math.Round(Real(pair.Second[6]), 15), int.Parse(pair.Second[7], CultureInfo.InvariantCulture), int.Parse(pair.Second[8], CultureInfo.InvariantCulture)),
            (x, y) => Math.Abs(x.Item1 - y.Item1) < 1e-12 && x.Item2 == y.Item2 && x.Item3 == y.Item3));
        Assert.All(expected["kappa"]!.AsArray().Zip(pairs), pair =>
        {
            Assert.Equal([(string)pair.First!["a"]!, (string)pair.First["b"]!], pair.Second.Take(2));
            Assert.Equal((double)pair.First["low"]!, Real(pair.Second[4]), 1e-12);
            Assert.Equal((double)pair.First["high"]!, Real(pair.Second[5]), 1e-12);
        });
        Assert.Equal((double)expected["fleiss"]!["value"]!, Real(fleiss[1]), 1e-12);
        Assert.Equal("3", fleiss[5]);
        Assert.Equal(((double)expected["two_or_more_votes"]!["consensus_rate"]!).ToString("R", CultureInfo.InvariantCulture), Rows(table, "coefficients.csv")[4][1]);
        Assert.All(expected["classes"]!.AsArray().Zip(Rows(table, "classes.csv")), pair =>
        {
            Assert.Equal((string)pair.First!["label"]!.ToString(), pair.Second[0]);
            Assert.Equal((int)pair.First["votes"]!, int.Parse(pair.Second[2], CultureInfo.InvariantCulture));
            Assert.Equal((double)pair.First["specific_agreement"]!, Real(pair.Second[4]), 1e-12);
        });
        Assert.Equal(
            expected["confusion"]!.AsArray().Select(cell => cell!.AsArray().Select(value => value!.ToString())),
            Rows(table, "confusion.csv").Select(row => row.Take(3)));
    }

    [Fact]
    public void Classes_NotUsedOrNoClassAnyMore_AreRowsToo()
    {
        ReviewInput input = Reviews.Input(["a", "b"], [[1, 7], [2, 2]]);
        var table = ReviewTable.Of(input with { FinalLabels = new Dictionary<BlockId, FinalLabel> { [Reviews.Id(1)] = new(8, "ann", Reviews.Noon) } });

        Assert.Equal(
            ["1,A,1,0.25,0,1,0,0", "2,B,2,0.5,1,1,0,1", "3,C,0,0,,0,0,0", "4,D,0,0,,0,0,0", "7,,1,0.25,0,0,0,0", "8,,0,0,,0,1,1"],
            Rows(table, "classes.csv").Select(row => string.Join(',', row.Take(8))));
    }

    [Fact]
    public void Rates_OfAnInvertedAnnotator_AreAllWrongAndNoDataIsNoRate()
    {
        // worker5 always says the other class; labels 1 and 2 for the published 0 and 1.
        string[] raters = ["1 1 1 1 1", "0 1 0 1 1", "0 1 0 1 0", "0 1 0 1 0", "1 0 1 0 1"];
        ReviewTable table = Reviews.Table(
            ["w1", "w2", "w3", "w4", "w5"], Vectors.Items([.. raters.Select(row => row.Replace('1', '2').Replace('0', '1'))]));

        double[] rates = [.. Rows(table, "dawid_skene_rates.csv").Where(row => row[0] == "w5" && row[3].Length > 0).Select(row => Real(row[3]))];

        Assert.Equal([0.0, 1.0, 1.0, 0.0], rates.Select(rate => Math.Round(rate, 6)));
        Assert.Equal(["3", "4"], Rows(table, "dawid_skene_rates.csv").Where(row => row[0] == "w5" && row[3].Length == 0).Select(row => row[1]));
    }

    [Fact]
    public void Rates_OfAnAnnotatorWithoutLabels_AreEmpty()
    {
        ReviewTable table = Reviews.Table(["a", "b", "c"], [[1, 1, null], [2, 2, null]]);

        Assert.All(Rows(table, "dawid_skene_rates.csv").Where(row => row[0] == "c"), row => Assert.Equal("", row[3]));
    }

    [Fact]
    public void Figures_NothingLabelled_AreTablesWithEmptyCells()
    {
        ReviewTable table = Reviews.Table(["a"], [[null]]);

        Assert.All(FigureFiles.Names, name => Assert.All(Rows(table, name), row => Assert.DoesNotContain("NaN", row)));
    }
}
