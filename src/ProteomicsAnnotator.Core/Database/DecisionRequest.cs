using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>One step of one person on its way into the database: stored whole, or not at all.</summary>
internal sealed record DecisionRequest
{
    public required LabelOwner Owner { get; init; }

    /// <summary>Its decisions, with the ids that they keep. The clock is given by the database.</summary>
    public required IReadOnlyList<LabelEvent> Events { get; init; }

    /// <summary>
    /// Of the same step, what is so already as far as this program knows: kept under the id without a line. Where the person has decided
    /// something since that this program does not know, they are stored as the others.
    /// </summary>
    public IReadOnlyList<LabelEvent> Idle { get; init; } = [];

    /// <summary>The highest clock of the person that this program knows.</summary>
    public long KnownClock { get; init; } = long.MaxValue;

    /// <summary>Nothing new is stored, and why, in words: only what stands under the id is answered as it stands. Null: it is stored.</summary>
    public string? WhyNot { get; init; }

    /// <summary>All that is asked for.</summary>
    public IEnumerable<LabelEvent> Asked => Events.Concat(Idle);

    /// <summary>The journal whose next lines they are; only this program writes it.</summary>
    public required string Journal { get; init; }

    /// <summary>The first line of that journal, with its LF, where it has none yet.</summary>
    public required byte[] Header { get; init; }

    /// <summary>Made where the key is pressed, the same however often the request is sent.</summary>
    public required string Id { get; init; }

    /// <summary>The page, and the number that it counts up with each key; null: whoever asks counts none.</summary>
    public (string Page, long Number)? Turn { get; init; }

    /// <summary>
    /// Nobody has sent this id before: only then can a failure be answered with "nothing was stored". Whoever does not know leaves it
    /// false: an earlier sending that got no answer may be stored, whatever becomes of this one.
    /// </summary>
    public bool IsFirstTry { get; init; }
}

/// <summary>What the database has done with a request.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Events">The decisions that stand under the id in a journal, as they were stored; none unless it is stored.</param>
/// <param name="Reason">Why it is not stored, or not known to be, in words; null: it is.</param>
internal sealed record DecisionAnswer(DecisionOutcome Outcome, IReadOnlyList<LabelEvent> Events, string? Reason)
{
    /// <summary>What this request added to journals, headers included; none where it stood before.</summary>
    public IReadOnlyList<StoredLine> Lines { get; init; } = [];

    /// <summary>What was asked for under the id and was so already.</summary>
    public IReadOnlyList<LabelEvent> Idle { get; init; } = [];

    public bool IsStored => Outcome is DecisionOutcome.Stored or DecisionOutcome.StoredBefore;
}

internal enum DecisionOutcome
{
    /// <summary>Committed, on every disk that the database was told to wait for.</summary>
    Stored,

    /// <summary>As <see cref="Stored"/>, by an earlier request with the same id.</summary>
    StoredBefore,

    /// <summary>The same page has decided about the same block since: nothing was stored.</summary>
    Superseded,

    /// <summary>Nothing was stored, by no sending of the id.</summary>
    Refused,

    /// <summary>It may be stored, now or later. Only the same request, sent again, finds out.</summary>
    NotConfirmed,
}
