using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Commands.Planning;

/// <summary>How many known answers somebody gave, in words.</summary>
internal static class AccuracyText
{
    public static string Of(GoldAccuracy accuracy) => accuracy.Interval is { } interval
        ? string.Create(CultureInfo.InvariantCulture, $"{accuracy.Right} of {accuracy.Answered} right ({100.0 * accuracy.Right / accuracy.Answered:0.#} %, {100 * interval.Low:0.#} to {100 * interval.High:0.#} %)")
        : "n/a (0 of 0)";
}
