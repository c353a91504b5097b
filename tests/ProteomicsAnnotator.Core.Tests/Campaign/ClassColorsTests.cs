using System.Globalization;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.Core.Tests.Campaign;

/// <summary>
/// What people see of the default colours, after G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based
/// Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), doi:10.1109/TVCG.2009.113: matrices of severity
/// 1.0 on linear RGB, from the table on the authors' page.
/// </summary>
public sealed class ClassColorsTests
{
    /// <summary>About 2.3 is just noticeable side by side; dots far apart in a list need many times as much.</summary>
    private const double Apart = 20;

    private static readonly double[] Usual = [1, 0, 0, 0, 1, 0, 0, 0, 1];

    private static readonly double[] Protanopia =
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998];

    private static readonly double[] Deuteranopia =
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881];

    private static readonly double[] Tritanopia =
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900];

    /// <summary>sRGB (IEC 61966-2-1) to XYZ, white D65.</summary>
    private static readonly double[] ToXyz =
        [0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920, 0.9503041];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(LabelClasses.MaxCount)]
    public void DefaultColors_ToEveryKindOfEyes_StayApart(int count)
    {
        string[] colors = [.. Enumerable.Range(1, count).Select(LabelClasses.DefaultColor)];
        foreach (double[] eyes in new[] { Usual, Protanopia, Deuteranopia, Tritanopia })
        {
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    Assert.True(Difference(colors[i], colors[j], eyes) > Apart, $"{colors[i]} and {colors[j]}");
                }
            }
        }
    }

    [Fact]
    public void Simulation_OfTheFormerGreenAndOrange_KnowsWhoConfusedThem()
    {
        Assert.InRange(Difference("#22AA44", "#FF6622", Protanopia), 0, Apart);
        Assert.True(Difference("#22AA44", "#FF6622", Usual) > 4 * Apart);
    }

    [Fact]
    public void Default_HasThreeClasses_InTheFirstThreeColours()
    {
        Assert.Equal(["#35B56E", "#6390FF", "#F2913D"], LabelClasses.Default.Items.Select(item => item.Color));
    }

    /// <summary>Delta E 1976 of what these eyes see.</summary>
    private static double Difference(string one, string other, double[] eyes)
    {
        double[] a = Lab(Times(eyes, Linear(one)));
        double[] b = Lab(Times(eyes, Linear(other)));
        return Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
    }

    private static double[] Linear(string color) =>
        [.. new[] { 1, 3, 5 }
            .Select(at => int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];

    private static double[] Times(double[] matrix, double[] v) =>
        [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(at => matrix[(3 * row) + at] * v[at]))];

    private static double[] Lab(double[] light)
    {
        double[] white = [0.95047, 1, 1.08883];
        double[] f = [.. Times(ToXyz, [.. light.Select(c => Math.Clamp(c, 0, 1))])
            .Select((value, at) => value / white[at])
            .Select(t => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116)];
        return [(116 * f[1]) - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
    }
}
