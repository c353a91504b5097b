using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Reporting.Figures;

/// <summary>Of each class the share that people say is of it, by the mean probability of blocks in ten bins; on the diagonal the model is calibrated.</summary>
internal static class ReliabilityFigure
{
    private const string Id = "figure-model-reliability";
    private const string Title = "Reliability of the model's probabilities";

    public static string Of(ReportInput input, ModelFigures figures)
    {
        if (figures.Curves.Count == 0)
        {
            return SvgWriter.NoData(Id, Title, "no block has a probability and a label by people");
        }

        var svg = new SvgWriter();
        svg.Text((62, 24), "mean probability of ten bins, with 95 % intervals", SvgText.Usual with { Size = 12, Fill = SvgWriter.Quiet });
        var panels = new UnitPanels(svg, "the model's probability", "share by people");
        foreach ((int i, ScoreCurve curve) in figures.Curves.Index())
        {
            panels.Draw(i, FormattableString.Invariant($"{curve.Label} {input.Classes.NameOf(curve.Label)}"));
            svg.Line(UnitPanels.At(i, 0, 0), UnitPanels.At(i, 1, 1), SvgWriter.Quiet);
            foreach (ReliabilityBin bin in curve.Bins)
            {
                svg.Line(UnitPanels.At(i, bin.MeanScore, bin.Interval.Low), UnitPanels.At(i, bin.MeanScore, bin.Interval.High), SvgWriter.Ink, 1.5);
                svg.Dot(UnitPanels.At(i, bin.MeanScore, bin.Share), 4.5, SvgWriter.Ink, $"{Shown.Number(bin.MeanScore)}: {Shown.Percent(bin.Share)} of {Counted.Of(bin.N, "block")}");
            }
        }

        string described = string.Join(' ', figures.Curves.Select(curve => FormattableString.Invariant(
            $"{curve.Label} {input.Classes.NameOf(curve.Label)}: Brier score {Shown.Number(curve.Brier)}, expected calibration error {Shown.Number(curve.CalibrationError)}, {Counted.Of(curve.N, "block")}.")));
        return svg.Finish(Id, UnitPanels.SizeOf(figures.Curves.Count), Title, described);
    }
}
