using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>Where each number leads: which rows of which table it was counted from.</summary>
internal static class SourceSection
{
    public static void Write(HtmlWriter page, Selections selections)
    {
        page.Paragraph(
            "A number that is underlined leads here, and from here to its rows. The blocks of a selection are in ",
            LinkTo(ReportFiles.Selections),
            "; the decisions on a block are the rows of ",
            LinkTo(ReportFiles.Decisions),
            " with its id. Agreement is computed from votes with counted = True and not_blind = False",
            ", unless the methods say that others count too.");
        page.Raw("<table class=\"rows\">");
        page.Raw("<caption>Selections</caption>");
        page.Raw("<thead><tr><th scope=\"col\">selection</th><th scope=\"col\">what it is</th><th scope=\"col\" class=\"n\">rows</th><th scope=\"col\">where</th></tr></thead>");
        page.Raw("<tbody>");
        foreach (Selection selection in selections.All)
        {
            string id = HtmlWriter.Encode(selection.Id);
            page.Raw($"<tr id=\"s-{id}\"><th scope=\"row\">{id}</th><td>{HtmlWriter.Encode(selection.Words)}</td><td class=\"n\">{Shown.Count(selection.Count)}</td><td>{LinkTo(selection.Table).Html}: <code>{HtmlWriter.Encode(selection.Filter)}</code></td></tr>");
        }

        page.Raw("</tbody>");
        page.Raw("</table>");
    }

    public static void WriteFiles(HtmlWriter page, ReportInput input, IReadOnlyList<FileDigest> files)
    {
        page.Paragraph(input.Source.Release is null
            ? "The labels may have changed since: a report of a release stays what it is."
            : "Made from the same release once more, these files have the same bytes.");
        page.Raw("<table class=\"rows\">");
        page.Raw("<caption>Files of this report beside the page</caption>");
        page.Raw("<thead><tr><th scope=\"col\">file</th><th scope=\"col\" class=\"n\">rows</th><th scope=\"col\">SHA-256</th></tr></thead>");
        page.Raw("<tbody>");
        foreach (FileDigest file in files)
        {
            string rows = file.Path.EndsWith(".csv", StringComparison.Ordinal) ? Shown.Count(file.Count ?? 0) : "";
            page.Raw($"<tr><th scope=\"row\"><a href=\"{HtmlWriter.Encode(file.Path)}\">{HtmlWriter.Encode(file.Path)}</a></th><td class=\"n\">{rows}</td><td><code>{file.Sha256}</code></td></tr>");
        }

        page.Raw("</tbody>");
        page.Raw("</table>");
    }

    private static Markup LinkTo(string table) => new($"<a href=\"{ReportFiles.Tables}/{table}\">{table}</a>");
}
