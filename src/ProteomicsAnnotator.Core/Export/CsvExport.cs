using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// The wide table: <c>block_id, consensus_label, final_label, has_disagreement, user_{username}_label ..., exported_at</c>.
/// One row per block of the list, one column per user file (also without labels, unreadable or excluded), sorted.
/// Cells are written as they are: the file is read by programs that know this form.
/// </summary>
public static class CsvExport
{
    /// <summary>The file's bytes: UTF-8 without BOM, quoting and line ends as Python's csv module.</summary>
    public static ReadOnlyMemory<byte> Wide(ReviewTable table, DateTimeOffset exportedAt)
    {
        string time = LabelTime.Format(exportedAt);
        var csv = new CsvWriter((table.Count + 1) * (64 + (table.Annotators.Count * 4)));
        Header(csv, table);
        byte[] exported = CsvWriter.Encode(time);
        foreach (ReviewRow row in table.Rows)
        {
            Consensus consensus = row.Consensus;
            csv.Field(row.Block.Value);
            csv.Field(consensus.Label);
            csv.Field(row.FinalLabel?.Label);
            csv.Encoded(consensus.HasDisagreement ? "True"u8 : "False"u8);
            foreach (AnnotatorColumn column in table.Annotators)
            {
                int label = column.Labels[row.Index];
                csv.Field(label == AnnotatorColumn.None ? null : label);
            }

            csv.Encoded(exported);
            csv.EndRecord();
        }

        return csv.Written;
    }

    private static void Header(CsvWriter csv, ReviewTable table)
    {
        csv.Field("block_id");
        csv.Field("consensus_label");
        csv.Field("final_label");
        csv.Field("has_disagreement");
        foreach (AnnotatorColumn column in table.Annotators)
        {
            csv.Field($"user_{column.Username}_label");
        }

        csv.Field("exported_at");
        csv.EndRecord();
    }
}
