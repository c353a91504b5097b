using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>The bytes of one file of an export: the same for HTTP and for the command.</summary>
public static class ExportFile
{
    /// <param name="format">For a history, the context has one.</param>
    /// <param name="table">Everyone's labels; without the excluded annotators' votes where some are.</param>
    /// <param name="context">What the file says about itself.</param>
    /// <param name="ct">Ends the computing of statistics.</param>
    public static async Task<ReadOnlyMemory<byte>> OfAsync(
        ExportFormat format, ReviewTable table, ExportContext context, CancellationToken ct) => format switch
        {
            ExportFormat.WideCsv => CsvExport.Wide(table, context.ExportedAt),
            ExportFormat.LongCsv => LongCsvExport.Labels(table, context.ClassNames, context.ExportedAt),
            ExportFormat.Json => JsonExport.Serialize(table, AgreementReport.Of(table, ct: ct), context),
            ExportFormat.LabelsParquet => await ParquetExport.LabelsAsync(table, context, ct),
            ExportFormat.BlocksCsv => BlocksCsvExport.Blocks(table, context.ClassNames, ct),
            ExportFormat.BlocksParquet => await ParquetExport.BlocksAsync(table, context, ct),
            ExportFormat.Neuroglancer => NeuroglancerExport.Serialize(table, context.ClassNames),
            ExportFormat.Statistics => StatisticsJson.Serialize(table, AgreementReport.Of(table, ct: ct)),
            ExportFormat.HistoryCsv => LongCsvExport.History(HistoryOf(context)),
            ExportFormat.HistoryParquet => await ParquetExport.HistoryAsync(HistoryOf(context), ct),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };

    /// <summary>The same with how many rows it has; of a JSON file, how many blocks.</summary>
    public static async Task<ExportedFile> NamedAsync(
        string name, ExportFormat format, ReviewTable table, ExportContext context, CancellationToken ct) =>
        new(name, await OfAsync(format, table, context, ct), CountOf(format, table, context));

    private static int CountOf(ExportFormat format, ReviewTable table, ExportContext context) => format switch
    {
        ExportFormat.LongCsv or ExportFormat.LabelsParquet => LabelRow.CountOf(table),
        ExportFormat.HistoryCsv or ExportFormat.HistoryParquet => HistoryOf(context).Count,
        _ => table.Count,
    };

    private static IReadOnlyList<HistoryRow> HistoryOf(ExportContext context) =>
        context.History ?? throw new ArgumentException("A history was asked for, but not read.", nameof(context));
}

/// <summary>One file of an export.</summary>
/// <param name="Name">Without a folder.</param>
/// <param name="Bytes">The content.</param>
/// <param name="Count">Rows of a table without its header; blocks of a JSON file.</param>
public sealed record ExportedFile(string Name, ReadOnlyMemory<byte> Bytes, int Count)
{
    public FileDigest Digest => FileDigest.Of(Name, Bytes.Span) with { Count = Count };
}
