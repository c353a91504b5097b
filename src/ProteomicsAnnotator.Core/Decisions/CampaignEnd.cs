using System.Globalization;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>The last day of a campaign, as seen on a day.</summary>
/// <param name="Last">The last day.</param>
/// <param name="DaysLeft">0 on the last day, below 0 after it.</param>
public sealed record CampaignEnd(DateOnly Last, int DaysLeft)
{
    /// <summary>Labels still count: closing a campaign is a decision of its own.</summary>
    public bool IsPast => DaysLeft < 0;

    /// <summary>As "Fri 12 Dec", with the year where that is another one.</summary>
    public string Day => Last.ToString(Last.Year == Last.AddDays(-DaysLeft).Year ? "ddd d MMM" : "ddd d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>As "until Fri 12 Dec, 3 days left".</summary>
    public string Words => DaysLeft switch
    {
        < 0 => $"the last day was {Day}",
        0 => $"today, {Day}, is the last day",
        1 => $"until {Day}, 1 day left",
        _ => string.Create(CultureInfo.InvariantCulture, $"until {Day}, {DaysLeft:N0} days left"),
    };

    /// <param name="settings">What is decided.</param>
    /// <param name="now">The time.</param>
    /// <param name="local">Whose days these are where no time zone is decided.</param>
    /// <returns>Null: there is no last day.</returns>
    public static CampaignEnd? Of(CampaignSettings settings, DateTimeOffset now, TimeZoneInfo local) => settings.Deadline is { } last
        ? new CampaignEnd(last, last.DayNumber - DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, settings.ZoneOr(local)).DateTime).DayNumber)
        : null;
}
