using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>Figures of self-checks in words.</summary>
internal static class RepeatText
{
    public static string Summary(RepeatFigures figures)
    {
        string share = figures.Interval is { } interval
            ? $" ({Percent((double)figures.Same / figures.Total)} %, 95 % interval by Wilson {Percent(interval.Low)} to {Percent(interval.High)} %)"
            : "";
        string kappa = figures.Kappa.Value is { } value ? $"; Cohen's kappa {value.ToString("0.00", CultureInfo.InvariantCulture)}" : "";
        return $"{Same(figures.Same, figures.Total)} the same{share}{kappa}.";
    }

    public static string Same(int same, int total) => string.Create(CultureInfo.InvariantCulture, $"{same:N0} of {total:N0}");

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture);
}
