using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// What the journals of all owners say about one block. Blocking; no further journal is begun once it is told to end.
/// </summary>
internal sealed class BlockHistoryReader(LabelShareSettings settings, SharedRoot root, LabelKey key)
{
    private readonly List<HistoryEntry> _entries = [];
    private readonly List<string> _faults = [];

    /// <param name="isInMemory">Owners to leave out: their decisions are known without reading.</param>
    /// <param name="cancellationToken">Ends the reading; what was read until then is the answer.</param>
    public BlockHistory Read(Func<LabelOwner, bool> isInMemory, CancellationToken cancellationToken)
    {
        var share = ShareOwners.Find(settings.Files, root.Reads, settings.AnnotationsRoot);
        _faults.AddRange(share.Faults.Select(fault => fault.Message));
        IEnumerable<LabelOwner> owners = share.Users
            .Where(user => user.HasJournals)
            .Select(user => LabelOwner.OfUser(user.Username))
            .Append(LabelOwner.OfAdmins);
        foreach (LabelOwner owner in owners.Where(owner => !isInMemory(owner)))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _faults.Add($"The share is slow: {owner.Name} and those after it were not read.");
                break;
            }

            ReadOwner(owner, cancellationToken);
        }

        return new BlockHistory(_entries, _faults);
    }

    private void ReadOwner(LabelOwner owner, CancellationToken cancellationToken)
    {
        JournalDirectory journals = root.JournalsOf(owner);
        var seen = new HashSet<EventId>();
        try
        {
            foreach (BoundedRead<List<LabelEvent>> journal in journals.Each(journals.Names(), name => Find(journals, name, cancellationToken)))
            {
                _entries.AddRange((journal.Value ?? []).Where(item => seen.Add(item.Id)).Select(item => HistoryEntry.Of(item, owner)));
                if (journal.Error is { } error)
                {
                    _faults.Add(error.Message);
                }
            }
        }
        catch (StorageException error)
        {
            _faults.Add(error.Message);
        }
    }

    private List<LabelEvent> Find(JournalDirectory journals, string name, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? throw new StorageException(journals.PathOf(name), "it was not read: the share is slow")
            : journals.Find(name, key);
}
