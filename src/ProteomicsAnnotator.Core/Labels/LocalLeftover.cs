using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <param name="Path">The file on this machine.</param>
/// <param name="Events">Its decisions, under their own ids.</param>
/// <param name="RootId">Marker of the share they belong to; null: not known when they were made.</param>
/// <param name="Stamp">As it was read.</param>
internal sealed record LocalLeftover(string Path, IReadOnlyList<LabelEvent> Events, string? RootId, FileStamp Stamp);
