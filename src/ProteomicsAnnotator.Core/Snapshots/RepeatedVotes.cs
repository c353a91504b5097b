using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// Which votes say again what their annotator said when the final label was set: a key pressed once more, or a change
/// taken back. A vote of someone of whom a file or a journal cannot be read is not among them, and so counts as new.
/// </summary>
public static class RepeatedVotes
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The votes themselves were read before, and awaited the data root then.</summary>
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(4);

    /// <summary>Empty when the share does not answer in time: too many votes count as new rather than too few.</summary>
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
        catch (TimeoutException)
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
        IGrouping<string, LaterVote>[] users = [.. votes.GroupBy(vote => vote.Username, StringComparer.Ordinal)];
        EveryOwner.AwaitDataSets(root, users.Select(user => owners.Of(user.Key)), LookLimit, cancellationToken);
        foreach (IGrouping<string, LaterVote> user in users)
        {
            cancellationToken.ThrowIfCancellationRequested();
            OwnerSnapshot read = new OwnerReader(root, LabelOwner.OfUser(user.Key), names).Read(SnapshotDepth.All, owners.Of(user.Key));

            // What could not be read may be the decision that counted. It is named where the votes themselves are read.
            if (read.Problems.Count == 0)
            {
                ILookup<LabelKey, LabelEvent> decisions = read.Events.ToLookup(item => item.Key);
                repeated.UnionWith(user.Where(vote => LabelAt(decisions, vote) == vote.Label));
            }
        }

        return repeated;
    }

    private static int? LabelAt(ILookup<LabelKey, LabelEvent> decisions, LaterVote vote) => decisions[new LabelKey(null, vote.Block)]
        .Where(item => item.Kind == DecisionKind.Label && item.At <= vote.SetAt)
        .Order(Comparer<LabelEvent>.Create(LabelEvent.Compare))
        .LastOrDefault()?.Label;
}
