using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// Which votes say again what their annotator said when the final label was set: a key pressed once more, or a change
/// taken back. Only the journals know. A vote that no journal tells about is not among them, and so counts as new.
/// </summary>
public static class RepeatedVotes
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Empty when the share does not answer in time: a vote too many is called new, none too few.</summary>
    public static async Task<IReadOnlySet<LaterVote>> FindAsync(
        LabelShareSettings settings, IReadOnlyCollection<LaterVote> votes, CancellationToken cancellationToken)
    {
        if (votes.Count == 0)
        {
            return FrozenSet<LaterVote>.Empty;
        }

        try
        {
            return await Task.Run(() => Find(settings, votes, cancellationToken), cancellationToken)
                .WaitAsync(Limit, settings.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            return FrozenSet<LaterVote>.Empty;
        }
    }

    private static HashSet<LaterVote> Find(
        LabelShareSettings settings, IReadOnlyCollection<LaterVote> votes, CancellationToken cancellationToken)
    {
        var root = new SharedRoot(settings);
        var repeated = new HashSet<LaterVote>();
        foreach (IGrouping<string, LaterVote> user in votes.GroupBy(vote => vote.Username, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            LabelMerge merge = DecisionsOf(root.JournalsOf(LabelLogSettings.OfUser(user.Key)));
            repeated.UnionWith(user.Where(vote => LabelAt(merge, vote) == vote.Label));
        }

        return repeated;
    }

    private static int? LabelAt(LabelMerge merge, LaterVote vote) => merge
        .EventsOf(new LabelKey(null, vote.Block))
        .LastOrDefault(item => item.At <= vote.SetAt)?.Label;

    private static LabelMerge DecisionsOf(JournalDirectory journals)
    {
        var merge = new LabelMerge();
        try
        {
            merge.AddRange(new JournalFollower(journals).ReadNew().Events);
        }
        catch (StorageException)
        {
            // Named where the votes themselves are read.
            return merge;
        }

        return merge;
    }
}
