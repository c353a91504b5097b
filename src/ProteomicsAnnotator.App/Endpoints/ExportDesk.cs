using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// Answers with the files of an export. A file that lacks something, because it could not be read, carries the reasons in
/// <c>X-Export-Faults</c> and "incomplete" in its name; the manifest lists them.
/// </summary>
public sealed class ExportDesk(ReviewDesk desk, AnnotatorOptions options, TimeProvider time)
{
    public const string FaultsHeader = "X-Export-Faults";

    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    public async Task<FileContentHttpResult> AnswerAsync(HttpContext http, ExportFormat format, (string Name, string Type) file)
    {
        ReviewTable table = await desk.ReadAsync(http.RequestAborted);
        List<string> faults = [.. ReviewReading.FaultsOf(table)];
        ExportContext context = Context();
        if (format == ExportFormat.HistoryCsv)
        {
            HistoryRead history = await ReadHistoryAsync(http.RequestAborted);
            faults.AddRange(history.Faults);
            context = context with { History = history.Rows };
        }

        ReadOnlyMemory<byte> bytes = await ExportFile.OfAsync(format, table.Without(Excluded(http)), context, http.RequestAborted);
        return Answer(http, bytes, file, faults);
    }

    public async Task<FileContentHttpResult> AnswerManifestAsync(HttpContext http, (string Name, string Type) file)
    {
        // First: it brings this program's own files up to date.
        ReviewTable table = await desk.ReadAsync(http.RequestAborted);
        List<string> faults = [];
        IReadOnlyList<FileDigest> inputs = await ReadAsync(
            () => ExportManifest.InputsOf(options.AnnotationsRoot, faults), http.RequestAborted);
        faults.AddRange(ReviewReading.FaultsOf(table));
        faults.AddRange((await ReadHistoryAsync(http.RequestAborted)).Faults);
        var manifest = new ExportManifest(Context(), inputs, [])
        {
            Settings =
            [
                .. ReviewReading.SettingsOf(options),
                KeyValuePair.Create("excluded", string.Join(", ", Excluded(http).Order(StringComparer.Ordinal))),
            ],
            Faults = faults,
        };
        return Answer(http, manifest.Serialize(), file, []);
    }

    private static HashSet<string> Excluded(HttpContext http) =>
        http.Request.Query["exclude"].OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static FileContentHttpResult Answer(
        HttpContext http, ReadOnlyMemory<byte> bytes, (string Name, string Type) file, List<string> faults)
    {
        if (faults.Count == 0)
        {
            return TypedResults.File(bytes.ToArray(), file.Type, file.Name);
        }

        http.Response.Headers[FaultsHeader] = string.Join(", ", faults.Select(Uri.EscapeDataString));
        string ending = Path.GetExtension(file.Name);
        return TypedResults.File(bytes.ToArray(), file.Type, Path.ChangeExtension(file.Name, ".incomplete" + ending));
    }

    private ExportContext Context() => new(ProgramVersion.Text, time.GetUtcNow(), options.Classes.Names);

    private Task<HistoryRead> ReadHistoryAsync(CancellationToken ct) =>
        ReadAsync(() => HistoryFiles.Read(new FileOperations(), options.AnnotationsRoot), ct);

    private async Task<T> ReadAsync<T>(Func<T> read, CancellationToken ct)
    {
        try
        {
            return await Task.Run(read, ct).WaitAsync(ReadLimit, time, ct);
        }
        catch (TimeoutException error)
        {
            throw new StorageException(options.AnnotationsRoot, "the share does not answer", error);
        }
    }
}
