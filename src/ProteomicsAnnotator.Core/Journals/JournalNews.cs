using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <param name="Events">Not given before by this folder; some may still be known from elsewhere.</param>
/// <param name="Changed">Journals that grew or appeared.</param>
/// <param name="Failures">Journals that could not be read, each named.</param>
internal sealed record JournalNews(
    IReadOnlyList<LabelEvent> Events,
    IReadOnlyList<JournalState> Changed,
    IReadOnlyList<StorageException> Failures)
{
    /// <summary>
    /// One that could not be read now: nothing may be concluded from what is absent. What is no journal file at all, or
    /// beyond its bound, is only named.
    /// </summary>
    public StorageException? Failure => Failures.FirstOrDefault(failure => !failure.IsLasting);
}
