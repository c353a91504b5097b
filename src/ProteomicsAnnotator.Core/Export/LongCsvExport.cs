using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>One row per label, per annotator who says that a block cannot be judged, and per block with a final label and no vote.</summary>
public static class LongCsvExport
{
    public static ReadOnlyMemory<byte> Labels(
        ReviewTable table, IReadOnlyList<string> classNames, DateTimeOffset exportedAt)
    {
        string exported = LabelTime.Format(exportedAt);
        var csv = new CsvTable(
            [
                "block_id", "username", "label", "class_name", "annotated_at", "counted", "resolved_label",
                "resolved_class_name", "resolved_by", "has_disagreement", "final_label_set_by", "final_label_set_at",
                "unsure", "note", "unusable", "final_label_reason", "active_s", "slices_shown", "projected", "view", "limits", "suggestion", "via", "given_as", "not_blind", "exported_at",
            ],
            (LabelRow.CountOf(table) + 1) * 180);
        foreach (LabelRow row in LabelRow.AllOf(table, classNames))
        {
            csv.Add([
                row.BlockId,
                row.Username,
                CsvTable.Number(row.Label),
                row.ClassName,
                row.AnnotatedAt is { } at ? LabelTime.Format(at) : null,
                CsvTable.Flag(row.Counted),
                CsvTable.Number(row.ResolvedLabel),
                row.ResolvedClassName,
                ClassNames.Of(row.Resolution),
                CsvTable.Flag(row.HasDisagreement),
                row.FinalLabel?.SetBy,
                row.FinalLabel is { } final ? LabelTime.FormatKnown(final.SetAt) : null,
                row.Mark is { } mark ? CsvTable.Flag(mark.IsUnsure) : null,
                row.Mark?.Note,
                row.Mark?.Unusable,
                row.FinalLabel?.Reason,
                CsvTable.Number(row.ActiveSeconds),
                CsvTable.Number(row.Measured?.SlicesShown),
                row.Measured?.WasProjected is { } projected ? CsvTable.Flag(projected) : null,
                row.Measured?.View,
                row.Measured?.Limits,
                row.Measured?.HadSuggestion is { } suggestion ? CsvTable.Flag(suggestion) : null,
                row.Measured?.Via,
                row.GivenAs,
                row.NotBlind is { } notBlind ? CsvTable.Flag(notBlind) : null,
                exported,
            ]);
        }

        return csv.Written;
    }

    public static ReadOnlyMemory<byte> History(IEnumerable<HistoryRow> history)
    {
        var csv = new CsvTable(
            ["event_id", "kind", "username", "at", "block_id", "root", "label", "was", "undoes", "redoes", "host", "imported", "unsure", "note", "unusable", "reason", "not_blind", "calibration"], 1 << 16);
        foreach (HistoryRow row in HistoryRow.Sort(history))
        {
            csv.Add([
                row.EventId, row.Kind, row.Username, LabelTime.FormatKnown(row.At), row.BlockId, row.Root,
                CsvTable.Number(row.Label), CsvTable.Number(row.Was),
                row.Undoes, row.Redoes, row.Host, CsvTable.Flag(row.IsImported),
                row.Unsure is { } unsure ? CsvTable.Flag(unsure) : null, row.Note, row.Unusable, row.Reason,
                row.NotBlind is { } notBlind ? CsvTable.Flag(notBlind) : null, CsvTable.Flag(row.IsCalibration),
            ]);
        }

        return csv.Written;
    }
}
