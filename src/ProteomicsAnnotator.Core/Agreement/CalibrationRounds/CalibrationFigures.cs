using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Agreement.CalibrationRounds;

/// <summary>How people did in the calibration round, by their first answers.</summary>
/// <param name="Blocks">Blocks of the round.</param>
/// <param name="People">By name.</param>
public sealed record CalibrationFigures(int Blocks, IReadOnlyList<PersonCalibration> People)
{
    /// <param name="round">As it counts now: a changed answer counts everybody again.</param>
    /// <param name="first">Each person's first answers.</param>
    /// <param name="expected">People who are to label the blocks, also those who have not begun.</param>
    public static CalibrationFigures Of(CalibrationRound round, IReadOnlyDictionary<string, IReadOnlyDictionary<BlockId, FirstAnswer>> first, IEnumerable<string> expected) => new(
        round.Blocks.Count,
        [.. first.Keys.Union(expected, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(username => new PersonCalibration(username, AccuracyOf(round, first.GetValueOrDefault(username)), NotBlindOf(round, first.GetValueOrDefault(username))))]);

    /// <summary>Of one person.</summary>
    public static GoldAccuracy AccuracyOf(CalibrationRound round, IReadOnlyDictionary<BlockId, FirstAnswer>? first) =>
        GoldAccuracy.Of([.. (first ?? new Dictionary<BlockId, FirstAnswer>()).Where(answer => round.Has(answer.Key)).Select(answer => (round.Answers[answer.Key].Label, answer.Value.Label))]);

    private static int NotBlindOf(CalibrationRound round, IReadOnlyDictionary<BlockId, FirstAnswer>? first) =>
        first?.Count(answer => round.Has(answer.Key) && answer.Value.IsNotBlind) ?? 0;
}

/// <summary>One person's first answers beside the known ones.</summary>
/// <param name="Username">Who.</param>
/// <param name="Accuracy">Of all first answers.</param>
/// <param name="NotBlind">Of these the ones given after a hint, or after others' labels could be seen.</param>
public sealed record PersonCalibration(string Username, GoldAccuracy Accuracy, int NotBlind);
