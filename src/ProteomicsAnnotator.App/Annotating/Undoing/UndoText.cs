using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Annotating.Undoing;

/// <summary>What undo or redo did, in the same words in the viewer and in the Review.</summary>
public static class UndoText
{
    public static string Of(UndoResult result, bool redo, LabelClasses classes)
    {
        string verb = redo ? "Redone" : "Undone";
        string rest = result.ChangedCount > 0 ? $" Changed elsewhere meanwhile and left alone: {result.ChangedCount}." : "";
        return (result.Outcome, result.Keys.Count) switch
        {
            (UndoOutcome.Nothing, _) => redo ? "There is nothing to redo." : "There is nothing to undo.",
            (UndoOutcome.Done, _) when result.Kind == DecisionKind.Repeat => redo ? "Redone: the answer is given again." : "Undone: the answer is taken back.",
            (UndoOutcome.Changed, _) when result.Kind == DecisionKind.Repeat => $"Not {Lower(verb)}: this answer was changed elsewhere.",
            (UndoOutcome.Done, _) when result.Kind == DecisionKind.Second => $"{verb}: the second opinion on {result.Key?.Block} is {(redo ? "given again" : "as it was before")}.",
            (UndoOutcome.Changed, _) when result.Kind == DecisionKind.Second => $"Not {Lower(verb)}: the second opinion on {result.Key?.Block} was changed elsewhere.",
            (UndoOutcome.Done, > 1) when result.Kind == DecisionKind.Mark => $"{verb}: flags or notes of {Counted.Of(result.Keys.Count, "block")} are {(redo ? "given again" : "as they were")}.{rest}",
            (UndoOutcome.Done, _) when result.Kind == DecisionKind.Mark => $"{verb}: {result.Key?.Block} is {MarkText.StateOf(result.Mark)} again.",
            (UndoOutcome.Changed, _) when result.Kind == DecisionKind.Mark && result.ChangedCount > 1 => $"Not {Lower(verb)}: flags or notes of all {Counted.Of(result.ChangedCount, "block")} were changed elsewhere.",
            (UndoOutcome.Changed, _) when result.Kind == DecisionKind.Mark => $"Not {Lower(verb)}: flag or note of {result.Key?.Block} was changed elsewhere. It is {MarkText.StateOf(result.Mark)} now.",
            (UndoOutcome.Done, > 1) when redo && result.Mark.Unusable is { } why => $"{verb}: {Counted.Of(result.Keys.Count, "block")} are marked \"cannot be judged: {MarkText.Cut(why)}\" again.{rest}",
            (UndoOutcome.Done, > 1) when redo => $"{verb}: {Counted.Of(result.Keys.Count, "block")} are {Words(result.Current, classes)} again.{rest}",
            (UndoOutcome.Done, > 1) => $"{verb}: {Counted.Of(result.Keys.Count, "block")} are as they were.{rest}",
            (UndoOutcome.Done, _) when result.Mark.Unusable is { } why => $"{verb}: {result.Key?.Block} is marked \"cannot be judged: {MarkText.Cut(why)}\" again.{rest}",
            (UndoOutcome.Done, _) when !redo && result is { Kind: DecisionKind.Label, Current: null, Expected: null } => $"{verb}: {result.Key?.Block} can be judged again, and has no label.{rest}",
            (UndoOutcome.Done, _) => $"{verb}: {result.Key?.Block} is {Words(result.Current, classes)} again.{rest}",
            (UndoOutcome.Changed, _) when result.ChangedCount > 1 => $"Not {Lower(verb)}: all {Counted.Of(result.ChangedCount, "block")} were changed elsewhere.",
            (UndoOutcome.Changed, _) => $"Not {Lower(verb)}: {result.Key?.Block} was changed elsewhere. It is {Words(result.Current, classes)} now; "
                + $"your decision had made it {Words(result.Expected, classes)}.",
            _ => result.Saved?.Explain("this step", $"Not {Lower(verb)}") ?? $"Not {Lower(verb)}",
        };
    }

    private static string Lower(string verb) => verb.ToLowerInvariant();

    private static string Words(int? label, LabelClasses classes) =>
        label is { } number ? $"{number} – {classes.NameOf(number)}" : "without a label";
}
