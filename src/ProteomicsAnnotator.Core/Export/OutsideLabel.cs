using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>A label that is no class: its class was removed, or another program wrote it. It still counts.</summary>
/// <param name="Block">In the list of blocks.</param>
/// <param name="Username">Whose vote; null for a final label.</param>
/// <param name="Label">As stored.</param>
public sealed record OutsideLabel(BlockId Block, string? Username, int Label)
{
    /// <summary>All of them, also of annotators not counted, in block order; a block's final label comes last.</summary>
    public static IReadOnlyList<OutsideLabel> AllOf(ReviewTable table, int classCount)
    {
        List<OutsideLabel> found = [];
        AnnotatorColumn[] concerned = [.. table.Annotators.Where(column => column.DistinctLabels.Any(label => IsOutside(label, classCount)))];
        foreach (ReviewRow row in table.Rows)
        {
            foreach (AnnotatorColumn column in concerned)
            {
                if (column.At(row.Index) is { } vote && IsOutside(vote.Label, classCount))
                {
                    found.Add(new OutsideLabel(row.Block, column.Username, vote.Label));
                }
            }

            if (row.FinalLabel is { } final && IsOutside(final.Label, classCount))
            {
                found.Add(new OutsideLabel(row.Block, null, final.Label));
            }
        }

        return found;
    }

    public override string ToString() => Username is null
        ? $"{Block}: final label {Label}"
        : $"{Block}: {Username} {Label}";

    private static bool IsOutside(int label, int classCount) => label < 1 || label > classCount;
}
