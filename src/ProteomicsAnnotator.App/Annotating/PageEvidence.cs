using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>What is kept of a page's measurements: nothing unless evidence is recorded for this person now.</summary>
public sealed class PageEvidence(EvidenceRecording recording, string username)
{
    /// <summary>As known now.</summary>
    public bool IsOn => recording.IsOnFor(username);

    /// <summary>Without the time that decisions in other windows have already. A measurement that makes no sense is none.</summary>
    public MeasuredPress Of(LabelPress press)
    {
        if (press.Evidence is not { Spans: not null, Display.Channels: not null } measured || !IsOn)
        {
            return default;
        }

        IReadOnlyList<(long From, long To)> spans = recording.TimesOf(username).At(measured.Spans);
        var evidence = new Evidence
        {
            Via = measured.Via,
            ActiveMs = Math.Max(0, measured.ActiveMs - recording.TimesOf(username).CountedMs(spans)),
            SlicesShown = measured.Slices,
            WasProjected = measured.Projected,
            View = measured.View,
            Limits = measured.Limits,
            HadSuggestion = measured.Suggestion,
            Display = StateOf(measured.Display).ToJson(),
        };
        return evidence.WhyNot is null ? new MeasuredPress(evidence, spans) : default;
    }

    /// <summary>The decision is stored: its time counts for no other one.</summary>
    public void Keep(MeasuredPress press)
    {
        if (press.Evidence is not null)
        {
            recording.TimesOf(username).Count(press.Spans);
        }
    }

    private static DisplayState StateOf(PressDisplay display) => new(
        [.. display.Channels.Select(channel => new DisplayedChannel(channel.Key, channel.Color, channel.Limits, channel.Gamma))],
        display.Projection,
        display.Slab,
        display.Thickness);
}

/// <summary>What is written of a press, and when its person was at work.</summary>
/// <param name="Evidence">Null: nothing.</param>
/// <param name="Spans">As <see cref="ActiveTimes"/> has them.</param>
public readonly record struct MeasuredPress(Evidence? Evidence, IReadOnlyList<(long From, long To)> Spans);
