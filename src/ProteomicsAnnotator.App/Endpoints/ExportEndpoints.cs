using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// The exports of the Admin View's menu. <c>?exclude=NAME</c>, as often as needed, leaves an annotator's votes out of
/// consensus and statistics; a name that nobody has is answered 400.
/// </summary>
public static class ExportEndpoints
{
    private const string Csv = "text/csv";
    private const string Json = "application/json";
    private const string Parquet = "application/vnd.apache.parquet";
    private const string Zip = "application/zip";

    public static void MapExports(this IEndpointRouteBuilder admin)
    {
        RouteGroupBuilder export = admin.MapGroup("").AddEndpointFilter(RefuseWhenOutdatedAsync);
        Map(export, "/export.csv", "ExportCsv", ExportFormat.WideCsv, ("annotations.csv", Csv));
        Map(export, "/export/long.csv", "ExportLongCsv", ExportFormat.LongCsv, ("labels_long.csv", Csv));
        Map(export, "/export/annotations.json", "ExportJson", ExportFormat.Json, ("annotations.json", Json));
        Map(export, "/export/labels.parquet", "ExportParquet", ExportFormat.LabelsParquet, ("labels.parquet", Parquet));
        Map(export, "/export/blocks.csv", "ExportBlocksCsv", ExportFormat.BlocksCsv, ("blocks.csv", Csv));
        Map(export, "/export/blocks.parquet", "ExportBlocksParquet", ExportFormat.BlocksParquet, ("blocks.parquet", Parquet));
        Map(export, "/export/statistics.json", "ExportStatistics", ExportFormat.Statistics, ("statistics.json", Json));
        Map(export, "/export/history.csv", "ExportHistory", ExportFormat.HistoryCsv, ("history.csv", Csv));
        Describe(export.MapGet("/export/figures.zip", (HttpContext http, ExportDesk desk) => desk.AnswerFiguresAsync(http, ("figures.zip", Zip))), "ExportFigures", Zip);
        Describe(export.MapGet("/export/all.zip", (HttpContext http, ExportDesk desk) => desk.AnswerAllAsync(http, ("export.zip", Zip))), "ExportAll", Zip);
        Describe(export.MapGet("/export/manifest.json", (HttpContext http, ExportDesk desk) => desk.AnswerManifestAsync(http, ("manifest.json", Sent(Json)))), "ExportManifest", Json);
    }

    private static void Map(IEndpointRouteBuilder export, string path, string name, ExportFormat format, (string Name, string Type) file) =>
        Describe(export.MapGet(path, (HttpContext http, ExportDesk desk) => desk.AnswerAsync(http, format, (file.Name, Sent(file.Type)))), name, file.Type);

    private static void Describe(RouteHandlerBuilder export, string name, string type) => export
        .WithName(name)
        .Produces<byte[]>(StatusCodes.Status200OK, type)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static string Sent(string type) => type == Parquet ? type : type + "; charset=utf-8";

    /// <summary>What a newer program stores may mean what this one does not know: no export is better than a wrong one.</summary>
    private static async ValueTask<object?> RefuseWhenOutdatedAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        LabelShare share = call.HttpContext.RequestServices.GetRequiredService<LabelShare>();
        return await share.LookForNewerAsync(call.HttpContext.RequestAborted) is { } update
            ? TypedResults.Problem(update, statusCode: StatusCodes.Status503ServiceUnavailable)
            : await next(call);
    }
}
