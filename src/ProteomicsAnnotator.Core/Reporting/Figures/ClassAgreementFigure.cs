using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;

namespace ProteomicsAnnotator.Core.Reporting.Figures;

/// <summary>Specific agreement and alpha of each class as points with their intervals; told apart by form, not by colour.</summary>
internal static class ClassAgreementFigure
{
    private const string Id = "figure-classes";
    private const string Title = "Agreement on each class";
    private const double Left = 200;
    private const double Right = 560;
    private const double Top = 52;
    private const double RowHeight = 46;
    private const int NameLetters = 22;

    public static string Of(ReportInput input)
    {
        IReadOnlyList<ClassAgreement> classes = input.Agreement.Classes;
        if (classes.Count == 0)
        {
            return SvgWriter.NoData(Id, Title, "no block has a vote that agreement is computed from");
        }

        var svg = new SvgWriter();
        double bottom = Top + (classes.Count * RowHeight);
        double least = LeastOf(classes);
        double XOf(double value) => Left + ((Math.Max(value, least) - least) / (1 - least) * (Right - Left));
        for (int fifth = (int)Math.Round(least * 5); fifth <= 5; fifth++)
        {
            double value = fifth / 5.0;
            svg.Line((XOf(value), Top - 6), (XOf(value), bottom), fifth == 0 ? SvgWriter.Quiet : SvgWriter.Rule);
            svg.Text((XOf(value), bottom + 18), (value < 0 ? "−" : "") + Math.Abs(value).ToString("0.0", CultureInfo.InvariantCulture), SvgText.Middle with { Size = 12 });
        }

        svg.Dot((Left + 6, 20), 4.5, SvgWriter.Ink);
        svg.Text((Left + 18, 24), "specific agreement");
        svg.Dot((Left + 166, 20), 4.5, "#ffffff");
        svg.Text((Left + 178, 24), "alpha against the rest");
        foreach ((int i, ClassAgreement item) in classes.Index())
        {
            double middle = Top + ((i + 0.5) * RowHeight);
            svg.Text((Left - 14, middle + 4), SvgWriter.Cut(NameOf(input, item), NameLetters), SvgText.End);
            Draw(svg, item.Specific, (middle - 9, SvgWriter.Ink), XOf, $"{NameOf(input, item)}: specific agreement");
            Draw(svg, item.Alpha, (middle + 9, "#ffffff"), XOf, $"{NameOf(input, item)}: alpha against the rest");
        }

        svg.Line((Left, bottom), (Right, bottom), SvgWriter.Quiet);
        return svg.Finish(Id, (Right + 100, bottom + 32), Title, Described(input, classes));
    }

    private static void Draw(SvgWriter svg, Coefficient figure, (double Y, string Fill) look, Func<double, double> xOf, string name)
    {
        if (figure.Value is not { } value)
        {
            svg.Text((Right + 10, look.Y + 4), "no data", SvgText.Usual with { Size = 11, Fill = SvgWriter.Quiet });
            return;
        }

        if (figure is { Low: { } low, High: { } high })
        {
            svg.Line((xOf(low), look.Y), (xOf(high), look.Y), SvgWriter.Ink, 1.5);
            svg.Line((xOf(low), look.Y - 4), (xOf(low), look.Y + 4), SvgWriter.Ink, 1.5);
            svg.Line((xOf(high), look.Y - 4), (xOf(high), look.Y + 4), SvgWriter.Ink, 1.5);
        }

        svg.Dot((xOf(value), look.Y), 4.5, look.Fill, $"{name} {Shown.Interval(figure)}");
        svg.Text((Right + 10, look.Y + 4), Shown.Number(value), SvgText.Usual with { Size = 11 });
    }

    /// <summary>0, or a whole fifth below where something is negative.</summary>
    private static double LeastOf(IEnumerable<ClassAgreement> classes)
    {
        double least = classes.SelectMany(item => new[] { item.Specific.Value, item.Specific.Low, item.Alpha.Value, item.Alpha.Low }).Min() ?? 0;
        return least >= 0 ? 0 : Math.Max(-1, Math.Floor(least * 5) / 5);
    }

    private static string NameOf(ReportInput input, ClassAgreement item) =>
        string.Create(CultureInfo.InvariantCulture, $"{item.Label} {input.Classes.NameOf(item.Label)}");

    private static string Described(ReportInput input, IReadOnlyList<ClassAgreement> classes) => string.Join(' ', classes
        .Select(item => $"{NameOf(input, item)}: specific agreement {Shown.Interval(item.Specific)}, alpha {Shown.Interval(item.Alpha)}."));
}
