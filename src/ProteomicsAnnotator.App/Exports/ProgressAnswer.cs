using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Progress;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>How the campaign goes on, over HTTP.</summary>
/// <param name="TimeZone">Whose days these are.</param>
/// <param name="Days">Each day from the first label to today.</param>
/// <param name="PerDay">Votes a day that were to be given, of the last 14 days before today; null: there is no day before today.</param>
/// <param name="Wanted">Votes that are still to be given; null: nothing says which.</param>
/// <param name="End">The day of the last of these at that pace; null: nothing is wanted, or nothing comes.</param>
/// <param name="Forecast">The same in words, or why there is none.</param>
/// <param name="Weeks">Agreement of pairs of votes, by the week of the later one.</param>
/// <param name="People">Whoever has enough labels to tell whether they changed.</param>
/// <param name="LeftOut">Labels of unknown time that the search for changes leaves out, in words; null: none.</param>
/// <param name="Times">Seconds for a label, where evidence is recorded.</param>
/// <param name="Widths">How wide 95 % intervals would be with other numbers of blocks.</param>
public sealed record ProgressAnswer(
    string TimeZone,
    IReadOnlyList<DayAnswer> Days,
    double? PerDay,
    int? Wanted,
    DateOnly? End,
    string Forecast,
    IReadOnlyList<WeekAnswer> Weeks,
    IReadOnlyList<ChangeAnswer> People,
    string? LeftOut,
    IReadOnlyList<LabelTimeAnswer> Times,
    IReadOnlyList<WidthAnswer> Widths)
{
    /// <param name="figures">How it goes on.</param>
    /// <param name="coefficients">With intervals.</param>
    internal static ProgressAnswer Of(ProgressFigures figures, AgreementCoefficients coefficients) => new(
        figures.Pace.Zone.Id,
        [.. figures.Pace.Days.Select(day => new DayAnswer(day.Day, day.Labels))],
        figures.Pace.PerDay,
        figures.Pace.Wanted,
        figures.Pace.End,
        figures.Pace.Words,
        [.. figures.Weeks.Select(week => new WeekAnswer(week.Monday, week.Pairs, week.Same, week.Interval.Low, week.Interval.High))],
        [.. figures.Drifts.Select(drift => new ChangeAnswer(drift.Username, drift.IsFound, drift.N, drift.After, drift.At, drift.Before, drift.Since, drift.P))],
        figures.DriftLeavesOut,
        [.. figures.Times.Select(times => new LabelTimeAnswer(times.Username, times.N, times.LowerQuartile, times.Median, times.UpperQuartile))],
        [.. SampleSize.AllOf(coefficients).Select(size => new WidthAnswer(size.Blocks, size.PercentAgreement, size.KrippendorffAlpha))]);
}

/// <param name="Day">Of the time zone.</param>
/// <param name="Labels">That stand now and were given on it.</param>
public sealed record DayAnswer(DateOnly Day, int Labels);

/// <param name="Monday">Its first day.</param>
/// <param name="Pairs">Of two votes on one block.</param>
/// <param name="Same">Of these the ones that say the same.</param>
/// <param name="Low">Lower end of the 95 % interval (Wilson) of their share, 0 to 1.</param>
/// <param name="High">Its upper end.</param>
public sealed record WeekAnswer(DateOnly Monday, int Pairs, int Same, double Low, double High);

/// <param name="Username">Who.</param>
/// <param name="Found">More than chance makes of one person in a hundred.</param>
/// <param name="N">Labels that can be compared.</param>
/// <param name="After">Own labels up to the likeliest change.</param>
/// <param name="At">Time of the first label behind it.</param>
/// <param name="Before">Share that agrees with most others up to it, 0 to 1.</param>
/// <param name="Since">The same behind it.</param>
/// <param name="P">Probability of a change as large by chance.</param>
public sealed record ChangeAnswer(string Username, bool Found, int N, int After, DateTimeOffset At, double Before, double Since, double P);

/// <param name="Username">Who.</param>
/// <param name="N">Labels with a time.</param>
/// <param name="LowerQuartile">Seconds.</param>
/// <param name="Median">Seconds.</param>
/// <param name="UpperQuartile">Seconds.</param>
public sealed record LabelTimeAnswer(string Username, int N, double LowerQuartile, double Median, double UpperQuartile);

/// <param name="Blocks">With two or more votes.</param>
/// <param name="PercentAgreement">Width of its interval; null where there is none now.</param>
/// <param name="KrippendorffAlpha">The same.</param>
public sealed record WidthAnswer(int Blocks, double? PercentAgreement, double? KrippendorffAlpha);
