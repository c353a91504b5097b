using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.Annotating.Calibrating;

/// <summary>The calibration round as one page shows it. Used on the page's synchronization context only.</summary>
public sealed class PageCalibration(PlanFollower plan, UserLabels labels)
{
    private (CalibrationRound Round, LabelSnapshot Labels, IReadOnlyList<Block> Blocks, OwnCalibration Own)? _last;

    private readonly HashSet<BlockId> _hinted = [];

    /// <summary>The sentence of the block is on screen before the answer; the label is not blind from now on, also after a restart.</summary>
    public void ShowHint(BlockId block)
    {
        if (_hinted.Add(block))
        {
            labels.NoteShown(block);
        }
    }

    public bool IsHinted(BlockId block) => _hinted.Contains(block);

    /// <summary>A block of the round, in the campaign's folder.</summary>
    public bool Has(Block block) => block is { Key.Root: null, IsBlind: false } && plan.Calibration.Has(block.Id);

    /// <summary>Nothing of the round is left to answer, whether or not its blocks are found yet.</summary>
    public bool IsDone => OwnCalibration.Of(labels, plan.Calibration, static _ => true).IsDone;

    /// <summary>How far the annotator is. Computed again only where something has changed.</summary>
    /// <param name="blocks">All blocks of the campaign's folder.</param>
    public OwnCalibration Own(IReadOnlyList<Block> blocks)
    {
        (CalibrationRound round, LabelSnapshot current) = (plan.Calibration, labels.Current);
        if (_last is not { } last || !ReferenceEquals(last.Round, round) || !ReferenceEquals(last.Labels, current) || !ReferenceEquals(last.Blocks, blocks))
        {
            HashSet<BlockId> there = [.. blocks.Select(block => block.Id).Where(round.Has)];
            _last = last = (round, current, blocks, OwnCalibration.Of(labels, round, there.Contains));
        }

        return last.Own;
    }

    /// <summary>Null: it is none of the round.</summary>
    public CalibrationBlock? Of(Block block, IReadOnlyList<Block> blocks) => Has(block) ? Own(blocks).Blocks.FirstOrDefault(item => item.Block == block.Id) : null;

    /// <summary>Where a block stands in the round, in words; null: it is none of it.</summary>
    public string? PositionOf(Block block, IReadOnlyList<Block> blocks) =>
        Has(block) && Own(blocks) is var own && own.Blocks.Index().FirstOrDefault(item => item.Item.Block == block.Id, (-1, null!)).Index is >= 0 and var index
            ? string.Create(CultureInfo.InvariantCulture, $"Calibration {index + 1:N0} of {own.Blocks.Count:N0}")
            : null;

    /// <summary>What the annotator is told after the first answer; null: there is none yet.</summary>
    public static string? VerdictOf(CalibrationBlock block, LabelClasses classes) => block.First is not { } first ? null
        : block.IsRight ? $"Right: {classes.NameOf(first)}"
        : $"Wrong: you said {classes.NameOf(first)}, the answer is {classes.NameOf(block.Known.Label)}";
}
