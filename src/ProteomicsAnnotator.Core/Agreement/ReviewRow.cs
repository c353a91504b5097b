using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>One block of a <see cref="ReviewTable"/>: a view on the table's arrays, nothing is copied.</summary>
public readonly record struct ReviewRow(ReviewTable Table, int Index)
{
    public BlockId Block => Table.Blocks[Index];

    public Consensus Consensus => Table.ConsensusAt(Index);

    public FinalLabel? FinalLabel => Table.FinalLabelAt(Index);

    /// <summary>A counted vote is younger than the final label and says something else than that annotator said then.</summary>
    public bool HasNewVotes => Table.HasNewVotesAt(Index);

    /// <summary>Has a final label and no vote has come or changed since.</summary>
    public bool IsSettled => FinalLabel is not null && !HasNewVotes;

    /// <summary>There are votes, and their consensus differs from the final label.</summary>
    public bool FinalDiffers => FinalLabel is { } final && Consensus.Label is { } consensus && final.Label != consensus;

    /// <summary>Labels of this block whose channel files have changed since; one for each such file.</summary>
    public IEnumerable<ChangedLabel> ChangedLabels => Table.ChangedLabelsOf(Block);

    /// <summary>Flags and notes, in username order, also of annotators not counted.</summary>
    public IEnumerable<KeyValuePair<string, BlockMark>> Marks => Table.MarksOf(Block);

    /// <summary>Annotators whose votes count, and who flagged it as unsure.</summary>
    public int UnsureCount
    {
        get
        {
            ReviewTable table = Table;
            return Marks.Count(mark => mark.Value.IsUnsure && !table.Input.Excluded.Contains(mark.Key));
        }
    }

    public bool HasNote => Marks.Any(mark => mark.Value.Note is not null);

    public ReviewStatus Status => Consensus switch
    {
        { VoteCount: 0 } => ReviewStatus.NotAnnotated,
        { VoteCount: 1 } => ReviewStatus.SingleVote,
        { HasDisagreement: true } => ReviewStatus.Disagree,
        _ => ReviewStatus.Agree,
    };

    /// <summary>The final label, else the consensus.</summary>
    public int? ResolvedLabel => FinalLabel?.Label ?? Consensus.Label;

    public ResolvedBy ResolvedBy => (FinalLabel, Consensus) switch
    {
        (not null, _) => ResolvedBy.FinalLabel,
        (_, { VoteCount: 0 }) => ResolvedBy.Nothing,
        (_, { VoteCount: 1 }) => ResolvedBy.SingleVote,
        (_, { HasDisagreement: false }) => ResolvedBy.Unanimous,
        (_, { IsTie: true }) => ResolvedBy.Tie,
        _ => ResolvedBy.Majority,
    };

    /// <summary>Counted votes in username order.</summary>
    public IEnumerable<KeyValuePair<string, Vote>> Votes
    {
        get
        {
            foreach (AnnotatorColumn column in Table.Counted)
            {
                if (column.At(Index) is { } vote)
                {
                    yield return KeyValuePair.Create(column.Username, vote);
                }
            }
        }
    }

    /// <summary>What was measured of an annotator's vote; null: nothing, or the vote is younger than the last look.</summary>
    public VoteEvidence? EvidenceOf(string username) =>
        Table.Input.Evidence.Votes.GetValueOrDefault((Block, username)) is { } evidence && Table.FindAnnotator(username)?.At(Index)?.At == evidence.At ? evidence : null;

    /// <summary>Counted votes for <paramref name="label"/>.</summary>
    public int CountOf(int label) => Table.CountAt(Index, label);

    /// <summary>Shannon entropy of the vote shares in nats; 0 when all agree or nobody voted.</summary>
    public double VoteEntropy => Table.VoteEntropyAt(Index);
}
