using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Which votes to look for by what was measured of them; every condition that is set must hold for one and the same vote.</summary>
public sealed record EvidenceFilter
{
    public static EvidenceFilter Everything { get; } = new();

    /// <summary>Decided in less time at work than this.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>A smaller share of the slices than this was on screen, 0 to 1.</summary>
    public double? SlicesBelow { get; init; }

    /// <summary>One of <see cref="Evidence.Views"/>.</summary>
    public string? View { get; init; }

    /// <summary>One of <see cref="Evidence.LimitSources"/>.</summary>
    public string? Limits { get; init; }

    /// <summary>A vote of which nothing was measured matches no condition.</summary>
    public bool Matches(ReviewRow row) => this == Everything || row.Votes.Any(vote => row.EvidenceOf(vote.Key) is { } evidence && Matches(evidence.Measured));

    private bool Matches(Evidence measured) =>
        (Within is not { } limit || measured.ActiveMs < limit.TotalMilliseconds)
        && (SlicesBelow is not { } share || measured.SlicesShown < share)
        && (View is null || measured.View == View)
        && (Limits is null || measured.Limits == Limits);
}
