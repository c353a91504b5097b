using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Reporting.Figures;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>What was made of each class: votes, agreement, confusion, and the labels in the end.</summary>
internal static class ClassSection
{
    public static void Write(HtmlWriter page, ReportInput input, ReportFigures figures)
    {
        ILookup<int, ClassAgreement> agreement = input.Agreement.Classes.ToLookup(item => item.Label);
        page.Table(
            "Votes and agreement",
            ["class", "#votes", "#share", "#specific agreement", "#95 % interval", "#alpha", "#95 % interval", "#blocks"],
            ClassFigures.AllOf(input.Table, input.Classes.Count).Select(item => RowOf(input, item, agreement[item.Label].FirstOrDefault())));
        if (input.Agreement.Classes.Count == 0)
        {
            page.NoData("no block has a vote that agreement is computed from");
            return;
        }

        page.Figure(figures.Classes, ReportFiles.ClassFigure, "Specific agreement (filled) and alpha of the class against the rest (open), with 95 % intervals");
    }

    public static void WriteConfusion(HtmlWriter page, ReportInput input, ReportFigures figures)
    {
        var matrix = ConfusionMatrix.Overall(input.Table);
        if (matrix.Total == 0)
        {
            page.NoData("no block has two votes");
            return;
        }

        page.Figure(figures.Confusion, ReportFiles.ConfusionFigure, "Blocks on which two people gave the class of the row and that of the column; on the diagonal both gave the same. A block with three different labels stands in three cells above the diagonal");
        IEnumerable<int> labels = Enumerable.Range(0, matrix.Labels.Count);
        page.Table(
            "Blocks with both labels",
            ["class", .. matrix.Labels.Select(label => string.Create(CultureInfo.InvariantCulture, $"#{label}"))],
            labels.Select(row => (IReadOnlyList<Markup>)
            [
                NameOf(input, matrix.Labels[row]),
                .. labels.Select(column => HtmlWriter.Linked(Shown.Count(matrix[row, column]), Selections.OfPair(matrix.Labels[row], matrix.Labels[column]))),
            ]));
    }

    public static void WriteResolved(HtmlWriter page, ReportInput input)
    {
        IReadOnlyList<ResolvedCount> counts = ResolvedCount.AllOf(input);
        int all = counts.Sum(row => row.Blocks);
        if (all == 0)
        {
            page.NoData("no block has a label");
            return;
        }

        ResolvedBy[] ways = [ResolvedBy.FinalLabel, ResolvedBy.Unanimous, ResolvedBy.Majority, ResolvedBy.Tie, ResolvedBy.SingleVote];
        page.Table(
            $"Blocks by their resolved label: {Counted.Of(all, "block")} of {Shown.Count(input.Table.Count)}",
            ["class", "#blocks", "#share", "#95 % interval", .. ways.Select(how => $"#{ReportTables.WordOf(how).Replace('_', ' ')}")],
            [
                .. counts.Select(row => (IReadOnlyList<Markup>)
                [
                    NameOf(input, row.Label), HtmlWriter.Linked(Shown.Count(row.Blocks), Selections.OfClass("resolved", row.Label)), Shown.Percent(row.Share), Shown.PercentEnds(row.Interval),
                    .. ways.Select(how => (Markup)Shown.Count(row.By[how])),
                ]),
                [
                    "all", HtmlWriter.Linked(Shown.Count(all), "resolved"), "", "",
                    .. ways.Select(how => HtmlWriter.Linked(Shown.Count(counts.Sum(row => row.By[how])), $"by-{ReportTables.WordOf(how)}")),
                ],
            ]);
    }

    private static string NameOf(ReportInput input, int label) => string.Create(CultureInfo.InvariantCulture, $"{label} {input.Classes.NameOf(label)}");

    private static IReadOnlyList<Markup> RowOf(ReportInput input, ClassFigures figures, ClassAgreement? agreement)
    {
        string selection = Selections.OfClass("class", figures.Label);
        Coefficient specific = agreement?.Specific ?? default;
        Coefficient alpha = agreement?.Alpha ?? default;
        return
        [
            NameOf(input, figures.Label),
            HtmlWriter.Linked(Shown.Count(figures.Votes), Selections.OfClass("votes", figures.Label)),
            Shown.Percent(figures.ShareOfVotes),
            HtmlWriter.Linked(Shown.Number(specific.Value), selection),
            Shown.Ends(specific.Low, specific.High),
            HtmlWriter.Linked(Shown.Number(alpha.Value), "pairable"),
            Shown.Ends(alpha.Low, alpha.High),
            HtmlWriter.Linked(Shown.Count(specific.N), selection),
        ];
    }
}
