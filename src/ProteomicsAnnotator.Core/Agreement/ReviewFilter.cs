using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>Which rows to show; every condition that is set must hold.</summary>
public sealed record ReviewFilter
{
    public static ReviewFilter Everything { get; } = new();

    public ReviewStatus? Status { get; init; }

    /// <summary>The resolved label: final, else consensus.</summary>
    public int? ResolvedLabel { get; init; }

    /// <summary>A vote, also of an annotator not counted, or the final label is none of the classes 1 to this number.</summary>
    public int? OutsideClasses { get; init; }

    /// <summary>At least one counted vote for it.</summary>
    public int? VotedLabel { get; init; }

    /// <summary>At least one counted vote.</summary>
    public bool LabelledOnly { get; init; }

    public bool TiesOnly { get; init; }

    /// <summary>Votes are to be given on it still, by the plan or the campaign's setting.</summary>
    public bool NeedsVotesOnly { get; init; }

    /// <summary>A vote, also of an annotator not counted, or the final label is of a class that was renamed or split since.</summary>
    public bool ChangedClassOnly { get; init; }

    /// <summary>Labelled blocks without a final label, or with votes younger than it.</summary>
    public bool UnsettledOnly { get; init; }

    public bool NewVotesOnly { get; init; }

    /// <summary>The final label differs from the votes' consensus.</summary>
    public bool FinalDiffersOnly { get; init; }

    /// <summary>A label was given on channel files that have changed since.</summary>
    public bool ChangedFilesOnly { get; init; }

    /// <summary>A counted annotator flagged it as unsure.</summary>
    public bool UnsureOnly { get; init; }

    /// <summary>Somebody gave it a note.</summary>
    public bool NotesOnly { get; init; }

    /// <summary>Somebody said that it cannot be judged.</summary>
    public bool UnusableOnly { get; init; }

    /// <summary>A counted vote was given like this.</summary>
    public EvidenceFilter Evidence { get; init; } = EvidenceFilter.Everything;

    /// <summary>Blocks both annotators labelled.</summary>
    public AnnotatorPair? Pair { get; init; }

    /// <summary>Blocks in this cell of <see cref="ConfusionMatrix.Overall"/>, or of the pair's matrix if there is a pair.</summary>
    public (int Row, int Column)? Cell { get; init; }

    /// <summary>Blocks this annotator gave this label.</summary>
    public (string Username, int Label)? Given { get; init; }

    /// <summary>Blocks this annotator labelled.</summary>
    public string? LabelledBy { get; init; }

    /// <summary>Exactly these blocks.</summary>
    public IReadOnlySet<BlockId>? Only { get; init; }

    /// <summary>Part of the block id, letter case aside.</summary>
    public string Text { get; init; } = "";

    private bool Matches(ReviewRow row) =>
        (Status is null || row.Status == Status)
        && (ResolvedLabel is null || row.ResolvedLabel == ResolvedLabel)
        && (OutsideClasses is not { } classes || HasLabelOutside(row, classes))
        && (VotedLabel is not { } voted || row.CountOf(voted) > 0)
        && (!LabelledOnly || row.Consensus.VoteCount > 0)
        && (!TiesOnly || row.Consensus.IsTie)
        && (!ChangedClassOnly || row.AwaitsAnswer)
        && (!UnsettledOnly || (row.Consensus.VoteCount > 0 && !row.IsSettled))
        && (!NewVotesOnly || row.HasNewVotes)
        && (!FinalDiffersOnly || row.FinalDiffers)
        && (!ChangedFilesOnly || row.ChangedLabels.Any())
        && (!UnsureOnly || row.UnsureCount > 0)
        && (!NotesOnly || row.HasNote)
        && (!UnusableOnly || row.UnusableCount > 0)
        && Evidence.Matches(row)
        && MatchesPair(row)
        && (Given is not { } given || LabelBy(row, given.Username) == given.Label)
        && (LabelledBy is null || LabelBy(row, LabelledBy) is not null)
        && (Only is null || Only.Contains(row.Block))
        && (Text.Length == 0 || row.Block.Value.Contains(Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Positions of the matching rows in the order asked for.</summary>
    /// <param name="table">Their table.</param>
    /// <param name="sort">Their order.</param>
    /// <param name="needingVotes">Blocks on which votes are to be given still; null: that is not known, so no row matches <see cref="NeedsVotesOnly"/>.</param>
    public int[] Select(ReviewTable table, ReviewSort sort, IReadOnlySet<BlockId>? needingVotes = null)
    {
        IEnumerable<ReviewRow> rows = table.Rows.Where(row => Matches(row) && (!NeedsVotesOnly || needingVotes?.Contains(row.Block) == true));
        return [.. sort.Apply(rows).Select(row => row.Index)];
    }

    private static bool HasLabelOutside(ReviewRow row, int classes) =>
        row.FinalLabel is { Label: int final } && (final < 1 || final > classes)
        || row.Table.Annotators.Any(column => column.At(row.Index) is { } vote && (vote.Label < 1 || vote.Label > classes));

    private bool MatchesPair(ReviewRow row)
    {
        if (Pair is { } pair)
        {
            int? first = LabelBy(row, pair.First);
            int? second = LabelBy(row, pair.Second);
            return first is not null
                && second is not null
                && (!pair.DifferingOnly || first != second)
                && (Cell is not { } both || (first == both.Row && second == both.Column));
        }

        return Cell is not { } cell
            || (cell.Row == cell.Column
                ? row.CountOf(cell.Row) > 1
                : row.CountOf(cell.Row) > 0 && row.CountOf(cell.Column) > 0);
    }

    private static int? LabelBy(ReviewRow row, string username) =>
        row.Table.FindAnnotator(username)?.At(row.Index)?.Label;
}
