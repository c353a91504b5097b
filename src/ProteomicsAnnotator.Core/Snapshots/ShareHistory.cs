using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// Decisions that the share holds, of all owners: those of the journals, and entries of label files that no journal knows,
/// as merging takes them over. The page, the command and HTTP read them here.
/// </summary>
/// <param name="Decisions">Each once, with its owner, oldest first by the clocks of the deciding machines.</param>
/// <param name="Faults">What could not be read, in words: decisions may be missing.</param>
internal sealed record ShareHistory(IReadOnlyList<(LabelOwner Owner, LabelEvent Event)> Decisions, IReadOnlyList<string> Faults)
{
    /// <summary>Those of <see cref="Faults"/> that name lines which are no decisions: torn by a crash or a full disk.</summary>
    public IReadOnlyList<string> TornLines { get; private init; } = [];

    /// <summary>Blocking, each file within its limit.</summary>
    /// <param name="root">Where the share is.</param>
    /// <param name="only">Decisions about this block; null: about every block.</param>
    /// <param name="limits">How long it may take.</param>
    /// <param name="cancellationToken">Ends the reading between two owners.</param>
    public static ShareHistory Read(SharedRoot root, LabelKey? only, ReadingLimits limits, CancellationToken cancellationToken)
    {
        var owners = ShareOwners.Find(root.Settings.Files, root.Reads, root.Settings.AnnotationsRoot);
        (PeopleDecisions people, StorageException[] faults) = PeopleOf(root, owners);
        OwnerFiles[] users = [.. owners.All.Where(user => owners.IsSomebodys(user.Username, people.IsSaid))];
        IReadOnlyList<ShareHistory> read = EveryOwner.Read(root, users, owner => Of(owner, only), limits, cancellationToken);
        return Of(read, [.. owners.Faults, .. faults]);
    }

    private static (PeopleDecisions People, StorageException[] Faults) PeopleOf(SharedRoot root, ShareOwners owners)
    {
        try
        {
            return (owners.Odd.Count == 0 ? PeopleDecisions.None : PeopleDecisions.Read(root), []);
        }
        catch (StorageException error)
        {
            return (PeopleDecisions.None, [error]);
        }
    }

    /// <summary>Every decision of owners that were read whole.</summary>
    public static ShareHistory Of(IEnumerable<OwnerSnapshot> owners) => Of([.. owners.Select(owner => Of(owner, null))], []);

    private static ShareHistory Of(IReadOnlyList<ShareHistory> owners, IReadOnlyList<StorageException> faults) => new(
        Sort(owners.SelectMany(owner => owner.Decisions)),
        [.. faults.Select(fault => fault.Message), .. owners.SelectMany(owner => owner.Faults)])
    {
        TornLines = [.. owners.SelectMany(owner => owner.TornLines)],
    };

    /// <summary>One order for all readers: by time, then id, then owner.</summary>
    public static IReadOnlyList<(LabelOwner Owner, LabelEvent Event)> Sort(IEnumerable<(LabelOwner Owner, LabelEvent Event)> decisions) =>
    [
        .. decisions
            .Select(decision => (decision, Id: decision.Event.Id.ToString()))
            .OrderBy(item => item.decision.Event.At)
            .ThenBy(item => item.Id, StringComparer.Ordinal)
            .ThenBy(item => item.decision.Owner.Key, StringComparer.Ordinal)
            .Select(item => item.decision),
    ];

    private static ShareHistory Of(OwnerSnapshot owner, LabelKey? only)
    {
        IEnumerable<LabelEvent> events = only is { } key ? owner.Events.Where(item => item.Key == key) : owner.Events;

        // A value that is no label is of interest where its block is; a line nobody can read may be about any block.
        IEnumerable<string> values = only is { } block
            ? owner.UnusableValues.Where(text => text.Contains(block.Block.Value, StringComparison.Ordinal))
            : owner.UnusableValues;
        return new ShareHistory(
            [.. events.Select(item => (owner.Owner, item))],
            [.. owner.Problems.Select(problem => problem.Message), .. owner.TornLines, .. values, .. owner.UnusableLines])
        {
            TornLines = owner.TornLines,
        };
    }
}
