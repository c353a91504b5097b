using ProteomicsAnnotator.Core.Predictions.Figures;

namespace ProteomicsAnnotator.Core.Reporting.Figures;

/// <summary>Precision, recall and F1 of each class by the threshold of its probability; told apart by dashes, not by colour.</summary>
internal static class ThresholdFigure
{
    private const string Id = "figure-model-thresholds";
    private const string Title = "Precision, recall and F1 by threshold";
    private static readonly (string Name, string? Dash, Func<ThresholdPoint, double?> Of)[] Lines =
    [
        ("precision", null, point => point.Precision), ("recall", "7 4", point => point.Recall), ("F1", "2 3", point => point.F1),
    ];

    public static string Of(ReportInput input, ModelFigures figures)
    {
        if (figures.Curves.Count == 0)
        {
            return SvgWriter.NoData(Id, Title, "no block has a probability and a label by people");
        }

        var svg = new SvgWriter();
        foreach ((int i, (string name, string? dash, _)) in Lines.Index())
        {
            svg.Path([(62 + (i * 100), 20), (92 + (i * 100), 20)], dash);
            svg.Text((98 + (i * 100), 24), name, SvgText.Usual with { Size = 12 });
        }

        var panels = new UnitPanels(svg, "threshold", "share");
        foreach ((int i, ScoreCurve curve) in figures.Curves.Index())
        {
            panels.Draw(i, FormattableString.Invariant($"{curve.Label} {input.Classes.NameOf(curve.Label)}"));
            foreach ((_, string? dash, Func<ThresholdPoint, double?> of) in Lines)
            {
                Draw(svg, i, [.. curve.Points.Select(point => (point.Threshold, of(point)))], dash);
            }

            if (curve.Chosen is { } chosen)
            {
                svg.Line(UnitPanels.At(i, chosen.Threshold, 0), UnitPanels.At(i, chosen.Threshold, 1), SvgWriter.Ink, 0.75);
                svg.Dot(UnitPanels.At(i, chosen.Threshold, chosen.F1 ?? 0), 4, "#ffffff", FormattableString.Invariant($"highest F1 {Shown.Number(chosen.F1)}, from {chosen.Threshold:0.00} on"));
            }
        }

        string described = string.Join(' ', figures.Curves.Select(curve => $"{curve.Label} {input.Classes.NameOf(curve.Label)}: {Words(curve.Chosen)}."));
        return svg.Finish(Id, UnitPanels.SizeOf(figures.Curves.Count), Title, described);
    }

    private static string Words(ThresholdPoint? chosen) => chosen is { } point
        ? FormattableString.Invariant($"highest F1 {Shown.Number(point.F1)} from threshold {point.Threshold:0.00} on, with precision {Shown.Number(point.Precision)} and recall {Shown.Number(point.Recall)}")
        : "people say it of no block";

    /// <summary>A line ends where there is no number, and begins again behind it.</summary>
    private static void Draw(SvgWriter svg, int panel, (double Threshold, double? Share)[] points, string? dash)
    {
        List<(double, double)> line = [];
        foreach ((double threshold, double? share) in points)
        {
            if (share is { } value)
            {
                line.Add(UnitPanels.At(panel, threshold, value));
            }
            else if (line.Count > 0)
            {
                svg.Path(line, dash);
                line.Clear();
            }
        }

        if (line.Count > 0)
        {
            svg.Path(line, dash);
        }
    }
}
