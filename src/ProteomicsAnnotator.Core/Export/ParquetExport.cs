using Parquet;
using Parquet.Schema;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>The long table with typed columns: labels as int32, times as UTC timestamps in microseconds, text untouched.</summary>
public static class ParquetExport
{
    public static async Task<byte[]> LabelsAsync(
        ReviewTable table, ExportContext context, CancellationToken ct = default)
    {
        LabelRow[] rows = [.. LabelRow.AllOf(table, context.ClassNames)];
        return await WriteAsync(
            [
                Column.Text("block_id", rows, row => row.BlockId),
                Column.Text("username", rows, row => row.Username),
                Column.Number("label", rows, row => row.Label),
                Column.Text("class_name", rows, row => row.ClassName),
                Column.Time("annotated_at", rows, row => row.AnnotatedAt),
                Column.Flag("counted", rows, row => row.Counted),
                Column.Number("resolved_label", rows, row => row.ResolvedLabel),
                Column.Text("resolved_class_name", rows, row => row.ResolvedClassName),
                Column.Text("resolved_by", rows, row => ClassNames.Of(row.Resolution)),
                Column.Flag("has_disagreement", rows, row => row.HasDisagreement),
                Column.Text("final_label_set_by", rows, row => row.FinalLabel?.SetBy),
                Column.Time("final_label_set_at", rows, row => row.FinalLabel is { } final ? LabelTime.Known(final.SetAt) : null),
                Column.MaybeFlag("unsure", rows, row => row.Mark?.IsUnsure),
                Column.Text("note", rows, row => row.Mark?.Note),
                Column.Text("unusable", rows, row => row.Mark?.Unusable),
                Column.Text("final_label_reason", rows, row => row.FinalLabel?.Reason),
                Column.Real("active_s", rows, row => row.ActiveSeconds),
                Column.Real("slices_shown", rows, row => row.Measured?.SlicesShown),
                Column.MaybeFlag("projected", rows, row => row.Measured?.WasProjected),
                Column.Text("view", rows, row => row.Measured?.View),
                Column.Text("limits", rows, row => row.Measured?.Limits),
                Column.MaybeFlag("suggestion", rows, row => row.Measured?.HadSuggestion),
                Column.Text("via", rows, row => row.Measured?.Via),
                Column.Text("given_as", rows, row => row.GivenAs),
                Column.MaybeFlag("not_blind", rows, row => row.NotBlind),
                Column.Time("exported_at", rows, _ => context.ExportedAt),
            ],
            ct,
            ExcludedIn(table));
    }

    public static async Task<byte[]> HistoryAsync(IEnumerable<HistoryRow> history, CancellationToken ct = default)
    {
        HistoryRow[] rows = [.. HistoryRow.Sort(history)];
        return await WriteAsync(
            [
                Column.Text("event_id", rows, row => row.EventId),
                Column.Text("kind", rows, row => row.Kind),
                Column.Text("username", rows, row => row.Username),
                Column.Time("at", rows, row => LabelTime.Known(row.At)),
                Column.Text("block_id", rows, row => row.BlockId),
                Column.Text("root", rows, row => row.Root),
                Column.Number("label", rows, row => row.Label),
                Column.Number("was", rows, row => row.Was),
                Column.Text("undoes", rows, row => row.Undoes),
                Column.Text("redoes", rows, row => row.Redoes),
                Column.Text("host", rows, row => row.Host),
                Column.Flag("imported", rows, row => row.IsImported),
                Column.MaybeFlag("unsure", rows, row => row.Unsure),
                Column.Text("note", rows, row => row.Note),
                Column.Text("unusable", rows, row => row.Unusable),
                Column.Text("reason", rows, row => row.Reason),
                Column.MaybeFlag("not_blind", rows, row => row.NotBlind),
                Column.Flag("calibration", rows, row => row.IsCalibration),
            ],
            ct);
    }

