using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>What a decision about known answers would change, before it is made.</summary>
/// <param name="Before">The answers that are given now.</param>
/// <param name="Answers">What is decided; null withdraws an answer.</param>
/// <param name="WantsSecondEye">An answer counts once a second admin has given the same one.</param>
public sealed record GoldEffect(IReadOnlyDictionary<BlockId, GoldAnswer> Before, IReadOnlyDictionary<BlockId, int?> Answers, bool WantsSecondEye)
{
    /// <summary>No answer would be another one; a second admin's may still make it count.</summary>
    public bool IsNone => Changed.Count == 0;

    private IReadOnlyList<BlockId> Changed => [.. Answers.Where(answer => LabelOf(answer.Key) != answer.Value).Select(answer => answer.Key)];

    /// <summary>In a few sentences, with counts.</summary>
    /// <param name="votes">Everyone's labels that the figures count.</param>
    public string Words(IReadOnlyList<UserVotes> votes)
    {
        IReadOnlyList<BlockId> changed = Changed;
        int added = changed.Count(block => LabelOf(block) is null);
        int withdrawn = changed.Count(block => Answers[block] is null);
        int labels = votes.Sum(user => changed.Count(user.Votes.ContainsKey));
        string words = string.Create(CultureInfo.InvariantCulture, $"Known answers: {added} new, {changed.Count - added - withdrawn} changed, {withdrawn} withdrawn; {Before.Count + added - withdrawn} then.");
        return words
            + (changed.Count == 0 ? "" : $" Everybody's figures are counted again: {Counted.Of(labels, "label", "is", "are")} on {(changed.Count == 1 ? "this block" : "these blocks")}.")
            + (WantsSecondEye && Answers.Values.Any(label => label is not null) ? " An answer counts once a second admin has given the same one." : "");
    }

    private int? LabelOf(BlockId block) => Before.TryGetValue(block, out GoldAnswer answer) ? answer.Label : null;
}
