using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>How far two annotators agree, by the week in which the later of two votes on a block was given.</summary>
/// <param name="Monday">First day of the week, in the campaign's time zone.</param>
/// <param name="Pairs">Of two votes on one block.</param>
/// <param name="Same">Of these the ones that say the same.</param>
public readonly record struct WeekOfAgreement(DateOnly Monday, int Pairs, int Same)
{
    private const int DaysOfWeek = 7;

    public double Share => (double)Same / Pairs;

    /// <summary>As if pairs were independent: pairs of one block are not, so it is a little narrow.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Same, Pairs);

    /// <summary>Weeks with a pair, in their order. Without votes that are not blind, and without those whose time is not known.</summary>
    public static IReadOnlyList<WeekOfAgreement> AllOf(ReviewTable all, TimeZoneInfo zone)
    {
        ReviewTable table = all.Rated;
        var weeks = new SortedDictionary<DateOnly, (int Pairs, int Same)>();
        var votes = new List<(DateTimeOffset At, int Label)>();
        for (int i = 0; i < table.Count; i++)
        {
            votes.Clear();
            foreach (AnnotatorColumn person in table.Counted)
            {
                if (person.At(i) is { } vote && LabelTime.Known(vote.At) is { } time)
                {
                    votes.Add((time, vote.Label));
                }
            }

            votes.Sort();
            for (int later = 1; later < votes.Count; later++)
            {
                DateOnly week = MondayOf(votes[later].At, zone);
                (int pairs, int same) = weeks.GetValueOrDefault(week);
                weeks[week] = (pairs + later, same + votes[..later].Count(vote => vote.Label == votes[later].Label));
            }
        }

        return [.. weeks.Select(week => new WeekOfAgreement(week.Key, week.Value.Pairs, week.Value.Same))];
    }

    private static DateOnly MondayOf(DateTimeOffset time, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
        return day.AddDays(-(((int)day.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek));
    }
}
