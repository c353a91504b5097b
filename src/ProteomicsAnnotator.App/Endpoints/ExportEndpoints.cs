using System.IO.Compression;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Reporting;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// The exports of the Review's menu. <c>?exclude=NAME</c>, as often as needed, leaves an annotator's votes out of
/// consensus and statistics; an unknown name gets 400. <c>?gold=leave-out</c> leaves out blocks with a known answer, <c>?gold=mark</c> lists them in the manifest. <c>?map=4=1</c> writes what would be if classes were one. <c>?not_blind=keep</c> counts votes that are not blind in figures, too. A file that lacks something that could not be read carries the reasons
/// in <c>X-Export-Faults</c> and "incomplete" in its name; the manifest lists them.
/// </summary>
public static class ExportEndpoints
{
    public const string FaultsHeader = "X-Export-Faults";

    /// <summary>Whose votes the file leaves out.</summary>
    public const string ExcludedHeader = "X-Export-Excluded";

    private const string ManifestName = "manifest.json";
    private const string Csv = "text/csv";
    private const string Json = "application/json";
    private const string Parquet = "application/vnd.apache.parquet";
    private const string ZipType = "application/zip";

    /// <summary>The tables, each by itself and in the archive of all.</summary>
    private static readonly Table[] Tables =
    [
        new("/export.csv", "ExportCsv", ExportFormat.WideCsv, "annotations.csv", Csv, "One row per block, one column per annotator."),
        new("/export/long.csv", "ExportLongCsv", ExportFormat.LongCsv, "labels_long.csv", Csv, "One row per label."),
        new("/export/blocks.csv", "ExportBlocksCsv", ExportFormat.BlocksCsv, "blocks.csv", Csv, "One row per block: the resolved label and how it came about."),
        new("/export/labels.parquet", "ExportParquet", ExportFormat.LabelsParquet, "labels.parquet", Parquet, "One row per label, with typed columns."),
        new("/export/blocks.parquet", "ExportBlocksParquet", ExportFormat.BlocksParquet, "blocks.parquet", Parquet, "One row per block with the resolved label, with typed columns."),
        new("/export/annotations.json", "ExportJson", ExportFormat.Json, "annotations.json", Json, "Everything but the history."),
        new("/export/statistics.json", "ExportStatistics", ExportFormat.Statistics, "statistics.json", Json, "The figures of agreement."),
        new("/export/history.csv", "ExportHistory", ExportFormat.HistoryCsv, "history.csv", Csv, "One row per decision ever made."),
    ];

    public static void MapExports(this IEndpointRouteBuilder admin)
    {
        RouteGroupBuilder export = admin.MapGroup("").AddEndpointFilter(RefuseWhenOutdatedAsync);
        foreach (Table table in Tables)
        {
            export.MapGet(table.Path, ([AsParameters] ExportCall call) => AnswerTableAsync(call, table)).Describe(table.Endpoint, table.Type, table.Summary);
        }

        export.MapGet("/export/neuroglancer.json", AnswerNeuroglancerAsync).Describe("ExportNeuroglancer", Json, "Points of a volume as annotations of Neuroglancer, with the classes as an enum.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        export.MapGet("/export/figures.zip", AnswerFiguresAsync).Describe("ExportFigures", ZipType, "The figures as CSV files in one archive.");
        export.MapGet("/export/all.zip", AnswerAllAsync).Describe("ExportAll", ZipType, "Every file of one moment, with the manifest that names them.");
        export.MapGet("/export/report.zip", AnswerReportAsync).Describe("ExportReport", ZipType, "The report for a paper: page, tables and figures in one archive. ?model=NAME or NAME@VERSION sets a stored model beside people, ?against=final compares it with final labels alone.");
        export.MapGet("/export/manifest.json", AnswerManifestAsync).Describe("ExportManifest", Json, "The manifest of an export made now: settings, digests, and what could not be read.");
    }

    private static RouteHandlerBuilder Describe(this RouteHandlerBuilder export, string name, string type, string summary) => export
        .WithName(name)
        .WithSummary(summary)
        .Produces<byte[]>(StatusCodes.Status200OK, type)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>This program may not understand what a newer one stores: no export is better than a wrong one.</summary>
    private static async ValueTask<object?> RefuseWhenOutdatedAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        LabelShare share = call.HttpContext.RequestServices.GetRequiredService<LabelShare>();
        return await share.LookForNewerAsync(call.HttpContext.RequestAborted) is { } update
            ? TypedResults.Problem(update, statusCode: StatusCodes.Status503ServiceUnavailable)
            : await next(call);
    }

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerTableAsync(ExportCall call, Table table) =>
        AnswerAsync(call, (WithInputs: false, WithHistory: table.Format == ExportFormat.HistoryCsv), async export =>
        {
            ExportedFile file = await export.FileAsync(table.File, table.Format, call.Http.RequestAborted);
            call.NoteShown(table.Format == ExportFormat.Statistics ? export.ShownInStatistics : export.ShownTo(call.Username));
            return (file, table.Type);
        });

