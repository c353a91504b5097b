using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Reporting.Figures;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>The page of a report: one file that needs no other one, and prints on A4.</summary>
internal static class ReportPage
{
    private static readonly (string Id, string Name)[] Sections =
    [
        ("methods", "Methods"), ("agreement", "Agreement"), ("classes", "Classes"), ("confusion", "Confusion"), ("people", "People"), ("model", "Model"),
        ("progress", "Progress"), ("labels", "Resolved labels"), ("sources", "Where the numbers come from"), ("files", "Files"),
    ];

    public static string Of(ReportInput input, Selections selections, ReportFigures figures, IReadOnlyList<FileDigest> files)
    {
        var page = new HtmlWriter();
        WriteHead(page, input);
        Begin(page, "methods");
        foreach (string paragraph in MethodsText.Of(input))
        {
            page.Paragraph(paragraph);
        }

        Begin(page, "agreement");
        AgreementSection.Write(page, input);
        Begin(page, "classes");
        ClassSection.Write(page, input, figures);
        Begin(page, "confusion");
        ClassSection.WriteConfusion(page, input, figures);
        Begin(page, "people");
        PeopleSection.Write(page, input, selections);
        if (input.Model is not null)
        {
            Begin(page, "model");
            ModelSection.Write(page, input, selections, figures);
        }

        Begin(page, "progress");
        ProgressSection.Write(page, input, selections, figures);
        Begin(page, "labels");
        ClassSection.WriteResolved(page, input);
        Begin(page, "sources");
        SourceSection.Write(page, selections);
        Begin(page, "files");
        SourceSection.WriteFiles(page, input, files);
        page.Raw("</body>");
        page.Raw("</html>");
        return page.ToString();
    }

    private static void WriteHead(HtmlWriter page, ReportInput input)
    {
        page.Raw("<!DOCTYPE html>");
        page.Raw("<html lang=\"en\">");
        page.Raw("<head>");
        page.Raw("<meta charset=\"utf-8\" />");
        page.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"{HtmlWriter.Encode(ReportStyle.Policy)}\" />");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />");
        page.Raw("<title>Annotation report</title>");
        page.Raw($"<style>{ReportStyle.Text}</style>");
        page.Raw("</head>");
        page.Raw("<body>");
        page.Raw("<h1>Annotation report</h1>");
        page.Raw($"<p class=\"from\">{HtmlWriter.Encode(Origin(input))}</p>");
        page.Raw($"<nav aria-label=\"Sections\"><ul>{string.Concat(Sections.Where(section => section.Id != "model" || input.Model is not null).Select(section => $"<li><a href=\"#{section.Id}\">{section.Name}</a></li>"))}</ul></nav>");
        foreach (string fault in input.Faults)
        {
            page.Raw($"<p class=\"fault\">Could not be read, so the figures lack it: {HtmlWriter.Encode(fault)}</p>");
        }
    }

    private static void Begin(HtmlWriter page, string id) => page.Heading(id, Sections.First(section => section.Id == id).Name);

    private static string Origin(ReportInput input)
    {
        string what = $"{Counted.Of(input.Table.Count, "block")}, {Counted.Of(input.Table.Progress.Labels, "label")} by {Counted.Of(input.Table.Statistics.Annotators, "annotator")}";
        return input.Source.Release is { } release
            ? $"{what}. Release {release.Name}, made {LabelTime.FormatMinute(release.MadeAt)} by {release.By}."
            : input.LastDecision is { } last ? $"{what}. Labels as they stood after the decision of {LabelTime.FormatMinute(last)}." : $"{what}.";
    }
}
