using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// Whose decisions this machine remembers and the share lacks: they are brought back also when that person does not sign in
/// here today. Blocking.
/// </summary>
internal sealed class RememberedOwners(LabelShareSettings settings, SharedRoot root)
{
    private readonly JournalTree _remembered = new(settings.Files, root.Reads, OwnerPaths.MemoryFolder(root, settings.HostName));

    /// <param name="isOpen">These look after themselves.</param>
    /// <exception cref="StorageException">The share cannot be read.</exception>
    public IReadOnlyList<LabelOwner> WithLosses(Func<LabelOwner, bool> isOpen) =>
        [.. All().Where(owner => !isOpen(owner) && HasLoss(owner))];

    private IEnumerable<LabelOwner> All() => _remembered.UserFolders()
        .Where(name => Username.TryParse(name, out _))
        .Select(LabelOwner.OfUser)
        .Prepend(LabelOwner.OfAdmins);

    private bool HasLoss(LabelOwner owner)
    {
        var journals = new LocalJournals(settings, owner.MemoryPath(root, settings.HostName), "", static () => "", static _ => []);
        List<LabelEvent> known = [.. journals.FindLeftovers()
            .Where(journal => journal.RootId == root.State.RootId)
            .SelectMany(journal => journal.Events)];
        return known.Count > 0 && LostDecisions.Find(root.JournalsOf(owner), known).Events.Count > 0;
    }
}
