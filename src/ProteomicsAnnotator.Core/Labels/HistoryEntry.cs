namespace ProteomicsAnnotator.Core.Labels;

/// <summary>One line of a block's history, from the journals.</summary>
public sealed record HistoryEntry(DateTimeOffset At, int? Label, int? Was, string By, string Host)
{
    public IReadOnlyList<SeenFile> Seen { get; init; } = [];

    /// <summary>Taken over from a file another program wrote.</summary>
    public bool IsImport { get; init; }

    public bool IsUndo { get; init; }

    /// <summary>An admin's decision about the block's final label, not a vote.</summary>
    public bool IsFinalLabel { get; init; }

    internal static HistoryEntry Of(LabelEvent item, LabelOwner owner) => new(item.At, item.Label, item.Was, item.By ?? owner.Name, item.Host)
    {
        Seen = item.Seen,
        IsImport = item.Id.IsImport,
        IsUndo = item.Undoes is not null,
        IsFinalLabel = owner.Owner is null,
    };
}
