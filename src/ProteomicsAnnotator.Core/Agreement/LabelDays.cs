using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>On which of the last days the labels that stand now were given.</summary>
public static class LabelDays
{
    public const int Count = 14;

    /// <summary>The last day is today.</summary>
    /// <param name="times">Of labels.</param>
    /// <param name="now">Labels of a clock that runs ahead count for this day.</param>
    /// <param name="zone">Whose days count.</param>
    public static IReadOnlyList<DayOfLabels> Of(IEnumerable<DateTimeOffset> times, DateTimeOffset now, TimeZoneInfo zone)
    {
        DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

        DateOnly first = DayOf(now).AddDays(1 - Count);
        int[] labels = new int[Count];
        foreach (DateTimeOffset time in times)
        {
            int day = DayOf(time > now ? now : time).DayNumber - first.DayNumber;
            if (day >= 0)
            {
                labels[day]++;
            }
        }

        return [.. labels.Select((number, i) => new DayOfLabels(first.AddDays(i), number))];
    }

    /// <summary>Of the labels whose time is known, for each annotator of the table.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<DayOfLabels>> OfAll(ReviewTable table, DateTimeOffset now, TimeZoneInfo zone)
    {
        // A day more than the zone can shift: older labels need no calendar.
        long oldest = now.AddDays(-Count - 1).UtcTicks;
        return table.Annotators.ToDictionary(column => column.Username, column => Of(TimesOf(column, oldest), now, zone), StringComparer.Ordinal);
    }

    private static IEnumerable<DateTimeOffset> TimesOf(AnnotatorColumn column, long oldest)
    {
        for (int i = 0; i < column.UtcTicks.Length; i++)
        {
            if (column.UtcTicks[i] > oldest && column.At(i) is { } vote && LabelTime.Known(vote.At) is { } time)
            {
                yield return time;
            }
        }
    }
}

/// <param name="Day">By the local clock.</param>
/// <param name="Labels">That stand now and were given on it.</param>
public readonly record struct DayOfLabels(DateOnly Day, int Labels);
