using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>The last step of answers, as it can be taken back: written again as one step, it undoes that one, and undone twice it is made again.</summary>
/// <param name="Before">What counted before it, by block; null: the block had no answer.</param>
/// <param name="By">Who decided it.</param>
/// <param name="At">When.</param>
public sealed record LastAnswers<T>(IReadOnlyDictionary<BlockId, T> Before, string By, DateTimeOffset At)
{
    /// <summary>Which step that is, in a sentence.</summary>
    public string Words => $"What {By} decided at {LabelTime.FormatMinute(At)} of {Counted.Of(Before.Count, "block")} is taken back.";

    /// <summary>Without answers that the step repeated: to take those back changes nothing, and must not count as another admin's answer.</summary>
    internal static LastAnswers<T>? Of(DecisionState state, string kind, Func<JsonNode?, T> read)
    {
        if (state.BeforeLast(key => BlockDecisions.BlockIn(kind, key) is not null) is not { } last)
        {
            return null;
        }

        var before = last.Values.Where(value => !JsonNode.DeepEquals(value.Value, last.Undone.Set[value.Key]))
            .ToDictionary(value => BlockDecisions.BlockIn(kind, value.Key)!.Value, value => read(value.Value));
        return before.Count == 0 ? null : new LastAnswers<T>(before, last.Undone.By, last.Undone.At);
    }
}

/// <summary>What is said where no step can be taken back.</summary>
public static class LastAnswers
{
    public const string None = "there is nothing to take back: no step was made so far, or the last one changed no answer";
}
