using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// Which votes say again what their annotator said when the final label was set: a key pressed once more, or a change
/// taken back, under whichever name of that person. A vote of someone of whom a file or a journal cannot be read is not among them, and so
/// counts as new.
/// </summary>
public static class RepeatedVotes
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The votes themselves were read before, and awaited the data root then.</summary>
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(4);

    /// <summary>Empty when the share does not answer in time, or it cannot be read whose names are one person's: too many votes count as new rather than too few.</summary>
    public static async Task<IReadOnlySet<LaterVote>> FindAsync(
        SharedRoot root, IReadOnlyCollection<LaterVote> votes, CancellationToken cancellationToken)
    {
        if (votes.Count == 0)
        {
            return FrozenSet<LaterVote>.Empty;
        }

        try
        {
            return await Task.Run(() => Find(root, votes, cancellationToken), cancellationToken)
                .WaitAsync(Limit, root.Settings.TimeProvider, cancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or StorageException)
        {
            return FrozenSet<LaterVote>.Empty;
        }
    }

    private static HashSet<LaterVote> Find(
        SharedRoot root, IReadOnlyCollection<LaterVote> votes, CancellationToken cancellationToken)
    {
        var names = new BlockNames();
        var owners = ShareOwners.Find(root.Settings.Files, root.Reads, root.Settings.AnnotationsRoot);
        var repeated = new HashSet<LaterVote>();
        PeopleDecisions people = PeopleDecisions.Read(root);
        IGrouping<string, LaterVote>[] users = [.. votes.GroupBy(vote => vote.Username, StringComparer.Ordinal)];
        EveryOwner.AwaitDataSets(root, users.SelectMany(user => NamesOf(user.Key, owners, people)), LookLimit, cancellationToken);
        foreach (IGrouping<string, LaterVote> user in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            OwnerSnapshot[] read = [.. NamesOf(user.Key, owners, people).Select(files => new OwnerReader(root, LabelOwner.OfUser(files.Username), names).Read(SnapshotDepth.All, files))];

            // What could not be read may be the decision that counted. It is named where the votes themselves are read.
            if (read.All(name => name.Problems.Count == 0))
            {
                ILookup<LabelKey, LabelEvent>[] decisions = [.. read.Select(name => name.Events.ToLookup(item => item.Key))];
                repeated.UnionWith(user.Where(vote => LabelAt(decisions, vote) == vote.Label));
            }
        }

        return repeated;
    }

    private static OwnerFiles[] NamesOf(string person, ShareOwners owners, PeopleDecisions people)
    {
        OwnerFiles[] names = [.. owners.All.Where(files => people.PersonOf(UnicodeForm.ToNfc(files.Username)) == person)];
        return names.Length > 0 ? names : [owners.Of(person)];
    }

    /// <summary>What counted then: of each name's last decision the later label.</summary>
    private static int? LabelAt(IEnumerable<ILookup<LabelKey, LabelEvent>> names, LaterVote vote) => names
        .Select(decisions => decisions[new LabelKey(null, vote.Block)]
            .Where(item => item.Kind == DecisionKind.Label && item.At <= vote.SetAt)
            .Max(Comparer<LabelEvent>.Create(LabelEvent.Compare)))
        .Where(item => item?.Label is not null)
        .MaxBy(item => item!.At)?.Label;
}
