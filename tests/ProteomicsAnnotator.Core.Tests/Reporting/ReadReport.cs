using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Reporting;
using ProteomicsAnnotator.Core.Tests.Export;

namespace ProteomicsAnnotator.Core.Tests.Reporting;

/// <summary>A report as somebody else's programs read it: the page and the figures by an XML parser, the tables by Python's csv.</summary>
internal sealed partial class ReadReport
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> _tables = new(StringComparer.Ordinal);

    private ReadReport(IReadOnlyList<ExportedFile> files)
    {
        Files = files;
        Page = XDocument.Parse(Encoding.UTF8.GetString(files[^1].Bytes.Span), LoadOptions.PreserveWhitespace);
    }

    public IReadOnlyList<ExportedFile> Files { get; }

    public XDocument Page { get; }

    public string Words => string.Concat(Page.Descendants("body").Single().DescendantNodes().OfType<XText>().Select(text => text.Value));

    public static ReadReport Of(ReportInput input) => new(Report.Of(input, TestContext.Current.CancellationToken));

    public static ReportInput InputOf(ReviewTable table, LabelClasses? classes = null) =>
        new(table, AgreementReport.Of(table, ct: TestContext.Current.CancellationToken), classes ?? LabelClasses.Default, new ReportSource("1.0.0", ExportManifest.DigestOf(table.Blocks)));

    public XElement Figure(string name) => XDocument.Parse(Encoding.UTF8.GetString(Files.Single(file => file.Name == $"figures/{name}").Bytes.Span)).Root!;

    public IEnumerable<string> TextsOf(string figure) => Figure(figure).Elements(Svg + "text").Select(text => text.Value);

    /// <summary>Rows by column name.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Table(string name)
    {
        if (!_tables.TryGetValue(name, out IReadOnlyList<IReadOnlyList<string>>? rows))
        {
            _tables[name] = rows = PythonCsv.Read(Files.Single(file => file.Name == $"tables/{name}").Bytes);
        }

        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal))];
    }

    /// <summary>The cells of the row that begins so, of the table with this caption.</summary>
    public string[] Row(string caption, string head) =>
        [.. Page.Descendants("table").Single(table => table.Element("caption")!.Value == caption).Descendants("tr").Single(row => row.Elements().First().Value == head).Elements().Select(cell => cell.Value)];

    /// <summary>Every link leads to a selection, whose rows are as many as the page says, and as the link says where it is a whole number. How many links there are.</summary>
    public int CheckSources()
    {
        Dictionary<string, XElement> sources = Page.Descendants("tr").Where(row => row.Attribute("id") is not null).ToDictionary(row => row.Attribute("id")!.Value, row => row, StringComparer.Ordinal);
        XElement[] links = [.. Page.Descendants("a").Where(link => link.Attribute("href")!.Value.StartsWith("#s-", StringComparison.Ordinal))];
        Assert.All(links, link => Assert.True(sources.ContainsKey(link.Attribute("href")!.Value[1..]), link.ToString()));
        Assert.All(sources, source =>
        {
            XElement[] cells = [.. source.Value.Elements()];
            string[] where = cells[3].Value.Split(": ", 2);
            Assert.Equal(Number(cells[2].Value), Table(where[0]).Count(row => Holds(row, where[1])));
        });
        Assert.All(links.Where(link => Whole().IsMatch(link.Value)), link => Assert.Equal(sources[link.Attribute("href")!.Value[1..]].Elements().ElementAt(2).Value, link.Value));
        return links.Length;
    }

    /// <summary>What the page says of rows: "every row", "votes above 1", "label = 2 and counted = True".</summary>
    private static bool Holds(IReadOnlyDictionary<string, string> row, string filter) => filter == "every row" || filter.Split(" and ").All(part =>
        part.Split(" above ") is [var more, var least] ? int.Parse(row[more], CultureInfo.InvariantCulture) > int.Parse(least, CultureInfo.InvariantCulture)
        : part.EndsWith(" is not empty", StringComparison.Ordinal) ? row[part[..^" is not empty".Length]].Length > 0
        : part.Split(" = ") is [var name, var value] && row[name] == value);

    [GeneratedRegex(@"^[\d,]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Whole();

    public static double Number(string shown) => double.Parse(shown.Replace("−", "-", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal).Replace(" %", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
