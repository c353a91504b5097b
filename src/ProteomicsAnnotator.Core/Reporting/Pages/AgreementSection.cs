using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Graded;
using ProteomicsAnnotator.Core.Agreement.Quality;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>The coefficients of all annotators, graded ones where asked for, and those of the random share.</summary>
internal static class AgreementSection
{
    private static readonly string[] Columns = ["coefficient", "#value", "#95 % interval", "#blocks"];

    public static void Write(HtmlWriter page, ReportInput input)
    {
        AgreementReport report = input.Agreement;
        ReviewStatistics counts = report.Statistics;
        page.Table("Blocks", ["", "#blocks", "#share"],
        [
            ["in the list", HtmlWriter.Linked(Shown.Count(counts.TotalBlocks), "blocks"), ""],
            ["labelled at least once", HtmlWriter.Linked(Shown.Count(counts.AnnotatedBlocks), "labelled"), ShareOf(counts.AnnotatedBlocks, counts.TotalBlocks)],
            ["with two or more votes", HtmlWriter.Linked(Shown.Count(counts.ComparableBlocks), "comparable"), ShareOf(counts.ComparableBlocks, counts.TotalBlocks)],
            ["of these with disagreement", HtmlWriter.Linked(Shown.Count(counts.Disagreements), "disagreement"), ShareOf(counts.Disagreements, counts.ComparableBlocks)],
        ]);
        AgreementCoefficients all = report.Coefficients;
        string fleiss = all.FleissVotesPerBlock == 0 ? "Fleiss' kappa" : string.Create(CultureInfo.InvariantCulture, $"Fleiss' kappa, blocks with {all.FleissVotesPerBlock} votes");
        page.Table("Agreement of all annotators", Columns,
        [
            RowOf("percent agreement", all.PercentAgreement, "pairable"),
            RowOf("Krippendorff's alpha, nominal", all.KrippendorffAlpha, "pairable"),
            RowOf("Gwet's AC1", all.GwetAc1, "pairable"),
            RowOf(fleiss, all.FleissKappa, all.FleissVotesPerBlock == 0 ? "pairable" : "fleiss"),
        ]);
        if (report.Prevailing is { } prevailing)
        {
            page.Paragraph(prevailing.Words(input.Classes.NameOf(prevailing.Label)));
        }

        WriteGraded(page, report.Graded);
        WriteRandomShare(page, report.RandomShare);
        WriteGroups(page, report.Groups);
    }

    private static Markup ShareOf(int part, int whole) => Shown.Percent(whole == 0 ? null : part / (double)whole);

    private static IReadOnlyList<Markup> RowOf(string name, Coefficient figure, string selection) =>
        [name, HtmlWriter.Linked(Shown.Number(figure.Value), selection), Shown.Ends(figure.Low, figure.High), HtmlWriter.Linked(Shown.Count(figure.N), selection)];

    private static void WriteGraded(HtmlWriter page, GradedFigures? graded)
    {
        if (graded is not null)
        {
            page.Table("Agreement with the classes as grades", Columns, graded.Coefficients.Select(item => RowOf(item.Name, item.Coefficient, "pairable")));
        }
    }

    /// <summary>Of each tile or animal, where intervals are over these.</summary>
    private static void WriteGroups(HtmlWriter page, IReadOnlyList<GroupFigures> groups)
    {
        if (groups.Count == 0)
        {
            return;
        }

        page.Subheading("Groups of blocks");
        page.Table(
            "Counts and agreement by group",
            ["group", "#blocks", "#labelled", "#votes", "#differ", "#agreement", "#alpha", "#95 % interval", "#AC1", "#compared"],
            groups.Select((group, i) =>
            {
                AgreementCoefficients all = group.Coefficients;
                string pairable = Selections.OfGroup("pairable", i + 1);
                return (IReadOnlyList<Markup>)
                [
                    group.Shown, HtmlWriter.Linked(Shown.Count(group.Blocks.Count), Selections.OfGroup("blocks", i + 1)), HtmlWriter.Linked(Shown.Count(group.Labelled), Selections.OfGroup("labelled", i + 1)),
                    Shown.Count(group.Votes), HtmlWriter.Linked(Shown.Count(group.Disagreements), Selections.OfGroup("disagreement", i + 1)),
                    HtmlWriter.Linked(Shown.Number(all.PercentAgreement.Value), pairable), HtmlWriter.Linked(Shown.Number(all.KrippendorffAlpha.Value), pairable), Shown.Ends(all.KrippendorffAlpha.Low, all.KrippendorffAlpha.High),
                    HtmlWriter.Linked(Shown.Number(all.GwetAc1.Value), pairable), HtmlWriter.Linked(Shown.Count(all.KrippendorffAlpha.N), pairable),
                ];
            }));
        page.Paragraph("The intervals of a group draw its single blocks anew: where these are alike, they are too narrow.");
    }

    private static void WriteRandomShare(HtmlWriter page, RandomShareFigures? random)
    {
        if (random is null)
        {
            return;
        }

        page.Table("Blocks that the plan drew at random", Columns,
        [
            RowOf("percent agreement", random.Alone.PercentAgreement, "random-pairable"),
            RowOf("Krippendorff's alpha, nominal", random.Alone.KrippendorffAlpha, "random-pairable"),
        ]);
    }
}
