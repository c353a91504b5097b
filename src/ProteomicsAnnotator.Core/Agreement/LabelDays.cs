using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>On which days the labels that stand now were given. A label of a clock that runs ahead counts for today.</summary>
public static class LabelDays
{
    public const int Count = 14;

    /// <summary>The day on which a label counts.</summary>
    /// <param name="time">When it was given.</param>
    /// <param name="now">Labels of a clock that runs ahead count for this day.</param>
    /// <param name="zone">Whose days count.</param>
    public static DateOnly DayOf(DateTimeOffset time, DateTimeOffset now, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time > now ? now : time, zone).DateTime);

    /// <summary>Labels by day, without days that have none.</summary>
    internal static SortedDictionary<DateOnly, int> CountsOf(IEnumerable<DateTimeOffset> times, DateTimeOffset now, TimeZoneInfo zone) =>
        new(times.CountBy(time => DayOf(time, now, zone)).ToDictionary());

    /// <summary>Of the labels of an annotator whose time is known.</summary>
    /// <param name="column">Whose.</param>
    /// <param name="after">Ticks in UTC: earlier ones are left out.</param>
    internal static IEnumerable<DateTimeOffset> TimesOf(AnnotatorColumn column, long after = long.MinValue)
    {
        for (int i = 0; i < column.UtcTicks.Length; i++)
        {
            if (column.UtcTicks[i] > after && column.At(i) is { } vote && LabelTime.Known(vote.At) is { } time)
            {
                yield return time;
            }
        }
    }

    /// <summary>The last day is today.</summary>
    /// <param name="times">Of labels.</param>
    /// <param name="now">Labels of a clock that runs ahead count for this day.</param>
    /// <param name="zone">Whose days count.</param>
    public static IReadOnlyList<DayOfLabels> Of(IEnumerable<DateTimeOffset> times, DateTimeOffset now, TimeZoneInfo zone)
    {
        DateOnly first = DayOf(now, now, zone).AddDays(1 - Count);
        SortedDictionary<DateOnly, int> labels = CountsOf(times, now, zone);
        return [.. Enumerable.Range(0, Count).Select(first.AddDays).Select(day => new DayOfLabels(day, labels.GetValueOrDefault(day)))];
    }

    /// <summary>Of the labels whose time is known, for each annotator of the table.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<DayOfLabels>> OfAll(ReviewTable table, DateTimeOffset now, TimeZoneInfo zone)
    {
        // A day more than the zone can shift: older labels need no calendar.
        long oldest = now.AddDays(-Count - 1).UtcTicks;
        return table.Annotators.ToDictionary(column => column.Username, column => Of(TimesOf(column, oldest), now, zone), StringComparer.Ordinal);
    }
}

/// <param name="Day">Of the zone that was asked for.</param>
/// <param name="Labels">That stand now and were given on it.</param>
public readonly record struct DayOfLabels(DateOnly Day, int Labels);
