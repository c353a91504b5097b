using System.Globalization;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>CSS variables of a class: its colour, and black or white ink, whichever contrasts more (WCAG luminance).</summary>
public static class ClassStyle
{
    public static string Of(LabelClasses classes, int? label)
    {
        if (label is not { } number)
        {
            return "";
        }

        string color = classes.Find(number)?.Color ?? "#868D99";
        return $"--class-color:{color};--class-ink:{Ink(color)}";
    }

    private static string Ink(string color)
    {
        double Linear(int start)
        {
            double c = int.Parse(color.AsSpan(start, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }

        double luminance = (0.2126 * Linear(1)) + (0.7152 * Linear(3)) + (0.0722 * Linear(5));
        return luminance > 0.179 ? "#000" : "#fff";
    }
}
