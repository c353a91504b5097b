using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// Whose decisions this machine has and the share lacks: they are brought there also when that person does not sign in here
/// today. Blocking.
/// </summary>
internal sealed class LeftoverOwners(LabelShareSettings settings, SharedRoot root)
{
    private readonly Leftovers _waiting = new(settings, root, OwnerPaths.WaitingFolder);
    private readonly Leftovers _remembered = new(settings, root, OwnerPaths.RememberedFolder);

    /// <summary>Some of their decisions have not reached the share.</summary>
    public IReadOnlyList<LabelOwner> Waiting() =>
        [.. _waiting.Owners().Where(owner => _waiting.Here(owner).Count > 0 || (root.State.RootId is { } id && _waiting.Elsewhere(owner, id).Count > 0))];

    /// <summary>Some of the decisions that were brought to it are there no more.</summary>
    /// <param name="isOpen">These look after themselves.</param>
    /// <exception cref="StorageException">The share cannot be read.</exception>
    public IReadOnlyList<LabelOwner> WithLosses(Func<LabelOwner, bool> isOpen) =>
        [.. _remembered.Owners().Where(owner => !isOpen(owner) && HasLoss(owner))];

    /// <summary>Decisions for other roots that wait here, in words with what to do; none while the root's marker is not known.</summary>
    public IEnumerable<string> DescribeOrphans() => root.State.RootId is { } id ? _waiting.DescribeOrphans(id) : [];

    private bool HasLoss(LabelOwner owner)
    {
        if (root.State.RootId is not { } id)
        {
            return false;
        }

        List<LabelEvent> known = [.. _remembered.Here(owner).Where(journal => journal.RootId == id)
            .Concat(_remembered.Elsewhere(owner, id))
            .SelectMany(journal => journal.Events)];
        return known.Count > 0 && LostDecisions.Find(root.JournalsOf(owner), known).Events.Count > 0;
    }
}
