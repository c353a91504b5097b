using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>
/// <c>export</c>: writes the labels, each file atomically, with <c>FILE.manifest.json</c> beside the first. The history
/// goes into the JSON; for tables it is a file of its own, <c>FILE.history.csv</c> or <c>.history.parquet</c>.
/// </summary>
public static class ExportCommand
{
    public static async Task<int> RunAsync(
        AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = ExportArguments.Parse(arguments);
        if (asked.Fault is { } fault)
        {
            await Console.Error.WriteLineAsync($"export: found {fault}; expected {ExportArguments.Usage}");
            return ExitCode.BadConfiguration;
        }

        try
        {
            IReadOnlyList<string> missing = await WriteAsync(options, asked, cancellationToken);
            foreach (string line in missing)
            {
                await Console.Error.WriteLineAsync($"export: missing in the files, could not be read: {line}");
            }

            return missing.Count == 0 ? ExitCode.Ok : ExitCode.Trouble;
        }
        catch (StorageException error)
        {
            await Console.Error.WriteLineAsync($"export: {error.Message}");
            return ExitCode.Trouble;
        }
    }

    private static async Task<IReadOnlyList<string>> WriteAsync(
        AnnotatorOptions options, ExportArguments asked, CancellationToken cancellationToken)
    {
        List<string> faults = [];
        var files = new FileOperations();
        IReadOnlyList<FileDigest> inputs = ExportManifest.InputsOf(options.AnnotationsRoot, faults);
        ReviewTable table = await ReviewReading.ReadAsync(options, cancellationToken);
        faults.AddRange(ReviewReading.FaultsOf(table));
        HistoryRead? history = asked.IncludeHistory ? HistoryFiles.Read(files, options.AnnotationsRoot) : null;
        faults.AddRange(history?.Faults ?? []);
        var context = new ExportContext(ProgramVersion.Text, TimeProvider.System.GetUtcNow(), options.Classes.Names)
        {
            History = history?.Rows,
        };
        List<FileDigest> outputs = [];
        foreach ((string format, string path) in asked.Files)
        {
            foreach ((string output, ReadOnlyMemory<byte> bytes) in await ContentsAsync(format, path, (table, context), cancellationToken))
            {
                AtomicFile.Write(files, output, bytes.Span);
                outputs.Add(FileDigest.Of(Path.GetFileName(output), bytes.Span));
                await Console.Out.WriteLineAsync(output);
            }
        }

        var manifest = new ExportManifest(context, inputs, outputs)
        {
            Settings =
            [
                .. ReviewReading.SettingsOf(options),
                KeyValuePair.Create("include_history", asked.IncludeHistory ? "true" : "false"),
            ],
            Faults = faults,
        };
        AtomicFile.Write(files, asked.Files[0].Value + ".manifest.json", manifest.Serialize());
        return faults;
    }

    private static async Task<IReadOnlyList<(string Path, ReadOnlyMemory<byte> Bytes)>> ContentsAsync(
        string format, string path, (ReviewTable Table, ExportContext Context) what, CancellationToken cancellationToken)
    {
        (ReviewTable table, ExportContext context) = what;
        ReadOnlyMemory<byte> content = await ExportFile.OfAsync(FormatOf(format), table, context, cancellationToken);
        if (context.History is null || format == "json")
        {
            return [(path, content)];
        }

        ExportFormat history = format == "parquet" ? ExportFormat.HistoryParquet : ExportFormat.HistoryCsv;
        string ending = format == "parquet" ? ".history.parquet" : ".history.csv";
        return [(path, content), (path + ending, await ExportFile.OfAsync(history, table, context, cancellationToken))];
    }

    private static ExportFormat FormatOf(string option) => option switch
    {
        "csv" => ExportFormat.WideCsv,
        "long" => ExportFormat.LongCsv,
        "json" => ExportFormat.Json,
        _ => ExportFormat.LabelsParquet,
    };
}
