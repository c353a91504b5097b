using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// One row of the long table: a label of a block, with what became of the block. Who said that it cannot be judged has a row
/// without label and time; a block with a final label and no vote is one row without an annotator, too.
/// </summary>
/// <param name="BlockId">The block.</param>
/// <param name="Username">Who gave the label, or said that there can be none.</param>
/// <param name="Label">The label as given.</param>
/// <param name="ClassName">Its class; null for a label outside the configured classes.</param>
/// <param name="AnnotatedAt">When; null: the file it came from does not say.</param>
/// <param name="Counted">False for an excluded annotator.</param>
/// <param name="ResolvedLabel">The block's final label, else its consensus.</param>
/// <param name="ResolvedClassName">Its class.</param>
/// <param name="Resolution">How the block was resolved.</param>
/// <param name="HasDisagreement">Whether the counted votes of the block differ.</param>
/// <param name="FinalLabel">Who set the final label and when, if it has one.</param>
public sealed record LabelRow(
    string BlockId,
    string? Username,
    int? Label,
    string? ClassName,
    DateTimeOffset? AnnotatedAt,
    bool Counted,
    int? ResolvedLabel,
    string? ResolvedClassName,
    ResolvedBy Resolution,
    bool HasDisagreement,
    FinalLabel? FinalLabel)
{
    /// <summary>What the annotator said of the block beside the label; null: the row is of no annotator.</summary>
    public BlockMark? Mark { get; init; }

    /// <summary>The name of the class when the label was given, where that is known to be another one; else its class.</summary>
    public string? GivenAs { get; init; }

    /// <summary>Whoever gave the label could see others' votes on the block, or its final label, before; null: the row has no label.</summary>
    public bool? NotBlind { get; init; }

    /// <summary>What was measured of the label; null: nothing.</summary>
    public VoteEvidence? Evidence { get; init; }

    internal Evidence? Measured => Evidence?.Measured;

    internal double? ActiveSeconds => Measured?.ActiveMs / 1000.0;

    /// <summary>How many rows <see cref="AllOf"/> gives.</summary>
    public static int CountOf(ReviewTable table) =>
        table.Annotators.Sum(column => column.LabelCount)
        + table.Rows.Sum(row => row.Marks.Count(mark => mark.Value.Unusable is not null && table.FindAnnotator(mark.Key)?.At(row.Index) is null))
        + table.Rows.Count(row => row.FinalLabel is not null && !HasVote(row));

    /// <summary>Every label of the table's blocks, and who could give none, by block, then username.</summary>
    /// <param name="table">The review.</param>
    /// <param name="classNames">Name of class i+1 at position i.</param>
    public static IEnumerable<LabelRow> AllOf(ReviewTable table, IReadOnlyList<string> classNames)
    {
        var counted = table.Counted.ToHashSet();
        foreach (ReviewRow row in table.Rows)
        {
            if (row.FinalLabel is not null && !HasVote(row))
            {
                yield return Of(row, classNames);
            }

            foreach (AnnotatorColumn column in table.Annotators)
            {
                if (column.At(row.Index) is { } vote)
                {
                    yield return Of(row, classNames) with
                    {
                        Username = column.Username,
                        Label = vote.Label,
                        ClassName = ClassNames.Of(vote.Label, classNames),
                        AnnotatedAt = LabelTime.Known(vote.At),
                        Counted = counted.Contains(column),
                        Mark = column.MarkOf(row.Block),
                        GivenAs = table.Input.Campaign.ClassChanges.Awaited(vote.Label, vote.At)?.From ?? ClassNames.Of(vote.Label, classNames),
                        NotBlind = vote.IsNotBlind,
                        Evidence = row.EvidenceOf(column.Username),
                    };
                }
                else if (column.MarkOf(row.Block) is { Unusable: not null } mark)
                {
                    yield return Of(row, classNames) with { Username = column.Username, Counted = counted.Contains(column), Mark = mark };
                }
            }
        }
    }

    private static bool HasVote(ReviewRow row) => row.Table.Annotators.Any(column => column.At(row.Index) is not null);

    private static LabelRow Of(ReviewRow row, IReadOnlyList<string> classNames) => new(
        row.Block.Value,
        null,
        null,
        null,
        null,
        false,
        row.ResolvedLabel,
        ClassNames.Of(row.ResolvedLabel, classNames),
        row.ResolvedBy,
        row.Consensus.HasDisagreement,
        row.FinalLabel);
}
