using System.Globalization;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>
/// One row per label, made to be opened in a spreadsheet: a text cell that would run as a formula gets a leading
/// apostrophe. Quoting and line ends as in the wide table.
/// </summary>
public static class LongCsvExport
{
    public static ReadOnlyMemory<byte> Labels(
        ReviewTable table, IReadOnlyList<string> classNames, DateTimeOffset exportedAt)
    {
        string exported = LabelTime.Format(exportedAt);
        var csv = new CsvWriter((table.Counted.Sum(column => column.LabelCount) + 1) * 160);
        Record(csv, [
            "block_id", "username", "label", "class_name", "annotated_at", "counted", "resolved_label",
            "resolved_class_name", "resolved_by", "has_disagreement", "final_label_set_by", "final_label_set_at", "exported_at",
        ]);
        foreach (LabelRow row in LabelRow.AllOf(table, classNames))
        {
            Record(csv, [
                row.BlockId,
                row.Username,
                Number(row.Label),
                row.ClassName,
                row.AnnotatedAt is { } at ? LabelTime.Format(at) : null,
                row.Counted ? "True" : "False",
                Number(row.ResolvedLabel),
                row.ResolvedClassName,
                ClassNames.Of(row.Resolution),
                row.HasDisagreement ? "True" : "False",
                row.FinalLabel?.SetBy,
                row.FinalLabel is { } final ? LabelTime.FormatKnown(final.SetAt) : null,
                exported,
            ]);
        }

        return csv.Written;
    }

    public static ReadOnlyMemory<byte> History(IEnumerable<HistoryRow> history)
    {
        var csv = new CsvWriter(1 << 16);
        Record(csv, ["event_id", "kind", "username", "at", "block_id", "root", "label", "was"]);
        foreach (HistoryRow row in HistoryRow.Sort(history))
        {
            Record(csv, [
                row.EventId, row.Kind, row.Username, LabelTime.FormatKnown(row.At), row.BlockId, row.Root,
                Number(row.Label), Number(row.Was),
            ]);
        }

        return csv.Written;
    }

    /// <summary>Spreadsheets take a cell that starts with one of these for a formula, also behind blanks.</summary>
    internal static string Harmless(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        bool formula = (start.Length > 0 && "=+-@＝＋－＠".Contains(start[0], StringComparison.Ordinal))
            || (text.Length > 0 && text[0] is '\t' or '\r' or '\n');
        return formula && !IsNumber(text) ? "'" + text : text;
    }

    private static bool IsNumber(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static void Record(CsvWriter csv, ReadOnlySpan<string?> cells)
    {
        foreach (string? cell in cells)
        {
            csv.Field(Harmless(cell ?? ""));
        }

        csv.EndRecord();
    }
}
