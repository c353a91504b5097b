using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Reporting;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Reporting;

public sealed class ReportTests
{
    public static TheoryData<string> Published =>
        [.. Vectors.Json("agreement_published.json")["cases"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Published))]
    public void Page_OfAPublishedTable_HasThePrintedCoefficients(string id)
    {
        JsonNode table = Vectors.Json("agreement_published.json")["cases"]!.AsArray().Single(item => item!["id"]!.GetValue<string>() == id)!;
        IReadOnlyList<IReadOnlyList<int?>> items = Vectors.Items([.. table["raters"]!.AsArray().Select(rater => string.Join(' ', rater!.GetValue<string>().Split(' ').Select(label => char.IsAsciiLetterLower(label[0]) ? $"{label[0] - 'a' + 1}" : label)))]);
        var report = ReadReport.Of(ReadReport.InputOf(Reviews.Table([.. items[0].Select((_, i) => $"user_{i:00}")], items)));

        Check(table["expect"]!["alpha"], report.Row("Agreement of all annotators", "Krippendorff's alpha, nominal"));
        Check(table["expect"]!["ac1"], report.Row("Agreement of all annotators", "Gwet's AC1"));

        static void Check(JsonNode? printed, string[] row)
        {
            if (printed is not null)
            {
                Assert.True(printed.GetValueKind() == System.Text.Json.JsonValueKind.String ? row[1] == "no data" : Math.Abs(ReadReport.Number(row[1]) - (double)printed) < 1.01e-3, $"{printed}: {string.Join(' ', row)}");
            }
        }
    }

    [Fact]
    public void Page_OfTheSmallProject_HasTheFiguresOfItsVector()
    {
        var report = ReadReport.Of(ReadReport.InputOf(Reviews.ProjectSmall()));
        JsonObject vector = Vectors.Json("project_small.json");
        int?[][] labels = [.. vector["labels"]!.AsArray().Select(block => block!.AsArray().Select(label => (int?)label).ToArray())];

        int labelled = labels.Count(block => block.Any(label => label is not null));
        Assert.Equal([$"{labels.Length}", $"{labelled}"], [report.Row("Blocks", "in the list")[1], report.Row("Blocks", "labelled at least once")[1]]);
        for (int one = 1; one <= 3; one++)
        {
            string[] row = report.Row("Blocks with both labels", $"{one} Class {one}");
            for (int other = 1; other <= 3; other++)
            {
                int expected = labels.Count(block => block.Index().Any(a => a.Item == one && block.Index().Any(b => b.Index != a.Index && b.Item == other)));
                Assert.Equal(expected, ReadReport.Number(row[other]));
            }
        }
    }

    [Fact]
    public void Report_OfTheSameInput_HasTheSameBytesInEveryCultureAndOrder()
    {
        (string[] users, IReadOnlyList<IReadOnlyList<int?>> blocks) = Random(3);
        IReadOnlyList<ExportedFile> first = Report.Of(ReadReport.InputOf(Reviews.Table(users, blocks)), TestContext.Current.CancellationToken);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator, other.NumberFormat.NegativeSign) = (",", ".", "~");
            CultureInfo.CurrentCulture = other;
            ReviewInput input = Reviews.Input(users, blocks);
            var turned = ReviewTable.Of(input with { Annotators = [.. input.Annotators.Reverse()] });
            IReadOnlyList<ExportedFile> second = Report.Of(ReadReport.InputOf(turned), TestContext.Current.CancellationToken);
            Assert.Equal(first.Select(file => file.Digest), second.Select(file => file.Digest));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Report_WithoutLabels_SaysNoDataAndNoNumberThatIsNone()
    {
        var report = ReadReport.Of(ReadReport.InputOf(Reviews.Table([], [[], [], []])));

        Assert.Equal("no data", report.Row("Agreement of all annotators", "Krippendorff's alpha, nominal")[1]);
        Assert.Contains("Nobody has given a label that counts.", report.Words, StringComparison.Ordinal);
        Assert.Contains("There was no plan", report.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", report.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", report.Words, StringComparison.Ordinal);
        Assert.All(["classes.svg", "confusion.svg", "progress.svg"], figure => Assert.Equal(["no data"], report.TextsOf(figure)));
        Assert.Equal(5, report.Page.Descendants("p").Count(paragraph => paragraph.Value.StartsWith("No data: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Report_NamesWithMarkup_AreTextInPageAndFigures()
    {
        const string Wild = "<script>alert(1)</script> & \"soma\" ]]> 'x'";
        var report = ReadReport.Of(ReadReport.InputOf(Reviews.ProjectSmall(), LabelClasses.FromNames([Wild, "=SUM(1)", "神経細胞の名前がとても長いクラス"])));

        Assert.Equal($"1 {Wild}", report.Row("Votes and agreement", $"1 {Wild}")[0]);
        Assert.Empty(report.Page.Descendants("script"));
        Assert.Contains("1 <script>alert(1)</s…", report.TextsOf("classes.svg"));
        Assert.Contains("神経細…", report.TextsOf("confusion.svg"));
        Assert.Equal([Wild, "'=SUM(1)"], report.Table("classes.csv").Take(2).Select(row => row["class_name"]));
    }

    [Fact]
    public void Page_NeedsNothingFromElsewhere_AndItsPolicyAllowsItsStyleAlone()
    {
        var report = ReadReport.Of(ReadReport.InputOf(Reviews.ProjectSmall()));

        string style = report.Page.Descendants("style").Single().Value;
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", report.Page.Descendants("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!.Value);
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "style" or "src" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        string[] files = [.. report.Files.Select(file => file.Name)];
        Assert.All(report.Page.Descendants("a").Select(link => link.Attribute("href")!.Value).Where(link => link[0] != '#'), link => Assert.Contains(link, files));
        Assert.Equal(files[..^1].Order(StringComparer.Ordinal), report.Page.Descendants("table").Last().Descendants("a").Select(link => link.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Figures_AreNamedAndDescribed_EachOnceInThePage()
    {
        var report = ReadReport.Of(ReadReport.InputOf(Reviews.ProjectSmall()));
        XNamespace svg = "http://www.w3.org/2000/svg";

        XElement[] figures = [.. report.Page.Descendants(svg + "svg")];
        Assert.Equal(3, figures.Length);
        string[] ids = [.. report.Page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.All(figures, figure =>
        {
            Assert.Equal("img", figure.Attribute("role")!.Value);
            Assert.Equal(figure.Attribute("aria-labelledby")!.Value, $"{figure.Element(svg + "title")!.Attribute("id")!.Value} {figure.Element(svg + "desc")!.Attribute("id")!.Value}");
            Assert.NotEqual("", figure.Element(svg + "desc")!.Value);
        });
    }

    [Fact]
    public void Ticks_OfANegativeScale_StandWhereTheirNumbersAre()
    {
        var report = ReadReport.Of(ReadReport.InputOf(Reviews.Table(["a", "b"], [[1, 2], [2, 1], [1, 2], [1, 1], [2, 1]])));

        (double X, double Value)[] ticks = [.. report.Figure("classes.svg").Elements()
            .Where(text => text.Name.LocalName == "text" && (string)text.Attribute("font-size")! == "12")
            .Select(text => (double.Parse(text.Attribute("x")!.Value, CultureInfo.InvariantCulture), ReadReport.Number(text.Value)))];

        Assert.True(ticks[0].Value < 0 && ticks[^1].Value == 1, string.Join(' ', ticks));
        double pixels = (ticks[^1].X - ticks[0].X) / (ticks[^1].Value - ticks[0].Value);
        Assert.All(ticks, tick => Assert.Equal(ticks[0].X + ((tick.Value - ticks[0].Value) * pixels), tick.X, 0.02));
    }

    [Fact]
    public void Graded_AndClusters_AreInPageMethodsAndTable()
    {
        (string[] users, IReadOnlyList<IReadOnlyList<int?>> blocks) = Random(4);
        var table = ReviewTable.Of(Reviews.Input(users, blocks));
        var clusters = BlockClusters.ByFolder(table.Blocks, 1);
        ReportInput input = ReadReport.InputOf(table) with
        {
            Agreement = AgreementReport.Of(table, clusters, TestContext.Current.CancellationToken) with { Graded = GradedFigures.Of(table, clusters, TestContext.Current.CancellationToken) },
        };
        var report = ReadReport.Of(input);

        Assert.Contains("They have no intervals, as all blocks are of one cluster.", report.Words, StringComparison.Ordinal);
        Assert.Equal("–", report.Row("Agreement of all annotators", "percent agreement")[2]);
        Assert.Equal(7 + (users.Length * (users.Length - 1)), report.Table("graded.csv").Count);
        double shown = ReadReport.Number(report.Row("Agreement with the classes as grades", "AC2, linear weights")[1]);
        Assert.Equal(double.Parse(report.Table("graded.csv").Single(row => row["figure"] == "ac2_linear")["value"], CultureInfo.InvariantCulture), shown, 5.01e-4);
    }

    internal static (string[] Users, IReadOnlyList<IReadOnlyList<int?>> Blocks) Random(int seed)
    {
        var random = new Random(seed);
        string[] users = ["zoe", "alice", "bob", "Carol"];
        return (users, [.. Enumerable.Range(0, 90).Select(_ => (IReadOnlyList<int?>)[.. users.Select(_ => random.Next(4) == 0 ? (int?)null : random.Next(10) < 6 ? 1 : random.Next(1, 5))])]);
    }
}
