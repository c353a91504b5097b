namespace ProteomicsAnnotator.Core.Export;

/// <param name="Rows">Every decision once, by time, then event id.</param>
/// <param name="Faults">Journals, and numbers of lines, that could not be read.</param>
public sealed record HistoryRead(IReadOnlyList<HistoryRow> Rows, IReadOnlyList<string> Faults);
