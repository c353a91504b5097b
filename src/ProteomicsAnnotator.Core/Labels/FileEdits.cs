using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Labels;

/// <param name="Path">A file that another program wrote to.</param>
/// <param name="Events">Its labels that no journal knows.</param>
internal sealed record FileEdits(string Path, IReadOnlyList<LabelEvent> Events);
