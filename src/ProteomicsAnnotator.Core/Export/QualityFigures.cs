using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>Those of <see cref="FigureFiles"/> that tell how good the campaign is: two adjudicators, repeats, the random share.</summary>
internal static class QualityFigures
{
    /// <summary>In the first row, without names, final labels beside second adjudications, whoever gave them.</summary>
    public static CsvTable Adjudicators(ReviewTable table, AgreementReport report)
    {
        var csv = new CsvTable(["a", "b", "n", "same", "share", "low", "high", "kappa", "kappa_low", "kappa_high", "excluded"]);
        foreach ((string? a, string? b, RepeatFigures figures) in RowsOf(report))
        {
            csv.Add([a, b, .. Cells(figures), FigureFiles.Excluded(table)]);
        }

        return csv;
    }

    /// <summary>As <see cref="Adjudicators"/>, by the labels of both.</summary>
    public static CsvTable AdjudicatorConfusion(ReviewTable table, AgreementReport report)
    {
        var csv = new CsvTable(["a", "b", "label_a", "label_b", "blocks", "excluded"]);
        foreach ((string? a, string? b, RepeatFigures figures) in RowsOf(report))
        {
            ConfusionMatrix matrix = figures.Confusion;
            for (int row = 0; row < matrix.Labels.Count; row++)
            {
                for (int column = 0; column < matrix.Labels.Count; column++)
                {
                    csv.Add([
                        a, b, CsvTable.Number(matrix.Labels[row]), CsvTable.Number(matrix.Labels[column]), CsvTable.Number(matrix[row, column]), FigureFiles.Excluded(table),
                    ]);
                }
            }
        }

        return csv;
    }

    public static CsvTable Repeats(ReviewTable table, AgreementReport report)
    {
        var csv = new CsvTable(["username", "kind", "n", "same", "share", "low", "high", "kappa", "kappa_low", "kappa_high", "excluded"]);
        foreach (IntraRaterAgreement person in report.Repeats)
        {
            foreach ((string kind, RepeatFigures figures) in new[] { ("hidden", person.Hidden), ("self_check", person.SelfChecks) }.Where(row => row.Item2.Total > 0))
            {
                csv.Add([person.Username, kind, .. Cells(figures), FigureFiles.Excluded(table)]);
            }
        }

        return csv;
    }

    /// <summary>No row: no plan goes by labels.</summary>
    public static CsvTable RandomShare(ReviewTable table, AgreementReport report, IReadOnlyList<string> classNames)
    {
        var csv = new CsvTable(["sample", "figure", "label", "class_name", "value", "low", "high", "n", "plan_version", "excluded"]);
        if (report.RandomShare is { } random)
        {
            string version = CsvTable.Number(random.PlanVersion)!;
            foreach ((string sample, SampleFigures figures) in new[] { ("random", random.Alone), ("all", random.All) })
            {
                string n = CsvTable.Number(figures.Labelled)!;
                foreach ((string name, Coefficient value) in new[] { ("percent_agreement", figures.PercentAgreement), ("krippendorff_alpha", figures.KrippendorffAlpha) })
                {
                    csv.Add([
                        sample, name, null, null, CsvTable.Number(value.Value), CsvTable.Number(value.Low), CsvTable.Number(value.High), CsvTable.Number(value.N), version, FigureFiles.Excluded(table),
                    ]);
                }

                foreach (ClassPrevalence item in figures.Classes)
                {
                    csv.Add([
                        sample, "prevalence", CsvTable.Number(item.Label), ClassNames.Of(item.Label, classNames), CsvTable.Number(item.Share),
                        CsvTable.Number(item.Interval?.Low), CsvTable.Number(item.Interval?.High), n, version, FigureFiles.Excluded(table),
                    ]);
                }
            }
        }

        return csv;
    }

    private static IEnumerable<(string? A, string? B, RepeatFigures Figures)> RowsOf(AgreementReport report) => report.Adjudicators.All.Total == 0
        ? []
        : report.Adjudicators.Pairs.Select(pair => ((string?)pair.A, (string?)pair.B, pair.Figures)).Prepend((null, null, report.Adjudicators.All));

    private static string?[] Cells(RepeatFigures figures) =>
    [
        CsvTable.Number(figures.Total),
        CsvTable.Number(figures.Same),
        CsvTable.Number(figures.Share),
        CsvTable.Number(figures.Interval?.Low),
        CsvTable.Number(figures.Interval?.High),
        CsvTable.Number(figures.Kappa.Value),
        CsvTable.Number(figures.Kappa.Low),
        CsvTable.Number(figures.Kappa.High),
    ];
}
