namespace ProteomicsAnnotator.Core.Export;

/// <summary>One decision from a journal, as exported. A null <paramref name="Label"/> is a clear.</summary>
/// <param name="EventId"><c>{journal}:{seq}</c>.</param>
/// <param name="Kind"><c>label</c> or <c>final_label</c>.</param>
/// <param name="Username">Whose label, or the admin who set the final label.</param>
/// <param name="At">When.</param>
/// <param name="BlockId">Relative to <paramref name="Root"/>, or to the configured data root.</param>
/// <param name="Root">Parent folder of a browsed block; null for the configured root.</param>
/// <param name="Label">The new label.</param>
/// <param name="Was">The label before.</param>
public sealed record HistoryRow(
    string EventId, string Kind, string Username, DateTimeOffset At, string BlockId, string? Root, int? Label, int? Was)
{
    /// <summary>Deterministic order: time, then event id.</summary>
    public static IReadOnlyList<HistoryRow> Sort(IEnumerable<HistoryRow> rows) =>
        [.. rows.OrderBy(row => row.At).ThenBy(row => row.EventId, StringComparer.Ordinal)];
}
