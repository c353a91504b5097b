using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// The exports of the Admin View's menu, beside <c>export.csv</c>. <c>?exclude=NAME</c>, as often as needed, leaves an
/// annotator's votes out of consensus and statistics.
/// </summary>
public static class ExportEndpoints
{
    private const string Csv = "text/csv; charset=utf-8";
    private const string Json = "application/json; charset=utf-8";
    private const string Parquet = "application/vnd.apache.parquet";

    public static void MapExports(this IEndpointRouteBuilder admin)
    {
        RouteGroupBuilder export = admin.MapGroup("/export").AddEndpointFilter(RefuseWhenOutdatedAsync);
        export.MapGet("/long.csv", GetLongAsync).WithName("ExportLongCsv").Produces<byte[]>(StatusCodes.Status200OK, "text/csv");
        export.MapGet("/annotations.json", GetJsonAsync).WithName("ExportJson").Produces<byte[]>(StatusCodes.Status200OK, "application/json");
        export.MapGet("/labels.parquet", GetParquetAsync).WithName("ExportParquet").Produces<byte[]>(StatusCodes.Status200OK, Parquet);
        export.MapGet("/statistics.json", GetStatisticsAsync).WithName("ExportStatistics").Produces<byte[]>(StatusCodes.Status200OK, "application/json");
        export.MapGet("/history.csv", GetHistory).WithName("ExportHistory").Produces<byte[]>(StatusCodes.Status200OK, "text/csv");
        export.MapGet("/manifest.json", GetManifest).WithName("ExportManifest").Produces<byte[]>(StatusCodes.Status200OK, "application/json");
    }

    /// <summary>What a newer program stores may mean what this one does not know: no export is better than a wrong one.</summary>
    internal static async ValueTask<object?> RefuseWhenOutdatedAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        LabelShare share = call.HttpContext.RequestServices.GetRequiredService<LabelShare>();
        return await share.LookForNewerAsync(call.HttpContext.RequestAborted) is { } update
            ? TypedResults.Problem(update, statusCode: StatusCodes.Status503ServiceUnavailable)
            : await next(call);
    }

    private static async Task<FileContentHttpResult> GetLongAsync(
        HttpContext http, ReviewDesk desk, AnnotatorOptions options, TimeProvider time)
    {
        ReviewTable table = await ReadAsync(http, desk);
        ReadOnlyMemory<byte> bytes = LongCsvExport.Labels(table, options.Classes.Names, time.GetUtcNow());
        return TypedResults.File(bytes.ToArray(), Csv, "labels_long.csv");
    }

    private static async Task<FileContentHttpResult> GetJsonAsync(
        HttpContext http, ReviewDesk desk, AnnotatorOptions options, TimeProvider time)
    {
        ReviewTable table = await ReadAsync(http, desk);
        var report = AgreementReport.Of(table, http.RequestAborted);
        return TypedResults.File(JsonExport.Serialize(table, report, Context(options, time)), Json, "annotations.json");
    }

    private static async Task<FileContentHttpResult> GetParquetAsync(
        HttpContext http, ReviewDesk desk, AnnotatorOptions options, TimeProvider time)
    {
        ReviewTable table = await ReadAsync(http, desk);
        byte[] bytes = await ParquetExport.LabelsAsync(table, Context(options, time), http.RequestAborted);
        return TypedResults.File(bytes, Parquet, "labels.parquet");
    }

    private static async Task<FileContentHttpResult> GetStatisticsAsync(HttpContext http, ReviewDesk desk)
    {
        ReviewTable table = await ReadAsync(http, desk);
        byte[] bytes = StatisticsJson.Serialize(AgreementReport.Of(table, http.RequestAborted));
        return TypedResults.File(bytes, Json, "statistics.json");
    }

    private static FileContentHttpResult GetHistory(AnnotatorOptions options)
    {
        HistoryRead history = HistoryFiles.Read(new FileOperations(), options.AnnotationsRoot);
        return TypedResults.File(LongCsvExport.History(history.Rows).ToArray(), Csv, "history.csv");
    }

    private static FileContentHttpResult GetManifest(HttpContext http, AnnotatorOptions options, TimeProvider time)
    {
        List<string> faults = [];
        IReadOnlyList<FileDigest> inputs = ExportManifest.InputsOf(options.AnnotationsRoot, faults);
        var manifest = new ExportManifest(Context(options, time), inputs, [])
        {
            Settings =
            [
                KeyValuePair.Create("data_root", options.DataRoot),
                KeyValuePair.Create("annotations_root", options.AnnotationsRoot),
                KeyValuePair.Create("classes", string.Join(", ", options.Classes.Names)),
                KeyValuePair.Create("excluded", string.Join(", ", Excluded(http).Order(StringComparer.Ordinal))),
            ],
            Faults = faults,
        };
        return TypedResults.File(manifest.Serialize(), Json, "manifest.json");
    }

    private static async Task<ReviewTable> ReadAsync(HttpContext http, ReviewDesk desk) =>
        (await desk.ReadAsync(http.RequestAborted)).Without(Excluded(http));

    internal static HashSet<string> Excluded(HttpContext http) =>
        http.Request.Query["exclude"].OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static ExportContext Context(AnnotatorOptions options, TimeProvider time) =>
        new(ProgramVersion.Text, time.GetUtcNow(), options.Classes.Names);
}
