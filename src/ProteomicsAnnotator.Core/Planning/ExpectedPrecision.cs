using System.Globalization;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>
/// How wide intervals of a plan's figures will be, before there is any label. Assumed: classes equally frequent, and two
/// annotators agree on <see cref="AssumedAgreement"/> of the blocks, each being right with one probability and else choosing
/// among the other classes at random. Variance of the mean agreement of all pairs of a block (a U-statistic):
/// pairs that share nobody are independent, given the block.
/// </summary>
/// <param name="Agreement">95 % interval of the agreement: plus and minus; null with one vote.</param>
/// <param name="Alpha">The same of Krippendorff's alpha.</param>
/// <param name="PerClass">The same of the agreement on the blocks of one class.</param>
public sealed record ExpectedPrecision(double? Agreement, double? Alpha, double? PerClass)
{
    public const double AssumedAgreement = 0.8;
    private const double Normal95 = 1.959963984540054;

    /// <summary>The intervals in a sentence, with what is assumed.</summary>
    public string Words => Agreement is { } agreement && Alpha is { } alpha && PerClass is { } perClass
        ? string.Create(CultureInfo.InvariantCulture, $"95 %, if two annotators agree on {AssumedAgreement * 100:0} % and classes are equally frequent: agreement ± {agreement:0.0000}, alpha ± {alpha:0.0000}, agreement per class ± {perClass:0.0000}")
        : "none: agreement needs two votes a block";

    /// <param name="blocks">Ordinary ones.</param>
    /// <param name="votes">Of each.</param>
    /// <param name="classes">At least 2.</param>
    public static ExpectedPrecision Of(int blocks, int votes, int classes)
    {
        if (votes < 2 || classes < 2 || blocks == 0)
        {
            return new ExpectedPrecision(null, null, null);
        }

        // q^2 + (1 - q)^2 / (k - 1) = a, the larger root.
        double others = classes - 1;
        double right = LargerRoot(1 + (1 / others), -2 / others, (1 / others) - AssumedAgreement);
        double wrong = (1 - right) / others;
        double threeAlike = Math.Pow(right, 3) + (others * Math.Pow(wrong, 3));
        double pairs = votes * (votes - 1) / 2.0;
        double single = AssumedAgreement * (1 - AssumedAgreement);
        double shared = threeAlike - (AssumedAgreement * AssumedAgreement);
        double variance = (single + (2 * (votes - 2) * shared)) / pairs;
        double half = Normal95 * Math.Sqrt(variance / blocks);
        return new ExpectedPrecision(half, half / (1 - (1.0 / classes)), Normal95 * Math.Sqrt(variance * classes / blocks));
    }

    private static double LargerRoot(double a, double b, double c) => (-b + Math.Sqrt((b * b) - (4 * a * c))) / (2 * a);
}
