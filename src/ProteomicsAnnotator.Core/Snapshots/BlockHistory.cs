using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <param name="Entries">Decisions about one block, newest first by the clocks of the deciding machines.</param>
/// <param name="Faults">What could not be read, in words: entries may be missing.</param>
public sealed record BlockHistory(IReadOnlyList<HistoryEntry> Entries, IReadOnlyList<string> Faults);
