using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.CalibrationRounds;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Annotating.Calibrating;

/// <summary>How far one annotator is in the calibration round.</summary>
/// <param name="Blocks">In the order in which they come.</param>
/// <param name="Accuracy">Of the first answers.</param>
public sealed record OwnCalibration(IReadOnlyList<CalibrationBlock> Blocks, GoldAccuracy Accuracy)
{
    /// <summary>Nothing is left to answer.</summary>
    public bool IsDone => Blocks.Count > 0 && Blocks.All(block => block.IsDone);

    public IEnumerable<CalibrationBlock> Wrong => Blocks.Where(block => block is { First: not null, IsRight: false });

    /// <param name="labels">Of the annotator.</param>
    /// <param name="round">As it counts now.</param>
    /// <param name="isThere">A block that is not in the data root here cannot be answered.</param>
    public static OwnCalibration Of(UserLabels labels, CalibrationRound round, Func<BlockId, bool> isThere)
    {
        IReadOnlyDictionary<BlockId, FirstAnswer> first = FirstAnswers.Of(labels.History, round);
        return new OwnCalibration(
            [.. round.Blocks.Where(block => first.ContainsKey(block) || isThere(block)).Select(block => new CalibrationBlock(block, round.Answers[block], first.TryGetValue(block, out FirstAnswer answer) ? answer.Label : null)
            {
                Unusable = labels.MarkOf(new LabelKey(null, block)).Unusable,
            })],
            CalibrationFigures.AccuracyOf(round, first));
    }
}

/// <summary>A block of the round, and what the annotator answered.</summary>
/// <param name="Block">Which.</param>
/// <param name="Known">The answer, which the annotator may know once there is a first one.</param>
/// <param name="First">The annotator's first label, which alone counts; null: none yet.</param>
public sealed record CalibrationBlock(BlockId Block, CalibrationAnswer Known, int? First)
{
    /// <summary>Why the annotator cannot judge it; null: nothing is said of that.</summary>
    public string? Unusable { get; init; }

    public bool IsRight => First == Known.Label;

    /// <summary>It is answered, or cannot be judged.</summary>
    public bool IsDone => First is not null || Unusable is not null;
}
