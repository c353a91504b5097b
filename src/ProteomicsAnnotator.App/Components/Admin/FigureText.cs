using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>Figures in words: three decimals, shares in percent with one, "n/a" where undefined.</summary>
internal static class FigureText
{
    public const string Undefined = "n/a";

    public static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? Undefined;

    public static string Share(double? value) => value is { } share
        ? (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%"
        : Undefined;

    public static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Interval(Coefficient coefficient, bool isComputed) => (coefficient, isComputed) switch
    {
        ({ Value: null }, _) => "",
        (_, false) => "computing…",
        ({ Low: { } low, High: { } high }, _) => $"{Number(low)} to {Number(high)}",
        _ => Undefined,
    };

    /// <summary>Of a share; empty without a block.</summary>
    public static string Interval(WilsonInterval? interval) => interval is { } found ? $"{Share(found.Low)} to {Share(found.High)}" : "";

    /// <summary>What stands behind a kappa: its interval, or why there is none.</summary>
    public static string KappaTitle(CohenKappa kappa) => kappa switch
    {
        { Value: null } => "Undefined: only one class is in use",
        { Low: { } low, High: { } high } => $"95 % interval {Number(low)} to {Number(high)}",
        _ => "No interval: the standard error is 0",
    };

    /// <summary>The interval of a pair, or why its value has none.</summary>
    public static string Interval(PairKappa kappa) => kappa switch
    {
        { Value: null } => "",
        { Interval: (double low, double high) } => $"{Number(low)} to {Number(high)}",
        _ => "no interval: the standard error is 0",
    };

    /// <param name="excluded">Whose labels do not count.</param>
    public static string NoLabels(IReadOnlyCollection<string> excluded) =>
        excluded.Count == 0 ? "No labels yet." : $"No labels that count: {AreExcluded(excluded)}.";

    public static string NoPairs(IReadOnlyCollection<string> excluded) => excluded.Count == 0
        ? "Fewer than two annotators have labels."
        : $"Fewer than two annotators have labels that count: {AreExcluded(excluded)}.";

    /// <summary>Why a coefficient of all annotators has no value; null when it has one.</summary>
    /// <param name="coefficient">Computed.</param>
    /// <param name="excluded">Whose labels do not count.</param>
    public static string? WhyUndefined(Coefficient coefficient, IReadOnlyCollection<string> excluded)
    {
        if (coefficient.Value is not null)
        {
            return null;
        }

        if (coefficient.N == 0)
        {
            return excluded.Count == 0 ? "no block has two labels" : "no block has two labels that count";
        }

        return "only one class is in use";
    }

    /// <summary>The same for a pair.</summary>
    public static string? WhyUndefined(PairKappa kappa) => kappa switch
    {
        { Value: not null } => null,
        { N: 0 } => "no block has labels of both",
        _ => "both gave the same one class only",
    };

    /// <summary>Where a value lies on an axis from 0 to 1, as a length of CSS; outside of it at the nearer end.</summary>
    public static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Clamp(value, 0, 1):0.#}%");

    /// <summary>Kappa -1..1 as a background: red below 0, then from grey to green.</summary>
    /// <param name="value">The kappa.</param>
    /// <param name="most">Per cent of the colour at 1: less where a number stands on it.</param>
    public static string Heat(double? value, int most)
    {
        if (value is not { } kappa)
        {
            return "background:transparent";
        }

        double strength = Math.Clamp(Math.Abs(kappa), 0, 1);
        string hue = kappa < 0 ? "var(--bad)" : "var(--map-hi)";
        return string.Create(CultureInfo.InvariantCulture, $"background:color-mix(in srgb, {hue} {strength * (kappa < 0 ? 45 : most):0}%, var(--map-lo))");
    }

    /// <summary>A count as a share of the largest of its table, as a background.</summary>
    public static string Heat(int count, int largest) => largest == 0 || count == 0
        ? "background:transparent"
        : string.Create(CultureInfo.InvariantCulture, $"background:color-mix(in srgb, var(--map-hi) {10 + (50.0 * count / largest):0}%, var(--map-lo))");

    private static string AreExcluded(IReadOnlyCollection<string> excluded) =>
        $"{string.Join(", ", excluded)} {(excluded.Count == 1 ? "is" : "are")} excluded";
}
