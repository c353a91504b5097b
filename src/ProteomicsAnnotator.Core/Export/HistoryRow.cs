using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// One decision, as exported. A null <paramref name="Label"/> is a clear. Unlike <see cref="HistoryEntry"/>, which the program
/// shows and which may change with it, its members are the columns that exported files promise, ids and kinds in words among them.
/// </summary>
/// <param name="EventId"><c>{journal}:{seq}</c>, or <c>import-{hash}</c> of an entry that another program wrote.</param>
/// <param name="Kind"><c>label</c>, <c>mark</c> (a flag or note without a label), <c>repeat</c> (an answer of a self-check, which is no label) or <c>final_label</c>.</param>
/// <param name="Username">Whose label, or the admin who set the final label.</param>
/// <param name="At">When.</param>
/// <param name="BlockId">Relative to <paramref name="Root"/>, or to the configured data root.</param>
/// <param name="Root">Parent folder of a browsed block; null for the configured root.</param>
/// <param name="Label">The new label.</param>
/// <param name="Was">The label before.</param>
public sealed record HistoryRow(
    string EventId, string Kind, string Username, DateTimeOffset At, string BlockId, string? Root, int? Label, int? Was)
{
    /// <summary>Id of the decision this one takes back.</summary>
    public string? Undoes { get; init; }

    /// <summary>Id of the decision this one makes again.</summary>
    public string? Redoes { get; init; }

    /// <summary>The deciding machine; "" for an import, whose machine is unknown.</summary>
    public string Host { get; init; } = "";

    /// <summary>Taken from a file that another program wrote, whether or not a journal has taken it over.</summary>
    public bool IsImported { get; init; }

    /// <summary>False: the flag was taken back. Null: it says nothing of it.</summary>
    public bool? Unsure { get; init; }

    /// <summary>Empty: the note was taken back. Null: it says nothing of it.</summary>
    public string? Note { get; init; }

    /// <summary>Deterministic order: time, then event id, then whose it is.</summary>
    public static IReadOnlyList<HistoryRow> Sort(IEnumerable<HistoryRow> rows) =>
        [.. rows.OrderBy(row => row.At)
            .ThenBy(row => row.EventId, StringComparer.Ordinal)
            .ThenBy(row => row.Username, StringComparer.Ordinal)
            .ThenBy(row => row.Kind, StringComparer.Ordinal)];

    internal static HistoryRow Of(LabelEvent item, LabelOwner owner) => new(
        item.Id.ToString(),
        item.Kind == DecisionKind.Mark ? "mark" : item.Kind == DecisionKind.Repeat ? "repeat" : owner.Owner is null ? "final_label" : "label",
        owner.Owner ?? item.By ?? "",
        item.At,
        item.Key.Block.Value,
        item.Key.Root,
        item.Label,
        item.Was)
    {
        Undoes = item.Undoes?.ToString(),
        Redoes = item.Redoes?.ToString(),
        Host = item.Host,
        IsImported = item.Id.IsImport,
        Unsure = item.Mark.Unsure,
        Note = item.Mark.Note,
    };
}
