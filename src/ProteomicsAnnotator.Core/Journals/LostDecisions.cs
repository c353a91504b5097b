using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// Decisions a program knows that no journal of the share holds any more: someone put an older copy of the folder in its
/// place. Reads every journal again, so it is meant for after a loss was noticed. Blocking.
/// </summary>
/// <param name="Events">Missing for certain.</param>
/// <param name="Failure">Why more may be: a journal could not be read now; null: it is known of each.</param>
internal sealed record LostDecisions(IReadOnlyList<LabelEvent> Events, StorageException? Failure)
{
    /// <summary>A journal that cannot be read counts as unchanged: its decisions are not lost so far.</summary>
    /// <param name="journals">The owner's.</param>
    /// <param name="known">Decisions that were acknowledged before.</param>
    /// <exception cref="StorageException">The folder could not be listed.</exception>
    public static LostDecisions Find(JournalDirectory journals, IEnumerable<LabelEvent> known)
    {
        HashSet<EventId> held = [];
        HashSet<string> unreadable = new(StringComparer.Ordinal);
        StorageException? failure = null;
        IReadOnlyList<string> names = journals.Names();
        foreach ((string name, BoundedRead<JournalContent> journal) in names.Zip(journals.Each(names, journals.ReadAll)))
        {
            if (journal.Value is { } content)
            {
                held.UnionWith(content.Events.Select(item => item.Id));
            }
            else
            {
                _ = unreadable.Add(name);
                failure ??= journal.Error is { IsLasting: false } error ? error : null;
            }
        }

        return new LostDecisions([.. known.Where(item => !held.Contains(item.Id) && !unreadable.Contains(item.Id.Source))], failure);
    }
}
