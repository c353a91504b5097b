using System.Globalization;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Reporting.Figures;

namespace ProteomicsAnnotator.Core.Reporting.Pages;

/// <summary>When labels were given, and whether agreement and people stayed what they were.</summary>
internal static class ProgressSection
{
    public static void Write(HtmlWriter page, ReportInput input, Selections selections, ReportFigures figures)
    {
        if (ReportDay.AllOf(input).Count == 0)
        {
            page.NoData("no label whose time is known");
            return;
        }

        page.Figure(figures.Progress, ReportFiles.ProgressFigure, "Labels that stand now, by the day on which they were given. A label that was changed counts on the later day");
        if (input.Progress.Weeks.Count > 0)
        {
            page.Table(
                "Agreement by week, of pairs of votes by the week of the later one",
                ["from", "#same label", "#95 % interval", "#pairs"],
                input.Progress.Weeks.Select(week => (IReadOnlyList<Markup>)[Day(week.Monday), Shown.Percent(week.Share), Shown.PercentEnds(week.Interval), Shown.Count(week.Pairs)]));
        }

        WriteChanges(page, input, selections);
        if (input.Progress.Times.Count > 0)
        {
            page.Table(
                "Seconds for a label, from the evidence",
                ["annotator", "#lower quartile", "#median", "#upper quartile", "#labels"],
                input.Progress.Times.Select(times => (IReadOnlyList<Markup>)
                [
                    HtmlWriter.Linked(times.Username, selections.OfPerson("labels", times.Username)), Seconds(times.LowerQuartile), Seconds(times.Median), Seconds(times.UpperQuartile), Shown.Count(times.N),
                ]));
        }
    }

    private static void WriteChanges(HtmlWriter page, ReportInput input, Selections selections)
    {
        page.Subheading("Whether people changed");
        if (input.Progress.Drifts.Count == 0)
        {
            page.NoData($"nobody has {2 * Drift.Least} labels that others' can be compared with");
            return;
        }

        page.Table(
            "Agreement with most others before and since the likeliest change",
            ["annotator", "#after own label", "#before", "#since", "#p", "#labels"],
            input.Progress.Drifts.Select(drift => (IReadOnlyList<Markup>)
            [
                HtmlWriter.Linked(drift.Username, selections.OfPerson("labels", drift.Username)), Shown.Count(drift.After), Shown.Percent(drift.Before), Shown.Percent(drift.Since),
                drift.P.ToString("0.000", CultureInfo.InvariantCulture), Shown.Count(drift.N),
            ]));
        page.Paragraph($"p is the share of 999 shuffled orders, of a fixed seed, with a change as large; of people who never changed one in a hundred has 0.010 or less.{(input.Progress.DriftLeavesOut is { } left ? " " + left : "")}");
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Seconds(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
