using System.Globalization;

namespace ProteomicsAnnotator.App.Components.Admin;

internal static class DayText
{
    /// <summary>16 November.</summary>
    public static string Long(DateOnly day) => day.ToString("d MMMM", CultureInfo.InvariantCulture);
}
