using System.Net;
using System.Text;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>Writes a page: every text goes through <see cref="Encode"/>, and what is HTML already is a <see cref="Markup"/>.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A number that leads to the rows it was counted from.</summary>
    public static Markup Linked(string text, string selection) => new($"<a href=\"#s-{Encode(selection)}\">{Encode(text)}</a>");

    public void Raw(string html) => _html.Append(html).Append('\n');

    public void Heading(string id, string text) => Raw($"<h2 id=\"{Encode(id)}\">{Encode(text)}</h2>");

    public void Subheading(string text) => Raw($"<h3>{Encode(text)}</h3>");

    public void Paragraph(params IEnumerable<Markup> parts) => Raw($"<p>{string.Concat(parts.Select(part => part.Html))}</p>");

    public void NoData(string why) => Raw($"<p class=\"none\">No data: {Encode(why)}.</p>");

    /// <param name="caption">What the table has.</param>
    /// <param name="columns">Their heads; one that begins with # is of numbers.</param>
    /// <param name="rows">The first cell of each is its head.</param>
    public void Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Markup>> rows)
    {
        string Look(int column) => columns[column].StartsWith('#') ? " class=\"n\"" : "";
        Raw("<table>");
        Raw($"<caption>{Encode(caption)}</caption>");
        Raw($"<thead><tr>{string.Concat(columns.Select((column, i) => $"<th scope=\"col\"{Look(i)}>{Encode(column.TrimStart('#'))}</th>"))}</tr></thead>");
        Raw("<tbody>");
        foreach (IReadOnlyList<Markup> row in rows)
        {
            Raw($"<tr>{string.Concat(row.Select((cell, i) => i == 0 ? $"<th scope=\"row\"{Look(i)}>{cell.Html}</th>" : $"<td{Look(i)}>{cell.Html}</td>"))}</tr>");
        }

        Raw("</tbody>");
        Raw("</table>");
    }

    public void Figure(string svg, string file, string caption) =>
        Raw($"<figure>\n{svg}<figcaption>{Encode(caption)} (<a href=\"{ReportFiles.Figures}/{file}\">{file}</a>)</figcaption>\n</figure>");

    public override string ToString() => _html.ToString();
}

/// <summary>HTML that is written as it is; a text becomes one by being encoded.</summary>
internal readonly record struct Markup(string Html)
{
    public static implicit operator Markup(string text) => new(HtmlWriter.Encode(text));
}
