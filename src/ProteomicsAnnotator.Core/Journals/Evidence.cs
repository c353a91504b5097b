namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// What was measured of a decision: members <c>via</c> and <c>ev</c> of its line. Null members are not known. No label depends on
/// any of it.
/// </summary>
public sealed record Evidence
{
    /// <summary>How long at most: a longer time is no measurement.</summary>
    public static readonly TimeSpan MostActive = TimeSpan.FromHours(24);

    /// <summary>The values that <see cref="View"/> may have.</summary>
    public static readonly IReadOnlyList<string> Views = ["slice", "quad", "volume", "gallery"];

    /// <summary>The values that <see cref="Limits"/> may have.</summary>
    public static readonly IReadOnlyList<string> LimitSources = ["auto", "campaign", "fixed"];

    /// <summary>The values that <see cref="Via"/> may have.</summary>
    public static readonly IReadOnlyList<string> Ways = ["key", "click", "gallery", "api"];

    /// <summary>Time at work on the block since the decision before, in milliseconds.</summary>
    public long? ActiveMs { get; init; }

    /// <summary>Share of the slices along z that were on screen, 0 to 1; a projection shows none.</summary>
    public double? SlicesShown { get; init; }

    /// <summary>A projection of several slices was on screen: 3D, a slab, four panes.</summary>
    public bool? WasProjected { get; init; }

    /// <summary>At the decision: one of <see cref="Views"/>.</summary>
    public string? View { get; init; }

    /// <summary>
    /// Where the contrast limits of the visible channels came from, one of <see cref="LimitSources"/>: the annotator where any of
    /// them did, else the campaign, else Auto of this block.
    /// </summary>
    public string? Limits { get; init; }

    /// <summary>A suggestion was visible.</summary>
    public bool? HadSuggestion { get; init; }

    /// <summary>How the decision was given: one of <see cref="Ways"/>.</summary>
    public string? Via { get; init; }

    /// <summary>How the channels looked (<see cref="DisplayState"/>), as JSON: where the line has it itself, or is about to.</summary>
    public string? Display { get; init; }

    /// <summary>The decision whose line has the display state that held for this one, too.</summary>
    public EventId? DisplayAt { get; init; }

    /// <summary>There is an <c>ev</c>, not only a <c>via</c>.</summary>
    public bool IsMeasured => ActiveMs is not null || SlicesShown is not null || WasProjected is not null || View is not null
        || Limits is not null || HadSuggestion is not null || Display is not null || DisplayAt is not null;

    /// <summary>Why it cannot be written, in words after "evidence:"; null: it can.</summary>
    public string? WhyNot => this switch
    {
        { ActiveMs: { } ms } when ms < 0 || ms > MostActive.TotalMilliseconds => $"the active time is {ActiveMs} ms, expected 0 to {MostActive.TotalMilliseconds:0}",
        { SlicesShown: { } share } when !(share >= 0 && share <= 1) => $"the share of slices is {share}, expected 0 to 1",
        { View: { } view } when !Views.Contains(view, StringComparer.Ordinal) => $"the view is none of {string.Join(", ", Views)}",
        { Limits: { } limits } when !LimitSources.Contains(limits, StringComparer.Ordinal) => $"the limits are none of {string.Join(", ", LimitSources)}",
        { Via: { } via } when !Ways.Contains(via, StringComparer.Ordinal) => $"the way is none of {string.Join(", ", Ways)}",
        _ => null,
    };
}
