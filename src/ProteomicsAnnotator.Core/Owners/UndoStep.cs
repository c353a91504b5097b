using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>What one undo (or redo) would do.</summary>
/// <param name="Result">As it is when nothing is written.</param>
/// <param name="Decisions">To be written; empty when every block of the step was changed elsewhere, or there is no step.</param>
internal sealed record UndoStep(UndoResult Result, IReadOnlyList<Decision> Decisions)
{
    public static UndoStep None { get; } = new(UndoResult.Nothing, []);

    public UndoResult After(LabelResult saved) => Result with
    {
        Outcome = saved.Accepted ? UndoOutcome.Done : UndoOutcome.Refused,
        Current = saved.Accepted ? Result.Restored : Result.Current,
        Mark = saved.Accepted && Decisions.Count > 0 ? BlockMark.Of(Decisions[0].Mark.Over(MarkChange.Of(Result.Mark))) : Result.Mark,
        Saved = saved,
    };
}