    /// <summary>The table of answers; who is excluded stands in the file's metadata.</summary>
    public static async Task<byte[]> BlocksAsync(ReviewTable table, ExportContext context, CancellationToken ct = default)
    {
        BlockRow[] rows = [.. BlockRow.AllOf(table, context.ClassNames, ct)];
        return await WriteAsync(
            [
                Column.Text("block", rows, row => row.BlockId),
                Column.Number("resolved_label", rows, row => row.ResolvedLabel),
                Column.Text("resolved_name", rows, row => row.ResolvedName),
                Column.Text("resolved_by", rows, row => ClassNames.Of(row.Resolution)),
                Column.Number("votes", rows, row => row.Votes),
                Column.Number("agreeing_votes", rows, row => row.AgreeingVotes),
                Column.Flag("tie", rows, row => row.IsTie),
                Column.Number("dawid_skene_label", rows, row => row.DawidSkeneLabel),
                Column.Real("dawid_skene_posterior", rows, row => row.DawidSkenePosterior),
                Column.Text("set_by", rows, row => row.FinalLabel?.SetBy),
                Column.Time("set_at", rows, row => row.FinalLabel is { } final ? LabelTime.Known(final.SetAt) : null),
                Column.Number("z", rows, row => (int?)row.Point?.Voxel.Z),
                Column.Number("y", rows, row => (int?)row.Point?.Voxel.Y),
                Column.Number("x", rows, row => (int?)row.Point?.Voxel.X),
                Column.Real("z_um", rows, row => row.Micrometres?.Z),
                Column.Real("y_um", rows, row => row.Micrometres?.Y),
                Column.Real("x_um", rows, row => row.Micrometres?.X),
            ],
            ct,
            ExcludedIn(table));
    }

    private static Dictionary<string, string> ExcludedIn(ReviewTable table) =>
        new(StringComparer.Ordinal) { ["excluded"] = string.Join(' ', table.ExcludedNames) };

    internal static async Task<byte[]> WriteAsync(
        IReadOnlyList<Column> columns, CancellationToken ct, Dictionary<string, string>? metadata = null)
    {
        using var bytes = new MemoryStream();
        var schema = new ParquetSchema([.. columns.Select(column => column.Field)]);
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, bytes, cancellationToken: ct))
        {
            if (metadata is not null)
            {
                writer.CustomMetadata = metadata;
            }

            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            foreach (Column column in columns)
            {
                await column.WriteAsync(group, ct);
            }
        }

        return bytes.ToArray();
    }

    internal sealed record Column(DataField Field, Func<ParquetRowGroupWriter, CancellationToken, Task> WriteAsync)
    {
        public static Column Text<T>(string name, T[] rows, Func<T, string?> value)
        {
            var field = new DataField<string>(name);
            string[] values = [.. rows.Select(row => value(row)!)];
            return new Column(field, async (group, _) => await group.WriteAsync(field, values));
        }

        public static Column Number<T>(string name, T[] rows, Func<T, int?> value)
        {
            var field = new DataField<int?>(name);
            int?[] values = [.. rows.Select(value)];
            return new Column(field, async (group, ct) => await group.WriteAsync<int>(field, values.AsMemory(), cancellationToken: ct));
        }

        public static Column Real<T>(string name, T[] rows, Func<T, double?> value)
        {
            var field = new DataField<double?>(name);
            double?[] values = [.. rows.Select(value)];
            return new Column(field, async (group, ct) => await group.WriteAsync<double>(field, values.AsMemory(), cancellationToken: ct));
        }

        public static Column Flag<T>(string name, T[] rows, Func<T, bool> value)
        {
            var field = new DataField<bool>(name);
            bool[] values = [.. rows.Select(value)];
            return new Column(field, async (group, ct) => await group.WriteAsync<bool>(field, values.AsMemory(), cancellationToken: ct));
        }

        public static Column MaybeFlag<T>(string name, T[] rows, Func<T, bool?> value)
        {
            var field = new DataField<bool?>(name);
            bool?[] values = [.. rows.Select(value)];
            return new Column(field, async (group, ct) => await group.WriteAsync<bool>(field, values.AsMemory(), cancellationToken: ct));
        }

        public static Column Time<T>(string name, T[] rows, Func<T, DateTimeOffset?> value)
        {
            var field = new DateTimeDataField(
                name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: true);
            DateTime?[] values = [.. rows.Select(row => value(row)?.UtcDateTime)];
            return new Column(field, async (group, ct) => await group.WriteAsync<DateTime>(field, values.AsMemory(), cancellationToken: ct));
        }
    }
}
