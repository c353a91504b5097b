using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Reporting.Figures;

/// <summary>The confusion matrix over all annotators as a heat map: each cell has its number, so that the shade only helps the eye.</summary>
internal static class ConfusionFigure
{
    private const string Id = "figure-confusion";
    private const string Title = "Labels of two people on one block";
    private const double Left = 190;
    private const double Top = 66;
    private const double Cell = 62;
    private const int NameLetters = 20;
    private const int ShortLetters = 8;

    public static string Of(ReportInput input)
    {
        var matrix = ConfusionMatrix.Overall(input.Table);
        int size = matrix.Labels.Count;
        if (matrix.Total == 0)
        {
            return SvgWriter.NoData(Id, Title, "no block has two votes");
        }

        var svg = new SvgWriter();
        int most = Enumerable.Range(0, size).SelectMany(row => Enumerable.Range(0, size).Select(column => matrix[row, column])).Max();
        svg.Text((Left + (size * Cell / 2), 18), "another person's label", SvgText.Middle with { Fill = SvgWriter.Quiet });
        for (int row = 0; row < size; row++)
        {
            string name = NameOf(input, matrix.Labels[row]);
            double middle = Top + ((row + 0.5) * Cell);
            svg.Text((Left - 10, middle + 4), SvgWriter.Cut(name, NameLetters), SvgText.End);
            svg.Text((Left + ((row + 0.5) * Cell), Top - 26), matrix.Labels[row].ToString(CultureInfo.InvariantCulture), SvgText.Middle);
            svg.Text((Left + ((row + 0.5) * Cell), Top - 10), SvgWriter.Cut(input.Classes.NameOf(matrix.Labels[row]), ShortLetters), SvgText.Middle with { Size = 11 });
            for (int column = 0; column < size; column++)
            {
                int blocks = matrix[row, column];
                double share = most == 0 ? 0 : blocks / (double)most;
                double left = Left + (column * Cell);
                svg.Box((left, Top + (row * Cell)), (Cell, Cell), Shade(share), $"{name} and {NameOf(input, matrix.Labels[column])}: {Storage.Counted.Of(blocks, "block")}");
                svg.Text((left + (Cell / 2), middle + 5), blocks.ToString("N0", CultureInfo.InvariantCulture), SvgText.Middle with { Fill = share > 0.5 ? "#ffffff" : SvgWriter.Ink });
            }
        }

        double end = Left + (size * Cell);
        for (int i = 0; i <= size; i++)
        {
            svg.Line((Left, Top + (i * Cell)), (end, Top + (i * Cell)), SvgWriter.Rule);
            svg.Line((Left + (i * Cell), Top), (Left + (i * Cell), Top + (size * Cell)), SvgWriter.Rule);
        }

        svg.Text((16, Top + (size * Cell / 2)), "one person's label", SvgText.Middle with { Fill = SvgWriter.Quiet, IsUpright = true });
        return svg.Finish(Id, (end + 12, Top + (size * Cell) + 12), Title, Described(input, matrix));
    }

    private static string NameOf(ReportInput input, int label) => string.Create(CultureInfo.InvariantCulture, $"{label} {input.Classes.NameOf(label)}");

    private static string Described(ReportInput input, ConfusionMatrix matrix)
    {
        string confused = matrix.MostConfused is { } pair
            ? $"The two classes that stand together most are {NameOf(input, pair.First)} and {NameOf(input, pair.Second)}, on {Storage.Counted.Of(pair.Count, "block")}."
            : "No block has labels of two classes.";
        return $"A table of the blocks on which two people gave the class of the row and the class of the column; on the diagonal both gave the same. {Storage.Counted.Of(matrix.Total, "block")} in all. {confused}";
    }

    /// <summary>From white to a dark blue grey: the same order in black and white.</summary>
    private static string Shade(double share)
    {
        int At(int light, int dark) => (int)Math.Round(light + ((dark - light) * share));
        return string.Create(CultureInfo.InvariantCulture, $"#{At(255, 38):x2}{At(255, 62):x2}{At(255, 92):x2}");
    }
}
