using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>One row of the table of answers: what a block is, and how that came about.</summary>
/// <param name="BlockId">The block.</param>
/// <param name="ResolvedLabel">Its final label, else its consensus; null without either.</param>
/// <param name="ResolvedName">The class of that label; null for a label that is no class.</param>
/// <param name="Resolution">How it was resolved.</param>
/// <param name="Votes">Counted votes.</param>
/// <param name="AgreeingVotes">Those for <paramref name="ResolvedLabel"/>.</param>
/// <param name="IsTie">Two or more labels share the highest number of votes, whatever the final label says.</param>
/// <param name="DawidSkeneLabel">The likeliest class by the model; null without votes.</param>
/// <param name="DawidSkenePosterior">Its probability.</param>
/// <param name="FinalLabel">Who set the final label and when, if it has one.</param>
public sealed record BlockRow(
    string BlockId,
    int? ResolvedLabel,
    string? ResolvedName,
    ResolvedBy Resolution,
    int Votes,
    int AgreeingVotes,
    bool IsTie,
    int? DawidSkeneLabel,
    double? DawidSkenePosterior,
    FinalLabel? FinalLabel)
{
    /// <summary>Of a block that is a box of a large volume; null: it is a folder of files.</summary>
    public BlockPoint? Point { get; init; }

    internal FocusPoint? Micrometres => Point?.Micrometres;

    /// <summary>Every block of the table, in its order.</summary>
    /// <param name="table">The review.</param>
    /// <param name="classNames">Name of class i+1 at position i.</param>
    /// <param name="ct">Ends the fitting of the model.</param>
    public static IEnumerable<BlockRow> AllOf(ReviewTable table, IReadOnlyList<string> classNames, CancellationToken ct)
    {
        var model = DawidSkene.Of(table, ct);
        foreach (ReviewRow row in table.Rows)
        {
            int? modelled = model?.LabelOf(row.Index);
            yield return new BlockRow(
                row.Block.Value,
                row.ResolvedLabel,
                ClassNames.Of(row.ResolvedLabel, classNames),
                row.ResolvedBy,
                row.Consensus.VoteCount,
                row.ResolvedLabel is { } label ? row.CountOf(label) : 0,
                row.Consensus.IsTie,
                modelled,
                modelled is null ? null : 1 - model!.UncertaintyOf(row.Index),
                row.FinalLabel)
            {
                Point = table.Input.Points(row.Block),
            };
        }
    }
}
