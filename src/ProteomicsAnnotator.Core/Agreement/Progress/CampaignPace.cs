using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>How fast labels come, and when they will be there if it goes on so. Days are those of the campaign's time zone.</summary>
/// <param name="Zone">Whose days.</param>
/// <param name="Days">Each day from the first label to today, also those without a label: labels that stand now and were given on it.</param>
/// <param name="PerDay">Votes a day that were to be given (all labels where nothing says which), of the last 14 days before today, or fewer where the first label is younger; null: there is no day before today.</param>
/// <param name="Wanted">Votes that are still to be given; null: nothing says which.</param>
/// <param name="End">The day on which the last of these would come at that pace; null: nothing is wanted, or nothing comes.</param>
public sealed record CampaignPace(TimeZoneInfo Zone, IReadOnlyList<DayOfLabels> Days, double? PerDay, int? Wanted, DateOnly? End)
{
    private const int Window = 14;

    /// <summary>A forecast behind it is none.</summary>
    private const int MostDays = 36_500;

    /// <summary>Earlier days are left out: a clock that was wrong.</summary>
    private const int MostShown = 3660;

    /// <summary>Why it is not known what is wanted, in words; null: it is, or nothing says it.</summary>
    public string? Fault { get; private init; }

    public string Words => Fault ?? (PerDay, Wanted, End) switch
    {
        (_, null, _) => "Nothing says how many votes each block is to have, so there is no forecast. A plan says it, and so do the settings of the campaign.",
        (_, 0, _) => "Every block has the votes that it is to have.",
        (null, { } wanted, _) => FormattableString.Invariant($"{Counted.Of(wanted, "vote", "is", "are")} wanted; a pace takes a whole day."),
        ({ } pace, { } wanted, null) => FormattableString.Invariant($"{Counted.Of(wanted, "vote", "is", "are")} wanted; at {pace:0.#} of them a day there is no end in sight."),
        ({ } pace, { } wanted, { } end) => FormattableString.Invariant($"{Counted.Of(wanted, "vote", "is", "are")} wanted; at {pace:0.#} of them a day, as in the last days, they are there on {end:yyyy-MM-dd}."),
    };

    /// <param name="table">Votes that count.</param>
    /// <param name="demand">Which votes are to be given; null: nothing says it.</param>
    /// <param name="now">Labels of a clock that runs ahead count for this day.</param>
    /// <param name="zone">Whose days count.</param>
    public static CampaignPace Of(ReviewTable table, VoteDemand? demand, DateTimeOffset now, TimeZoneInfo zone)
    {
        DateOnly today = LabelDays.DayOf(now, now, zone);
        SortedDictionary<DateOnly, int> byDay = LabelDays.CountsOf(table.Counted.SelectMany(person => LabelDays.TimesOf(person)), now, zone);
        (List<DateTimeOffset>? given, int? wanted) = demand is { Fault: null } ? demand.In(table) : default((List<DateTimeOffset>?, int?));
        SortedDictionary<DateOnly, int>? counted = given is null ? null : LabelDays.CountsOf(given.Select(LabelTime.Known).OfType<DateTimeOffset>(), now, zone);
        DateOnly first = byDay.Count == 0 ? today : Later(byDay.Keys.First(), today.AddDays(-MostShown));
        DayOfLabels[] days = [.. Enumerable.Range(0, today.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(day => new DayOfLabels(day, byDay.GetValueOrDefault(day)))];
        DayOfLabels[] window = [.. days[..^1].TakeLast(Window)];
        double? pace = window.Length == 0 ? null : window.Average(day => counted is null ? day.Labels : counted.GetValueOrDefault(day.Day));
        bool hasEnd = wanted > 0 && pace > 0 && wanted / pace < MostDays;
        return new CampaignPace(zone, days, pace, wanted, hasEnd ? today.AddDays((int)Math.Ceiling(wanted!.Value / pace!.Value)) : null)
        {
            Fault = demand?.Fault,
        };
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
