using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// One row of the long table: a label of a block, with what became of the block. A block with a final label and no vote is
/// one row without annotator, label and time.
/// </summary>
/// <param name="BlockId">The block.</param>
/// <param name="Username">Who gave the label.</param>
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
    /// <summary>Flag and note that the annotator gave the block; null: the row is of no annotator.</summary>
    public BlockMark? Mark { get; init; }

    /// <summary>What was measured of the label; null: nothing.</summary>
    public VoteEvidence? Evidence { get; init; }

    internal Evidence? Measured => Evidence?.Measured;

    internal double? ActiveSeconds => Measured?.ActiveMs / 1000.0;

    /// <summary>How many rows <see cref="AllOf"/> gives.</summary>
    public static int CountOf(ReviewTable table) =>
        table.Annotators.Sum(column => column.LabelCount) + table.Rows.Count(row => row.FinalLabel is not null && !HasVote(row));

    /// <summary>Every label of the table's blocks, by block, then username.</summary>
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
                        Evidence = row.EvidenceOf(column.Username),
                    };
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
