namespace ProteomicsAnnotator.Core.Labels;

/// <summary>One line of a block's history, from the journals.</summary>
public sealed record HistoryEntry(DateTimeOffset At, int? Label, int? Was, string By, string Host)
{
    public IReadOnlyList<SeenFile> Seen { get; init; } = [];

    /// <summary>Taken over from a file another program wrote.</summary>
    public bool IsImport { get; init; }

    public bool IsUndo { get; init; }
}
