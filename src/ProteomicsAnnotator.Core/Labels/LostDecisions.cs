using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Decisions a program knows that no journal of the share holds any more: someone put an older copy of the folder in its
/// place. Every journal is read anew, so that this is asked only after a loss was noticed. Blocking.
/// </summary>
internal static class LostDecisions
{
    /// <summary>A journal that cannot be read counts as one that holds what it held: its decisions are not lost.</summary>
    /// <param name="journals">The owner's.</param>
    /// <param name="known">Decisions that were acknowledged before.</param>
    /// <exception cref="StorageException">The folder could not be listed.</exception>
    public static List<LabelEvent> Find(JournalDirectory journals, IEnumerable<LabelEvent> known)
    {
        HashSet<EventId> held = [];
        HashSet<string> unreadable = new(StringComparer.Ordinal);
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
            }
        }

        return [.. known.Where(item => !held.Contains(item.Id) && !unreadable.Contains(item.Id.Source))];
    }
}
