namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>
/// The 95 % score interval of a share. Wilson (1927), "Probable inference, the law of succession, and statistical inference",
/// Journal of the American Statistical Association 22, 209-212.
/// </summary>
/// <param name="Low">0 to 1.</param>
/// <param name="High">0 to 1.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    private const double Normal975 = 1.959963984540054;

    /// <param name="hits">Of <paramref name="n"/>.</param>
    /// <param name="n">At least 1.</param>
    public static WilsonInterval Of(int hits, int n) => OfShare((double)hits / n, n);

    /// <summary>The same where the sample is not of single, independent ones: Franco, Little, Louis and Slud (2019), Journal of Survey Statistics and Methodology 7, 334-364.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="n">The number of independent ones that would tell as much; at least 1.</param>
    public static WilsonInterval OfShare(double share, double n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        double square = Normal975 * Normal975;
        double centre = (share + (square / (2 * n))) / (1 + (square / n));
        double half = Normal975 / (1 + (square / n)) * Math.Sqrt((share * (1 - share) / n) + (square / (4 * n * n)));
        return new WilsonInterval(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
