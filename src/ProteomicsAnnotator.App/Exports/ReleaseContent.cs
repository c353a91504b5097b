using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>What a release is to hold beside the files of the share, all of one reading.</summary>
/// <param name="Export">Of that reading.</param>
/// <param name="Files">Tables and figures.</param>
/// <param name="Faults">Why this is not to be released, in words; empty: it is whole, and its tables say the same.</param>
internal sealed record ReleaseContent(Export Export, IReadOnlyList<ExportedFile> Files, IReadOnlyList<string> Faults)
{
    /// <summary>Lines of journals that are no decisions, in words: nothing is missing.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    public ReleaseCounts Counts => ReleaseCounts.Of(Export.Table);

    /// <param name="export">Of one reading.</param>
    /// <param name="torn">Those of its faults that name lines which are no decisions.</param>
    /// <param name="root">What was read.</param>
    /// <param name="cancellationToken">Ends the computing.</param>
    public static async Task<ReleaseContent> OfAsync(Export export, IReadOnlyList<string> torn, SharedRoot root, CancellationToken cancellationToken)
    {
        // Each of them reads the same table; together they keep every core busy.
        Task<ExportedFile> wide = FileAsync(ReleaseFiles.WideTable, ExportFormat.WideCsv);
        Task<ExportedFile> labels = FileAsync(ReleaseFiles.LongTable, ExportFormat.LongCsv);
        Task<ExportedFile> blocks = FileAsync(ReleaseFiles.BlocksTable, ExportFormat.BlocksCsv);
        Task<ExportedFile> history = FileAsync(ReleaseFiles.History, ExportFormat.HistoryCsv);
        Task<ExportedFile> statistics = FileAsync(ReleaseFiles.Statistics, ExportFormat.Statistics);
        Task<IReadOnlyList<ExportedFile>> figures = Task.Run(() => export.Figures(cancellationToken), cancellationToken);
        Task<TableCounts> page = Task.Run(() => TableCounts.OfPage(root, export.Table.Blocks), cancellationToken);
        await Task.WhenAll(wide, labels, blocks, history, statistics, figures, page);
        IReadOnlyList<string> differences = TableCounts.Differences(
            TableCounts.OfBlocks("the blocks table", (await blocks).Bytes),
            TableCounts.OfLong("the long table", (await labels).Bytes),
            TableCounts.OfWide("the wide table", (await wide).Bytes, [.. export.Table.ExcludedNames]),
            await page);
        return new ReleaseContent(
            export,
            [
                await wide,
                await labels,
                await blocks,
                await history,
                await statistics,
                .. (await figures).Select(figure => figure with { Name = $"{ReleaseFiles.Figures}/{figure.Name}" }),
            ],
            [.. export.Faults.Except(torn, StringComparer.Ordinal), .. differences])
        {
            Notices = torn,
        };

        Task<ExportedFile> FileAsync(string name, ExportFormat format) =>
            Task.Run(() => export.FileAsync(name, format, cancellationToken), cancellationToken);
    }

    /// <summary>classes.json and roles.json, as far as they exist.</summary>
    /// <exception cref="StorageException">One cannot be read, or has changed since the program read it.</exception>
    public static IReadOnlyList<ExportedFile> ConfigurationOf(AnnotatorOptions options) => [.. options.Configuration.Select(Read)];

    private static ExportedFile Read(FileDigest file)
    {
        try
        {
            byte[] bytes = RegularFile.ReadAll(file.Path);
            return FileDigest.Of(file.Path, bytes).Sha256 == file.Sha256
                ? new ExportedFile($"{ReleaseFiles.Configuration}/{Path.GetFileName(file.Path)}", bytes, 1)
                : throw new StorageException(file.Path, "it has changed since this program read it: start the program again");
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(file.Path, error);
        }
    }
}
