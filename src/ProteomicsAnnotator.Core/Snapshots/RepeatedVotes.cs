using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// Which votes say again what their annotator said when the final label was set: a key pressed once more, or a change
/// taken back. Only the journals know. A vote that no journal tells about, or of whose annotator a journal
/// cannot be read, is not among them, and so counts as new.
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
            if (DecisionsOf(root.JournalsOf(LabelOwner.OfUser(user.Key))) is { } merge)
            {
                repeated.UnionWith(user.Where(vote => LabelAt(merge, vote) == vote.Label));
            }
        }

        return repeated;
    }

    private static int? LabelAt(LabelMerge merge, LaterVote vote) => merge
        .EventsOf(new LabelKey(null, vote.Block))
        .LastOrDefault(item => item.At <= vote.SetAt)?.Label;

    /// <summary>Null unless all journals could be read: what is missing may be the decision that counted. They are named where the votes themselves are read.</summary>
    private static LabelMerge? DecisionsOf(JournalDirectory journals)
    {
        try
        {
            JournalNews news = new JournalFollower(journals).ReadNew();
            if (news.Failures.Count > 0)
            {
                return null;
            }

            var merge = new LabelMerge();
            merge.AddRange(news.Events);
            return merge;
        }
        catch (StorageException)
        {
            return null;
        }
    }
}
