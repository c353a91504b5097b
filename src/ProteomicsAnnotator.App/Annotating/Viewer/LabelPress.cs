using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of LabelPress in src/viewer/src/page/contract.ts: a label key as it was when it was pressed.</summary>
/// <param name="Press">Rises with every key of the page that decides something.</param>
/// <param name="Mode">What the page said that keys decide.</param>
/// <param name="Navigation">The viewer's own moves by then.</param>
/// <param name="Root">Of the painted block.</param>
/// <param name="Id">The painted block.</param>
/// <param name="Label">Null clears, but says nothing beside a mark.</param>
/// <param name="Seen">Number of the <see cref="PaintedReport"/> that tells what was on screen.</param>
public sealed record LabelPress(int Press, DecisionMode Mode, int Navigation, string Root, string Id, int? Label, int Seen)
{
    /// <summary>Something beside the label, and no label; null: a label.</summary>
    public MarkPress? Mark { get; init; }

    /// <summary>What was measured; null: nothing.</summary>
    public PressEvidence? Evidence { get; init; }

    /// <summary>Why nothing can be said beside the label, in words; null: it can, or it is about the label.</summary>
    internal string? WhyNotMarked => this switch
    {
        { Mark: null } => null,
        { Mode: not DecisionMode.Own } => $"{DecisionModeText.DoingIn(Mode)}; flags and notes belong to annotators",
        { Label: not null } or { Mark.Change.SaysNothing: true } => "the page did not say what it is",
        { Mark.Note: { } note } when NoteText.WhyNot(note) is { } fault => $"the note {fault}",
        { Mark.Unusable: { } why } when NoteText.WhyNot(why) is { } fault => $"the reason {fault}",
        _ => null,
    };
}

/// <summary>Twin of MarkPress in src/viewer/src/page/contract.ts. Null says nothing.</summary>
/// <param name="Unsure">False takes the flag back.</param>
/// <param name="Note">Empty takes the note back.</param>
/// <param name="Unusable">Why the block cannot be judged; empty: it can.</param>
public sealed record MarkPress(bool? Unsure, string? Note, string? Unusable)
{
    internal MarkChange Change => new(Unsure, Trimmed(Note)) { Unusable = Trimmed(Unusable) };

    private static string? Trimmed(string? text) => text is null ? null : NoteText.Trim(text);
}

/// <summary>Twin of UndoPress in src/viewer/src/page/contract.ts.</summary>
public sealed record UndoPress(int Press, DecisionMode Mode, bool Redo);
