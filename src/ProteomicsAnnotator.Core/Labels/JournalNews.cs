using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <param name="Events">Not given before by this folder; some may still be known from elsewhere.</param>
/// <param name="Changed">Journals that grew or appeared.</param>
/// <param name="Failure">A journal that could not be read: then nothing may be concluded from what is absent.</param>
internal sealed record JournalNews(
    IReadOnlyList<LabelEvent> Events,
    IReadOnlyList<JournalState> Changed,
    StorageException? Failure);