    /// <summary>For a data root of points alone: it is in no archive of all files.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerNeuroglancerAsync([AsParameters] ExportCall call) =>
        NeuroglancerExport.WhyNot(await call.Review.ReadAsync(call.Http.RequestAborted)) is { } none
            ? TypedResults.Problem($"There is no such file: {none}.", statusCode: StatusCodes.Status404NotFound)
            : await AnswerTableAsync(call, new Table("", "", ExportFormat.Neuroglancer, "neuroglancer.json", Json, ""));

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerFiguresAsync([AsParameters] ExportCall call) =>
        AnswerAsync(call, (WithInputs: false, WithHistory: false), export =>
            Task.FromResult((Zip("figures.zip", export, export.Figures(call.Http.RequestAborted)), ZipType)));

    /// <summary>All files of one moment and the manifest that names them, in one archive.</summary>
    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAllAsync([AsParameters] ExportCall call) =>
        AnswerAsync(call, (WithInputs: true, WithHistory: true), async export =>
        {
            ExportedFile file = Zip("export.zip", export, await AllOfAsync(export, call.Http.RequestAborted));
            call.NoteShown(export.ShownTo(call.Username));
            return (file, ZipType);
        });

    /// <summary>As <c>./launch.sh report</c> makes it. It names what could not be read itself.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerReportAsync([AsParameters] ExportCall call, string? model, string? against, ReportReading reading)
    {
        if (PredictionEndpoints.WhyNotAgainst(against) is { } wrong)
        {
            return TypedResults.Problem(wrong, statusCode: StatusCodes.Status400BadRequest);
        }

        return await AnswerOrRefuseAsync(call, (WithInputs: false, WithHistory: false), async export =>
        {
            CancellationToken cancellationToken = call.Http.RequestAborted;
            ReportRead read = await reading.OfAsync(export.Table, new ReportRequest { Model = model, FinalOnly = against == ModelAnswer.Final }, cancellationToken);
            if (read.Input is not { } input)
            {
                return (null, read.Refusal!);
            }

            ExportedFile file = Zip("report.zip", export, await Task.Run(() => Report.Of(input, cancellationToken), cancellationToken));
            call.NoteShown(export.ShownTo(call.Username));
            return (file, ZipType);
        });
    }

    /// <summary>What an export of this moment consists of: every file with its digest and count. It names the faults itself.</summary>
    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerManifestAsync([AsParameters] ExportCall call) =>
        AnswerAsync(call, (WithInputs: true, WithHistory: true), async export =>
        {
            ExportedFile file = (await AllOfAsync(export, call.Http.RequestAborted))[^1];
            call.NoteShown(export.NamedInManifest(call.Username));
            return (file, Json);
        });

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAsync(
        ExportCall call, (bool WithInputs, bool WithHistory) reads, Func<Export, Task<(ExportedFile File, string Type)>> make) =>
        AnswerOrRefuseAsync(call, reads, async export => await make(export));

