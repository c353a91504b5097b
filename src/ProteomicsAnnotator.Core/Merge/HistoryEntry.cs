using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>One decision in a block's history, as the program shows it; exports have columns of their own.</summary>
/// <param name="At">By the clock of the deciding machine.</param>
/// <param name="Label">null: the label was cleared.</param>
/// <param name="Was">The label before.</param>
/// <param name="By">Who decided; "" when a file does not say who set its final label.</param>
/// <param name="Host">The deciding machine; "" for an import.</param>
public sealed record HistoryEntry(DateTimeOffset At, int? Label, int? Was, string By, string Host)
{
    public IReadOnlyList<SeenFile> Seen { get; init; } = [];

    /// <summary>A flag or note was given and no label, whatever <see cref="Label"/> says.</summary>
    public bool IsMark { get; init; }

    /// <summary>Flag and note, beside the label or alone.</summary>
    public MarkChange Mark { get; init; }

    /// <summary>Whoever gave the label could see another person's vote on the block, or its final label, before.</summary>
    public bool IsNotBlind { get; init; }

    /// <summary>What was measured of it; null: nothing, or it is not for this reader.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>Why a final label was set, in the admin's words; null: nothing is said.</summary>
    public string? Reason { get; init; }

    /// <summary>Taken from a file that another program wrote, whether or not a journal has taken it over.</summary>
    public bool IsImport { get; init; }

    /// <summary>It takes back a decision.</summary>
    public bool IsUndo { get; init; }

    /// <summary>It makes a decision again that was taken back.</summary>
    public bool IsRedo { get; init; }

    /// <summary>An admin's decision about the block's final label, not a vote.</summary>
    public bool IsFinalLabel { get; init; }

    internal static HistoryEntry Of(LabelEvent item, LabelOwner owner) => new(item.At, item.Label, item.Was, owner.Owner ?? item.By ?? "", item.Host)
    {
        Seen = item.Seen,
        IsMark = item.Kind == DecisionKind.Mark,
        Mark = item.Mark,
        IsNotBlind = item.IsNotBlind,
        Reason = item.Reason,
        IsImport = item.Id.IsImport,
        IsUndo = item.Undoes is not null,
        IsRedo = item.Redoes is not null,
        IsFinalLabel = owner.Owner is null,
    };
}
