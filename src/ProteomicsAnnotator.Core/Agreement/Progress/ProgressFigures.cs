namespace ProteomicsAnnotator.Core.Agreement.Progress;

/// <summary>How the campaign goes on.</summary>
/// <param name="Pace">Labels by day, and the forecast.</param>
/// <param name="Weeks">Agreement by week.</param>
/// <param name="Drifts">Whoever has enough votes to tell whether they changed.</param>
/// <param name="Times">Time for a label, where evidence is recorded.</param>
public sealed record ProgressFigures(CampaignPace Pace, IReadOnlyList<WeekOfAgreement> Weeks, IReadOnlyList<Drift> Drifts, IReadOnlyList<LabelTimes> Times)
{
    /// <summary>Which votes the search for changes leaves out, in words; null: none.</summary>
    public string? DriftLeavesOut { get; private init; }

    /// <param name="table">Votes that count.</param>
    /// <param name="demand">Which votes are to be given; null: nothing says it.</param>
    /// <param name="clock">The time, and whose days count.</param>
    /// <param name="ct">Ends it.</param>
    public static ProgressFigures Of(ReviewTable table, VoteDemand? demand, (DateTimeOffset Now, TimeZoneInfo Zone) clock, CancellationToken ct = default) => new(
        CampaignPace.Of(table, demand, clock.Now, clock.Zone),
        WeekOfAgreement.AllOf(table, clock.Zone),
        Drift.AllOf(table, ct),
        LabelTimes.AllOf(table))
    {
        DriftLeavesOut = Drift.LeftOutOf(table),
    };
}
