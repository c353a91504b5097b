using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>The table of answers, one row per block. Text as in the long table.</summary>
public static class BlocksCsvExport
{
    public static ReadOnlyMemory<byte> Blocks(ReviewTable table, IReadOnlyList<string> classNames, CancellationToken ct = default)
    {
        var csv = new CsvTable([
            "block", "resolved_label", "resolved_name", "resolved_by", "votes", "agreeing_votes", "tie",
            "dawid_skene_label", "dawid_skene_posterior", "set_by", "set_at",
            "z", "y", "x", "z_um", "y_um", "x_um",
        ]);
        foreach (BlockRow row in BlockRow.AllOf(table, classNames, ct))
        {
            csv.Add([
                row.BlockId,
                CsvTable.Number(row.ResolvedLabel),
                row.ResolvedName,
                ClassNames.Of(row.Resolution),
                CsvTable.Number(row.Votes),
                CsvTable.Number(row.AgreeingVotes),
                CsvTable.Flag(row.IsTie),
                CsvTable.Number(row.DawidSkeneLabel),
                CsvTable.Number(row.DawidSkenePosterior),
                row.FinalLabel?.SetBy,
                row.FinalLabel is { } final ? LabelTime.FormatKnown(final.SetAt) : null,
                CsvTable.Number((int?)row.Point?.Voxel.Z),
                CsvTable.Number((int?)row.Point?.Voxel.Y),
                CsvTable.Number((int?)row.Point?.Voxel.X),
                CsvTable.Number(row.Micrometres?.Z),
                CsvTable.Number(row.Micrometres?.Y),
                CsvTable.Number(row.Micrometres?.X),
            ]);
        }

        return csv.Written;
    }
}
