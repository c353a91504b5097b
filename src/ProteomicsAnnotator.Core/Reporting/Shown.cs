using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Reporting;

/// <summary>Numbers as the page and the figures show them; the tables have them unrounded.</summary>
internal static class Shown
{
    public const string NoData = "no data";

    public static string Number(double? value) => value is { } number && double.IsFinite(number) ? Signed(number.ToString("0.000", CultureInfo.InvariantCulture)) : NoData;

    public static string Percent(double? share) => share is { } value && double.IsFinite(value) ? Signed((100 * value).ToString("0.0", CultureInfo.InvariantCulture)) + " %" : NoData;

    public static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The ends alone; a dash where there is no interval.</summary>
    public static string Ends(double? low, double? high) => low is null || high is null ? "–" : $"{Number(low)} to {Number(high)}";

    public static string PercentEnds(WilsonInterval? interval) => interval is { } ends ? $"{Percent(ends.Low)} to {Percent(ends.High)}" : "–";

    /// <summary>As "0.812 (0.790 to 0.831)".</summary>
    public static string Interval(Coefficient figure) =>
        figure.Value is null ? NoData : figure.Low is null ? Number(figure.Value) : $"{Number(figure.Value)} ({Ends(figure.Low, figure.High)})";

    /// <summary>A minus that is as wide as a plus; no -0.000.</summary>
    private static string Signed(string number) =>
        !number.StartsWith('-') ? number : number.AsSpan(1).ContainsAnyExcept("0.") ? "−" + number[1..] : number[1..];
}
