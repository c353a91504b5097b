namespace ProteomicsAnnotator.Core.Owners;

public enum UndoOutcome
{
    Done,

    /// <summary>There is nothing (left) to undo or redo.</summary>
    Nothing,

    /// <summary>
    /// The block was changed elsewhere meanwhile: <see cref="UndoResult.Current"/> against <see cref="UndoResult.Expected"/>.
    /// Nothing was written, and the decision is given up: the next undo (or redo) is of the one before it.
    /// </summary>
    Changed,

    /// <summary>It could be kept nowhere; see <see cref="UndoResult.Saved"/>.</summary>
    Refused,
}
