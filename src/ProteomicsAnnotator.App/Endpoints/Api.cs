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
        api.MapLabels();
        api.MapReview();
        api.MapPreferences();
    }
}
