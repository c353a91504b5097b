using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// One decision, as exported. A null <paramref name="Label"/> is a clear. Unlike <see cref="HistoryEntry"/>, which the program
/// shows and which may change with it, its members are the columns that exported files promise, ids and kinds in words among them.
/// </summary>
/// <param name="EventId"><c>{journal}:{seq}</c>, or <c>import-{hash}</c> of an entry that another program wrote.</param>
/// <param name="Kind"><c>label</c>, <c>mark</c> (a flag or note without a label), <c>repeat</c> (an answer of a self-check, which is no label), <c>second</c> (an admin's independent second adjudication, which is none either) or <c>final_label</c>.</param>
/// <param name="Username">Whose label, or the admin who decided.</param>
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

    /// <summary>Why the block cannot be judged; empty: that was taken back. Null: it says nothing of it.</summary>
    public string? Unusable { get; init; }

    /// <summary>Why a final label was set, in the admin's words; null: nothing is said.</summary>
    public string? Reason { get; init; }

    /// <summary>Whoever gave the label could see others' votes on the block, or its final label, before; null: it is no label of an annotator.</summary>
    public bool? NotBlind { get; init; }

    /// <summary>Given in the calibration round, or on a block that is in it now: no vote.</summary>
    public bool IsCalibration { get; init; }

    /// <summary>Deterministic order: time, then event id, then whose it is. Rows that have it already are not sorted again.</summary>
    public static IReadOnlyList<HistoryRow> Sort(IEnumerable<HistoryRow> rows)
    {
        IReadOnlyList<HistoryRow> list = rows as IReadOnlyList<HistoryRow> ?? [.. rows];
        return Enumerable.Range(1, Math.Max(0, list.Count - 1)).All(i => Compare(list[i - 1], list[i]) <= 0)
            ? list
            : [.. list.Order(Comparer<HistoryRow>.Create(Compare))];
    }

    internal static HistoryRow Of(LabelEvent item, LabelOwner owner, CalibrationRound calibration) => new(
        item.Id.ToString(),
        item.Kind switch { DecisionKind.Mark => "mark", DecisionKind.Repeat => "repeat", DecisionKind.Second => "second", _ => owner.Owner is null ? "final_label" : "label" },
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
        Unusable = item.Mark.Unusable,
        Reason = item.Reason,
        NotBlind = item is { Kind: DecisionKind.Label, Label: not null } && owner.Owner is not null ? item.IsNotBlind : null,
        IsCalibration = item.Key.Root is null && calibration.Takes(item.Key.Block, item.At),
    };

    private static int Compare(HistoryRow a, HistoryRow b) =>
        a.At.CompareTo(b.At) is not 0 and var time ? time
        : string.CompareOrdinal(a.EventId, b.EventId) is not 0 and var id ? id
        : string.CompareOrdinal(a.Username, b.Username) is not 0 and var name ? name
        : string.CompareOrdinal(a.Kind, b.Kind);
}
