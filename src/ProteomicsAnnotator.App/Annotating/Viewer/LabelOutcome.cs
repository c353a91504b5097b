using System.Text.Json.Serialization;

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of LabelOutcome in src/viewer/src/page/contract.ts: what came of a key that decides something.</summary>
/// <param name="Accepted">A decision is stored.</param>
/// <param name="Show">What to show now when it led to another block.</param>
public sealed record LabelOutcome(bool Accepted, ShowRequest? Show)
{
    /// <summary>Why it was refused.</summary>
    public string? Reason { get; init; }

    /// <summary>The whole sentence for the page, where "accepted" or "refused" would be untrue or too little.</summary>
    public string? Sentence { get; init; }

    /// <summary>Auto-advance found no next block.</summary>
    public bool IsAtEnd { get; init; }

    /// <summary>A disk failed after the decision was sent to it, so it may be stored. <see cref="Sentence"/> says so.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>Of many blocks, those that stopped it: their files are others than their thumbnails were made from, or they were decided meanwhile.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>Of an unknown outcome, what it is known to be by now; null: still unknown.</summary>
    [JsonIgnore]
    public Func<LabelOutcome?> Later { get; init; } = static () => null;

    /// <summary>The words of the decided block, as they are now.</summary>
    public BlockWords? Words { get; init; }

    public static LabelOutcome Unknown(string sentence) => new(false, null) { Sentence = sentence, IsUnknown = true };

    public static LabelOutcome Refused(string reason) => new(false, null) { Reason = reason };
}

/// <summary>Twin of PressOutcome in src/viewer/src/page/contract.ts.</summary>
/// <param name="Press">The key's number.</param>
/// <param name="Outcome">Null: still under way.</param>
public sealed record PressOutcome(int Press, LabelOutcome? Outcome);
