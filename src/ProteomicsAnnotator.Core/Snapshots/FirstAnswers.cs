using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>What somebody answered first on the blocks of the calibration round: what was said after the answer was seen measures nobody.</summary>
public static class FirstAnswers
{
    /// <summary>Of one person, by block. A label that was taken back is an answer too.</summary>
    /// <param name="historyOf">The person's decisions about a block, oldest first.</param>
    /// <param name="round">Which blocks.</param>
    public static IReadOnlyDictionary<BlockId, FirstAnswer> Of(Func<LabelKey, IReadOnlyList<HistoryEntry>> historyOf, CalibrationRound round)
    {
        var first = new Dictionary<BlockId, FirstAnswer>();
        foreach (BlockId block in round.Blocks)
        {
            if (historyOf(new LabelKey(null, block)).FirstOrDefault(decision => decision is { IsMark: false, Label: not null }) is { Label: { } label } answer)
            {
                first[block] = new FirstAnswer(label, answer.IsNotBlind);
            }
        }

        return first;
    }

    /// <summary>Of one person's decisions under each name. Names have clocks of their own, so between the first ones of two the time decides.</summary>
    internal static IReadOnlyDictionary<BlockId, FirstAnswer> Of(IEnumerable<IEnumerable<LabelEvent>> names, CalibrationRound round) => names
        .SelectMany(decisions => FirstOf(decisions, round))
        .GroupBy(item => item.Key)
        .ToDictionary(block => block.Key, block => block.MinBy(item => item.Value.At).Value)
        .ToDictionary(item => item.Key, item => new FirstAnswer(item.Value.Label!.Value, item.Value.IsNotBlind));

    private static Dictionary<BlockId, LabelEvent> FirstOf(IEnumerable<LabelEvent> decisions, CalibrationRound round)
    {
        var first = new Dictionary<BlockId, LabelEvent>();
        foreach (LabelEvent item in decisions)
        {
            if (item is { Kind: DecisionKind.Label, Label: not null, Key.Root: null } && round.Has(item.Key.Block)
                && (!first.TryGetValue(item.Key.Block, out LabelEvent? other) || LabelEvent.Compare(item, other) < 0))
            {
                first[item.Key.Block] = item;
            }
        }

        return first;
    }
}

/// <summary>What somebody answered first on a block of the calibration round.</summary>
/// <param name="Label">Number of the class.</param>
/// <param name="IsNotBlind">Given after a hint, or after others' labels of the block could be seen.</param>
public readonly record struct FirstAnswer(int Label, bool IsNotBlind);
