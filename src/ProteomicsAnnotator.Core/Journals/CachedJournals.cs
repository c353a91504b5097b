using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <param name="Journals">How far each has been read.</param>
/// <param name="Events">What was read there.</param>
/// <param name="Derived">Stamp of the derived file when it said exactly what these events say; null: look at it.</param>
internal sealed record CachedJournals(IReadOnlyList<JournalState> Journals, IReadOnlyList<LabelEvent> Events, FileStamp? Derived);
