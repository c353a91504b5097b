using System.Globalization;

namespace ProteomicsAnnotator.Core.Reporting.Figures;

/// <summary>Small plots of two shares, each from 0 to 1: a plot a class, two in a row.</summary>
internal sealed class UnitPanels(SvgWriter svg, string xName, string yName)
{
    private const double Side = 230;
    private const double Left = 62;
    private const double Top = 70;
    private const double ColumnWidth = 320;
    private const double RowHeight = 330;
    private const int Columns = 2;
    private const int NameLetters = 30;

    /// <summary>Of so many.</summary>
    public static (double Width, double Height) SizeOf(int panels) =>
        ((Math.Min(panels, Columns) * ColumnWidth) + 20, Top + ((panels + Columns - 1) / Columns * RowHeight) - 30);

    public static (double X, double Y) At(int panel, double x, double y) =>
        (Left + (panel % Columns * ColumnWidth) + (x * Side), Top + (panel / Columns * RowHeight) + ((1 - y) * Side));

    /// <summary>Its frame, scale and name.</summary>
    public void Draw(int panel, string name)
    {
        for (int fifth = 0; fifth <= 5; fifth++)
        {
            double share = fifth / 5.0;
            string number = share.ToString("0.0", CultureInfo.InvariantCulture);
            svg.Line(At(panel, share, 0), At(panel, share, 1), fifth == 0 ? SvgWriter.Quiet : SvgWriter.Rule);
            svg.Line(At(panel, 0, share), At(panel, 1, share), fifth == 0 ? SvgWriter.Quiet : SvgWriter.Rule);
            (double x, double y) = At(panel, share, 0);
            svg.Text((x, y + 16), number, SvgText.Middle with { Size = 11 });
            (x, y) = At(panel, 0, share);
            svg.Text((x - 6, y + 4), number, SvgText.End with { Size = 11 });
        }

        (double middle, double bottom) = At(panel, 0.5, 0);
        svg.Text((middle, bottom + 34), xName, SvgText.Middle with { Size = 12, Fill = SvgWriter.Quiet });
        (double left, double centre) = At(panel, 0, 0.5);
        svg.Text((left - 36, centre), yName, SvgText.Middle with { Size = 12, Fill = SvgWriter.Quiet, IsUpright = true });
        (left, double top) = At(panel, 0, 1);
        svg.Text((left, top - 12), SvgWriter.Cut(name, NameLetters));
    }
}
