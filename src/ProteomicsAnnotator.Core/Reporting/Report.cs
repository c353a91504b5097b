using System.Text;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Reporting.Figures;
using ProteomicsAnnotator.Core.Reporting.Pages;

namespace ProteomicsAnnotator.Core.Reporting;

/// <summary>A report for a paper: a page, tables and figures. It says when labels were given and not when it was made.</summary>
public static class Report
{
    /// <summary>With the folders in their names, the page last.</summary>
    public static IReadOnlyList<ExportedFile> Of(ReportInput input, CancellationToken ct)
    {
        var selections = Selections.Of(input);
        ExportedFile[] tables = [.. ReportTables.AllOf(input, selections, ct).Select(file => file with { Name = $"{ReportFiles.Tables}/{file.Name}" })];
        var figures = ReportFigures.Of(input);
        ExportedFile[] drawn =
        [
            FileOf(ReportFiles.ClassFigure, figures.Classes),
            FileOf(ReportFiles.ConfusionFigure, figures.Confusion),
            FileOf(ReportFiles.ProgressFigure, figures.Progress),
            .. figures.Thresholds is { } thresholds ? new[] { FileOf(ReportFiles.ThresholdFigure, thresholds) } : [],
            .. figures.Reliability is { } reliability ? new[] { FileOf(ReportFiles.ReliabilityFigure, reliability) } : [],
        ];
        string page = ReportPage.Of(input, selections, figures, [.. tables.Concat(drawn).Select(file => file.Digest)]);
        return [.. tables, .. drawn, new ExportedFile(ReportFiles.Page, Encoding.UTF8.GetBytes(page), 1)];
    }

    private static ExportedFile FileOf(string name, string svg) => new($"{ReportFiles.Figures}/{name}", Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg), 1);
}
