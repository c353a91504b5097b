using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The caller's own labels of the configured data root.</summary>
public static class LabelEndpoints
{
    public static void MapLabels(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder labels = api.MapGroup("/labels").WithTags("labels")
            .RequireAuthorization(AnnotatorServer.SignedInPolicy);
        labels.MapGet("/", ListAsync).WithName("ListLabels");
        labels.MapPut("/{**block}", SetAsync).WithName("SetLabel")
            .WithSummary("Answers once the label is on the share's disk, or on this machine's while the share fails.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        labels.MapDelete("/{**block}", ClearAsync).WithName("ClearLabel")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<List<LabelAnswer>>> ListAsync(HttpContext context, LabelShare share)
    {
        UserLabels labels = await share.OpenUserAsync(context.User.Identity!.Name!, context.RequestAborted);
        return TypedResults.Ok(labels.Current.Labels.Values
            .Where(entry => entry.Key.Root is null)
            .OrderBy(entry => entry.Key.Block)
            .Select(entry => new LabelAnswer(entry.Key.Block.Value, entry.Label, LabelTime.Known(entry.AnnotatedAt)))
            .ToList());
    }

    private static Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> SetAsync(
        string block, LabelRequest request, HttpContext context, LabelDesk desk) =>
        request.Label is { } label && desk.Classes.Find(label) is not null
            ? desk.SetAsync(block, label, context)
            : Task.FromResult<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>>(NotAClass(desk.Classes));

    private static Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> ClearAsync(
        string block, HttpContext context, LabelDesk desk) => desk.SetAsync(block, null, context);

    internal static ProblemHttpResult NotAClass(LabelClasses classes) => TypedResults.Problem(
        $"Expected {{\"label\": N}} with a whole number from 1 to {classes.Count}.",
        statusCode: StatusCodes.Status400BadRequest);
}
