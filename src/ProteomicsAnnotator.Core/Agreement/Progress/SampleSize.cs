namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>
/// How wide the 95 % interval of a figure would be with more blocks, or fewer: as wide as it is now, by the square root of the number of
/// blocks. A plan for a first campaign has its own (<c>plan --dry-run</c>).
/// </summary>
/// <param name="Blocks">With two or more votes.</param>
/// <param name="PercentAgreement">Width; null where there is no interval now.</param>
/// <param name="KrippendorffAlpha">The same of alpha.</param>
public readonly record struct SampleSize(int Blocks, double? PercentAgreement, double? KrippendorffAlpha)
{
    private static readonly int[] Sizes = [100, 200, 500, 1000, 2000, 5000, 10_000];

    /// <param name="coefficients">With intervals.</param>
    public static IReadOnlyList<SampleSize> AllOf(AgreementCoefficients coefficients) =>
        [.. Sizes.Select(size => new SampleSize(size, WidthOf(coefficients.PercentAgreement, size), WidthOf(coefficients.KrippendorffAlpha, size)))];

    private static double? WidthOf(Coefficient now, int blocks) =>
        now is { Low: { } low, High: { } high, N: > 0 } ? (high - low) * Math.Sqrt((double)now.N / blocks) : null;
}
