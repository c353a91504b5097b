using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>What a decision about the calibration round would change, before it is made.</summary>
public static class CalibrationEffect
{
    /// <summary>In a sentence or two, with counts.</summary>
    /// <param name="votes">Everyone's labels, and the round as it is.</param>
    /// <param name="changes">By block; null takes a block out.</param>
    public static string Words(AllVotes votes, IReadOnlyDictionary<BlockId, CalibrationChange?> changes)
    {
        IReadOnlyDictionary<BlockId, CalibrationAnswer> before = votes.Calibration.Answers;
        BlockId[] added = [.. changes.Where(change => change.Value is not null && !before.ContainsKey(change.Key)).Select(change => change.Key)];
        int changed = changes.Count(change => change.Value is { } now && before.TryGetValue(change.Key, out CalibrationAnswer? old) && (old.Label, old.Why) != (now.Label, now.Why));
        int withdrawn = changes.Count(change => change.Value is null && before.ContainsKey(change.Key));
        int labels = votes.Counted.Sum(user => added.Count(user.Votes.ContainsKey));
        string words = string.Create(CultureInfo.InvariantCulture, $"Calibration: {added.Length} new, {changed} changed, {withdrawn} withdrawn; {Counted.Of(before.Count + added.Length - withdrawn, "block")} then.");
        return words
            + (labels == 0 ? "" : $" {Counted.Of(labels, "label")} that {(labels == 1 ? "was" : "were")} given on the new blocks {(labels == 1 ? "is no vote" : "are no votes")} any more.")
            + (withdrawn == 0 ? "" : " Labels given during the round stay no votes.");
    }
}
