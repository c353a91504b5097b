using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Snapshots;

/// <summary>
/// The end of one journal, as far as it tells whether a derived file was written after it: back to the newest label that only such
/// a file can have. Where nobody has a label, every older file says so too, and so it may be of a flag that was taken back.
/// </summary>
internal sealed class JournalEnd
{
    private const int UsualBytes = 8 * 1024;
    private const int MostBytes = 64 * 1024;
    private readonly List<(LabelEvent Decision, bool OfLabel, bool OfMark)> _needed = [];
    private readonly bool _tellsAll;

    private JournalEnd(FileStamp stamp, long seenSince, IReadOnlyList<LabelEvent> decisions, bool isWhole)
    {
        (Stamp, SeenSince) = (stamp, seenSince);
        var labelled = new HashSet<BlockId>();
        var said = new HashSet<BlockId>();
        foreach (LabelEvent decision in decisions.Reverse().Where(item => item.Key.Root is null))
        {
            BlockId block = decision.Key.Block;
            bool decidesLabel = decision.Kind == DecisionKind.Label || decision.Mark.Unusable is { Length: > 0 };
            bool ofLabel = decidesLabel && labelled.Add(block);
            bool ofMark = said.Add(block);
            if (ofLabel || ofMark)
            {
                _needed.Add((decision, ofLabel, ofMark));
            }

            if (ofLabel && IsTelling(decision))
            {
                _tellsAll = true;
                return;
            }
        }

        _tellsAll = isWhole;
    }

    public FileStamp Stamp { get; }

    /// <summary>Timestamp of the first look at this state of the journal.</summary>
    public long SeenSince { get; }

    /// <summary>Blocking.</summary>
    /// <param name="journals">Of the owner.</param>
    /// <param name="name">Of the journal.</param>
    /// <param name="stamp">Its state now.</param>
    /// <param name="now">Timestamp of this look.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static JournalEnd Read(JournalDirectory journals, string name, FileStamp stamp, long now)
    {
        JournalEnd usual = Read(UsualBytes);
        return usual._tellsAll ? usual : Read(MostBytes);

        JournalEnd Read(int bytes)
        {
            (IReadOnlyList<LabelEvent> decisions, bool isWhole) = journals.ReadEnd(name, stamp, bytes);
            return new JournalEnd(stamp, now, [.. decisions.Where(item => !item.IsAnswer)], isWhole);
        }
    }

    /// <summary>The file says what this journal says. Where the end does not tell, only a file that is no older does.</summary>
    public bool IsSaidBy(VoteFile file) =>
        file.Votes is { } votes
        && (_tellsAll || (file.Stamp is { } written && written.Modified >= Stamp.Modified))
        && _needed.TrueForAll(item => (!item.OfLabel || HasLabel(votes, item.Decision)) && (!item.OfMark || item.Decision.Mark.Holds(file.Marks.GetValueOrDefault(item.Decision.Key.Block))));

    /// <summary>No file from before has this label with this time: it is neither one that was there before, nor taken over from a file.</summary>
    private static bool IsTelling(LabelEvent decision) =>
        decision is { Kind: DecisionKind.Label, Label: not null, Undoes: null, Redoes: null, Id.IsImport: false };

    private static bool HasLabel(IReadOnlyDictionary<BlockId, Vote> votes, LabelEvent decision)
    {
        if (decision is not { Kind: DecisionKind.Label, Label: { } label })
        {
            return !votes.ContainsKey(decision.Key.Block);
        }

        // A label that was brought back is as old as it was.
        return votes.TryGetValue(decision.Key.Block, out Vote vote)
            && vote.Label == label
            && vote.IsNotBlind == decision.IsNotBlind
            && (decision is { Undoes: null, Redoes: null } ? vote.At == decision.At : vote.At <= decision.At);
    }
}
