namespace ProteomicsAnnotator.Core.Labels;

/// <param name="Journals">How far each has been read.</param>
/// <param name="Events">What was read there.</param>
internal sealed record CachedJournals(IReadOnlyList<JournalState> Journals, IReadOnlyList<LabelEvent> Events);
