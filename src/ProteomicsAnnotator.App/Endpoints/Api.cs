using Microsoft.AspNetCore.OpenApi;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The HTTP interface, documented at <c>/openapi/v1.json</c>.</summary>
public static class Api
{
    public static void MapAnnotatorApi(this IEndpointRouteBuilder routes)
    {
        routes.MapHealth();
        RouteGroupBuilder api = routes.MapGroup("/api");
        api.MapSession();
        api.MapBlocks();
        api.MapVolumes();
        api.MapThumbnails();
        api.MapLabels();
        api.MapMarks();
        api.MapRepeats();
        api.MapPlan();
        api.MapPlanMaking();
        api.MapGold();
        api.MapCalibration();
        api.MapPeople();
        api.MapSettings();
        api.MapClassChanges();
        api.MapReview();
        api.MapAgreement();
        api.MapProgress();
        api.MapPredictions();
        api.MapPreferences();
    }
}

/// <summary>The head of <c>/openapi/v1.json</c>.</summary>
public static class ApiDocument
{
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Proteomics Annotator";
        document.Info.Version = ProgramVersion.Text;
        document.Info.Description =
            "Every call needs the start token as a bearer token or the cookie that the printed link sets; at a server, what its proxy asks for. "
            + "Errors are problem details (RFC 9457).";
        return Task.CompletedTask;
    });
}