    /// <param name="call">What is asked.</param>
    /// <param name="reads">What it is made from.</param>
    /// <param name="make">The file and its type; without a file the second one says why there is none.</param>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerOrRefuseAsync(
        ExportCall call, (bool WithInputs, bool WithHistory) reads, Func<Export, Task<(ExportedFile? File, string TypeOrRefusal)>> make)
    {
        // First: it brings this program's own files up to date.
        ReviewTable everyone = await call.Review.ReadAsync(call.Http.RequestAborted);
        var exclusion = Exclusion.Of(everyone, [.. call.Http.Request.Query["exclude"].OfType<string>()]);
        if (exclusion.Fault is { } unknown)
        {
            return TypedResults.Problem($"exclude: {unknown}.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (GoldChoiceText.Parse(call.Gold ?? GoldChoiceText.Of(GoldChoice.Keep)) is not { } gold)
        {
            return TypedResults.Problem($"gold: expected {GoldChoiceText.Expected}.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (NotBlindChoice.Apply(exclusion.Table, call.NotBlind) is not { } table)
        {
            return TypedResults.Problem($"not_blind: expected {NotBlindChoice.Expected}.", statusCode: StatusCodes.Status400BadRequest);
        }

        (ReviewTable? mapped, string? noMap) = await ProgressEndpoints.MappedAsync(table, call.Map, call.Options, call.Http.RequestAborted);
        if (mapped is null)
        {
            return TypedResults.Problem(noMap, statusCode: StatusCodes.Status400BadRequest);
        }

        Export export = await call.Exporter.BeginAsync(
            mapped, reads.WithInputs, reads.WithHistory, gold, call.Http.RequestAborted);
        (ExportedFile? file, string typeOrRefusal) = await make(export);
        return file is null
            ? TypedResults.Problem($"{typeOrRefusal.TrimStart('-')}.", statusCode: StatusCodes.Status400BadRequest)
            : Answer(call.Http.Response, export, file, typeOrRefusal);
    }

    private static FileContentHttpResult Answer(HttpResponse response, Export export, ExportedFile file, string type)
    {
        if (export.Table.ExcludedNames is { Count: > 0 } excluded)
        {
            response.Headers[ExcludedHeader] = string.Join(", ", excluded.Select(Uri.EscapeDataString));
        }

        string name = file.Name;
        if (export.Faults.Count > 0 && file.Name != ManifestName)
        {
            response.Headers[FaultsHeader] = string.Join(", ", export.Faults.Select(Uri.EscapeDataString));
            name = Path.ChangeExtension(file.Name, ".incomplete" + Path.GetExtension(file.Name));
        }

        string charset = type is Csv or Json ? "; charset=utf-8" : "";
        return TypedResults.File(file.Bytes.ToArray(), type + charset, name);
    }

    /// <summary>The manifest comes last: it names the others.</summary>
    private static async Task<List<ExportedFile>> AllOfAsync(Export export, CancellationToken cancellationToken)
    {
        List<ExportedFile> files = [];
        foreach (Table table in Tables)
        {
            Export source = table.Format == ExportFormat.Json ? export.WithoutHistory : export;
            files.Add(await source.FileAsync(table.File, table.Format, cancellationToken));
        }

        files.AddRange(export.Figures(cancellationToken).Select(figure => figure with { Name = "figures/" + figure.Name }));
        ExportManifest manifest = export.ManifestOf([.. files.Select(file => file.Digest)]);
        files.Add(new ExportedFile(ManifestName, manifest.Serialize(), files.Count));
        return files;
    }

    private static ExportedFile Zip(string name, Export export, IReadOnlyList<ExportedFile> files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ExportedFile file in files)
            {
                ZipArchiveEntry entry = archive.CreateEntry(file.Name);
                entry.LastWriteTime = export.Context.ExportedAt;
                using Stream content = entry.Open();
                content.Write(file.Bytes.Span);
            }
        }

        return new ExportedFile(name, bytes.ToArray(), files.Count);
    }

    private sealed record Table(string Path, string Endpoint, ExportFormat Format, string File, string Type, string Summary);
}

/// <summary>A call for an export, with what makes it.</summary>
/// <param name="Http">The call.</param>
/// <param name="Review">Everyone's labels.</param>
/// <param name="Exporter">Makes it.</param>
/// <param name="Share">Remembers what the caller was told of others' votes.</param>
/// <param name="Gold">What becomes of blocks with a known answer; null: they are kept.</param>
/// <param name="NotBlind">What figures make of votes that are not blind; null: they leave them out.</param>
/// <param name="Map">What if labels of one class were of another; null: all classes stay.</param>
/// <param name="Options">Of this run.</param>
public sealed record ExportCall(
    HttpContext Http,
    LiveReview Review,
    Exporter Exporter,
    LabelShare Share,
    [FromQuery(Name = "gold")] string? Gold,
    [FromQuery(Name = "not_blind")] string? NotBlind,
    [FromQuery(Name = "map")] string? Map,
    AnnotatorOptions Options)
{
    internal string Username => Http.User.Identity!.Name!;

    /// <summary>The caller is told others' votes, or the final label, of these blocks.</summary>
    internal void NoteShown(IEnumerable<BlockId> blocks) => Share.Shown.Of(Username).Add(blocks);
}
