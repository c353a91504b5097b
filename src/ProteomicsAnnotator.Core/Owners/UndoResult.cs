using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>What undo or redo did, or why not.</summary>
public sealed record UndoResult(UndoOutcome Outcome)
{
    public static UndoResult Nothing { get; } = new(UndoOutcome.Nothing);

    /// <summary>The block concerned, of many the first; null only for <see cref="UndoOutcome.Nothing"/>.</summary>
    public LabelKey? Key { get; init; }

    /// <summary>All blocks of the step that were (or, when refused, would have been) restored.</summary>
    public IReadOnlyList<LabelKey> Keys { get; init; } = [];

    /// <summary>Blocks of the step that were changed elsewhere meanwhile and stay as they are.</summary>
    public int ChangedCount { get; init; }

    /// <summary>The label the block has now (after <see cref="UndoOutcome.Done"/>: the restored one); null = none.</summary>
    public int? Current { get; init; }

    /// <summary>The label the decision to be taken back had left.</summary>
    public int? Expected { get; init; }

    /// <summary>The label that was, or would have been, restored.</summary>
    public int? Restored { get; init; }

    /// <summary>What the step is of. Of a repeat or a second adjudication, the other members say nothing of its block's label.</summary>
    public DecisionKind Kind { get; init; }

    /// <summary>Flag and note of the block after <see cref="UndoOutcome.Done"/>, else as they are.</summary>
    public BlockMark Mark { get; init; }

    public LabelResult? Saved { get; init; }
}

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
