using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals.Positions;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>An admin's label of a block that another admin decides, given without seeing the final label.</summary>
/// <param name="Key">The block.</param>
/// <param name="By">The second adjudicator.</param>
/// <param name="Label">What this one makes of it.</param>
/// <param name="At">When.</param>
/// <param name="First">
/// The final label that it is compared with, whatever became of it since: the one that stood then or, if there was none, the first one
/// after it. Null: there is none yet, or it is the second adjudicator's own.
/// </param>
/// <param name="IsSettled">A final label was set after both.</param>
public sealed record SecondLabel(LabelKey Key, string By, int Label, DateTimeOffset At, LabelEntry? First, bool IsSettled)
{
    /// <summary>Where the block's point lay when it was given; null: it is not recorded, or the block is a folder of files.</summary>
    public PointPosition? Position { get; init; }

    /// <summary><see cref="First"/> was set in one step with those of other blocks, whatever became of these since.</summary>
    public bool IsFirstOfMany { get; init; }
}
