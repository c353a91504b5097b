using System.Globalization;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>A training set as one table.</summary>
public static class TrainingTables
{
    /// <summary>Added behind the columns of the pipeline's table, which may have none of these.</summary>
    public static IReadOnlyList<string> Added { get; } = ["label", "final_label", "posterior", "n_votes", "split", "cluster"];

    /// <summary>The columns that stand in the table already, in words; null: none does.</summary>
    public static string? Clash(PipelineTable table) =>
        table.Header.FirstOrDefault(name => Added.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase)) is { } name
            ? $"it has a column {name} already, which this would add; rename it"
            : null;

    /// <summary>Cells of the pipeline's table stay as they are, in the order of its columns; without one, the block alone.</summary>
    public static ReadOnlyMemory<byte> Csv(TrainingSet set, TrainingRequest request)
    {
        var csv = new CsvWriter(1 << 16);
        foreach (string name in (request.Table?.Header ?? ["block"]).Concat(Added))
        {
            csv.Field(name);
        }

        csv.EndRecord();
        foreach (TrainingRow row in set.Rows)
        {
            foreach (string cell in request.Table?.RowOf(row.Block) ?? [CsvTable.Harmless(row.Block.Value)])
            {
                csv.Field(cell);
            }

            csv.Field(row.Label);
            csv.Field(row.FinalLabel);
            csv.Field(CsvTable.Number(row.Posterior) ?? "");
            csv.Field(row.VoteCount);
            csv.Field(request.Parts.Names[row.Part]);
            csv.Field(CsvTable.Harmless(row.Cluster));
            csv.EndRecord();
        }

        return csv.Written;
    }

    /// <summary>With the distributions of votes and posteriors, a column for each label.</summary>
    public static Task<byte[]> ParquetAsync(TrainingSet set, TrainingRequest request, IReadOnlyList<string> classNames, CancellationToken ct)
    {
        TrainingRow[] rows = [.. set.Rows];
        List<ParquetExport.Column> columns =
        [
            ParquetExport.Column.Text("block", rows, row => row.Block.Value),
            ParquetExport.Column.Text("split", rows, row => request.Parts.Names[row.Part]),
            ParquetExport.Column.Text("cluster", rows, row => row.Cluster),
            ParquetExport.Column.Number("label", rows, row => row.Label),
            ParquetExport.Column.Text("class_name", rows, row => ClassNames.Of(row.Label, classNames)),
            ParquetExport.Column.Number("final_label", rows, row => row.FinalLabel),
            ParquetExport.Column.Real("posterior", rows, row => row.Posterior),
            ParquetExport.Column.Number("n_votes", rows, row => row.VoteCount),
        ];
        foreach ((int i, int label) in set.Labels.Index())
        {
            string number = label.ToString(CultureInfo.InvariantCulture);
            columns.Add(ParquetExport.Column.Number($"votes_{number}", rows, row => row.Votes[i]));
            columns.Add(ParquetExport.Column.Real($"posterior_{number}", rows, row => row.Posteriors[i]));
        }

        return ParquetExport.WriteAsync(columns, ct);
    }
}
