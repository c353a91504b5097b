using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
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

    /// <summary>A disagreement that waits for a decision: without a final label, or with votes younger than it.</summary>
    public bool IsContested => Status == ReviewStatus.Disagree && !IsSettled;

    /// <summary>There are votes, and their consensus differs from the final label.</summary>
    public bool FinalDiffers => FinalLabel is { } final && Consensus.Label is { } consensus && final.Label != consensus;

    /// <summary>A label of it, also of an annotator not counted, or its final label is of a class that was renamed or split since.</summary>
    public bool AwaitsAnswer
    {
        get
        {
            (ClassChanges changes, int index) = (Table.Input.Campaign.ClassChanges, Index);
            return !changes.IsNone
                && ((FinalLabel is { } final && changes.Awaited(final.Label, final.SetAt) is not null)
                    || Table.Annotators.Any(column => column.At(index) is { } vote && changes.Awaited(vote.Label, vote.At) is not null));
        }
    }

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

    /// <summary>Annotators, also those not counted, who said that it cannot be judged.</summary>
    public int UnusableCount => Marks.Count(mark => mark.Value.Unusable is not null);

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

    /// <summary>Whoever sees this row sees another person's vote, also one that is not counted, or the final label.</summary>
    /// <param name="username">Who looks; votes under other names of the same person are own ones.</param>
    public bool ShowsOthersTo(string username)
    {
        (ReviewTable table, int index) = (Table, Index);
        string person = table.Input.People.PersonOf(username);
        return FinalLabel is not null || table.Annotators.Any(column => column.Username != person && column.Labels[index] != AnnotatorColumn.None);
    }

    /// <summary>Votes, also of annotators not counted, that are not blind.</summary>
    public IEnumerable<string> NotBlind
    {
        get
        {
            int index = Index;
            return Table.Annotators.Where(column => column.NotBlindCount > 0 && column.At(index) is { IsNotBlind: true }).Select(column => column.Username);
        }
    }

    /// <summary>What was measured of an annotator's vote; null: nothing, or the vote is younger than the last look.</summary>
    public VoteEvidence? EvidenceOf(string username) =>
        Table.Input.Evidence.Votes.GetValueOrDefault((Block, username)) is { } evidence && Table.FindAnnotator(username)?.At(Index)?.At == evidence.At ? evidence : null;

    /// <summary>Counted votes for <paramref name="label"/>.</summary>
    public int CountOf(int label) => Table.CountAt(Index, label);

    /// <summary>Labels with counted votes, ascending.</summary>
    public IReadOnlyList<(int Label, int Count)> VoteCounts
    {
        get
        {
            ReviewRow row = this;
            return [.. Table.Labels.Select(label => (label, row.CountOf(label))).Where(count => count.Item2 > 0)];
        }
    }

    /// <summary>Shannon entropy of the vote shares in nats; 0 when all agree or nobody voted.</summary>
    public double VoteEntropy => Table.VoteEntropyAt(Index);
}
