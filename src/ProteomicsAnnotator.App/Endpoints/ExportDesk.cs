using System.IO.Compression;
using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// Answers with the files of an export. A file that lacks something, because it could not be read, carries the reasons in
/// <c>X-Export-Faults</c> and "incomplete" in its name; the manifest lists them. Who is excluded stands in
/// <c>X-Export-Excluded</c>.
/// </summary>
public sealed class ExportDesk(ReviewDesk desk, AnnotatorOptions options, TimeProvider time)
{
    public const string FaultsHeader = "X-Export-Faults";
    public const string ExcludedHeader = "X-Export-Excluded";

    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(30);

    private static readonly (ExportFormat Format, string Name)[] Tables =
    [
        (ExportFormat.WideCsv, "annotations.csv"),
        (ExportFormat.LongCsv, "labels_long.csv"),
        (ExportFormat.BlocksCsv, "blocks.csv"),
        (ExportFormat.LabelsParquet, "labels.parquet"),
        (ExportFormat.BlocksParquet, "blocks.parquet"),
        (ExportFormat.Json, "annotations.json"),
        (ExportFormat.Statistics, "statistics.json"),
        (ExportFormat.HistoryCsv, "history.csv"),
    ];

    public Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAsync(
        HttpContext http, ExportFormat format, (string Name, string Type) file) =>
        AnswerAsync(http, format == ExportFormat.HistoryCsv, file, ready => ExportFile.OfAsync(format, ready.Table, ready.Context, http.RequestAborted));

    /// <summary>The figures as CSV files in one archive.</summary>
    public Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerFiguresAsync(HttpContext http, (string Name, string Type) file) =>
        AnswerAsync(http, withHistory: false, file, ready => Task.FromResult(Zip(ready.Context, FiguresOf(ready, http.RequestAborted))));

    /// <summary>What an export of this moment is made of: every file with its digest and count.</summary>
    public Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerManifestAsync(HttpContext http, (string Name, string Type) file) =>
        AnswerAsync(http, withHistory: true, file, async ready => (await AllOfAsync(ready, http.RequestAborted))[^1].Bytes, isManifest: true);

    /// <summary>Every file of one moment with the manifest that names them, in one archive.</summary>
    public Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAllAsync(HttpContext http, (string Name, string Type) file) =>
        AnswerAsync(http, withHistory: true, file, async ready => Zip(ready.Context, await AllOfAsync(ready, http.RequestAborted)));

    private async Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAsync(
        HttpContext http,
        bool withHistory,
        (string Name, string Type) file,
        Func<Ready, Task<ReadOnlyMemory<byte>>> write,
        bool isManifest = false)
    {
        // First: it brings this program's own files up to date.
        var exclusion = Exclusion.Of(await desk.ReadAsync(http.RequestAborted), [.. http.Request.Query["exclude"].OfType<string>()]);
        if (exclusion.Fault is { } unknown)
        {
            return TypedResults.Problem($"exclude: {unknown}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var ready = new Ready(
            exclusion.Table,
            new ExportContext(ProgramVersion.Text, time.GetUtcNow(), options.Classes.Names),
            [.. ReviewReading.FaultsOf(exclusion.Table)]);
        if (withHistory)
        {
            HistoryRead history = await ReadAsync(() => HistoryFiles.Read(ShareSettings.Of(options)), http.RequestAborted);
            ready.Faults.AddRange(history.Faults.Except(ready.Faults, StringComparer.Ordinal).ToList());
            ready = ready with { Context = ready.Context with { History = history.Rows } };
        }

        ReadOnlyMemory<byte> bytes = await write(ready);
        if (ready.Table.ExcludedNames.Count > 0)
        {
            http.Response.Headers[ExcludedHeader] = string.Join(", ", ready.Table.ExcludedNames.Select(Uri.EscapeDataString));
        }

        return Answer(http, bytes, file, isManifest ? [] : ready.Faults);
    }

    /// <summary>The manifest comes last: it names the others.</summary>
    private async Task<List<ExportedFile>> AllOfAsync(Ready ready, CancellationToken ct)
    {
        // Those of the inputs come first in the list, as in the command's.
        List<string> faults = [];
        IReadOnlyList<FileDigest> inputs = await ReadAsync(() => ExportManifest.InputsOf(options.AnnotationsRoot, faults), ct);
        ready.Faults.InsertRange(0, faults);
        List<ExportedFile> files = [];
        foreach ((ExportFormat format, string name) in Tables)
        {
            // The history is a file of its own here.
            ExportContext context = format == ExportFormat.Json ? ready.Context with { History = null } : ready.Context;
            files.Add(await ExportFile.NamedAsync(name, format, ready.Table, context, ct));
        }

        files.AddRange(FiguresOf(ready, ct).Select(figure => figure with { Name = "figures/" + figure.Name }));
        ExportManifest manifest = ReviewReading.ManifestOf(options, ready.Table, ready.Context, inputs) with
        {
            Outputs = [.. files.Select(file => file.Digest)],
            Faults = ready.Faults,
        };
        files.Add(new ExportedFile("manifest.json", manifest.Serialize(), files.Count));
        return files;
    }

    private static IReadOnlyList<ExportedFile> FiguresOf(Ready ready, CancellationToken ct) =>
        FigureFiles.AllOf(ready.Table, ready.Context.ClassNames, ct);

    private static ReadOnlyMemory<byte> Zip(ExportContext context, IReadOnlyList<ExportedFile> files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ExportedFile file in files)
            {
                ZipArchiveEntry entry = archive.CreateEntry(file.Name);
                entry.LastWriteTime = context.ExportedAt;
                using Stream content = entry.Open();
                content.Write(file.Bytes.Span);
            }
        }

        return bytes.ToArray();
    }

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

    private sealed record Ready(ReviewTable Table, ExportContext Context, List<string> Faults);
}
