using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The final labels of the configured data root, which admins set.</summary>
public static class FinalLabelEndpoints
{
    public static void MapFinalLabels(this IEndpointRouteBuilder admin)
    {
        admin.MapPut("/final-labels/{**block}", SetAsync).WithName("SetFinalLabel")
            .WithSummary("Sets the final label of one block.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        admin.MapDelete("/final-labels/{**block}", ClearAsync).WithName("ClearFinalLabel")
            .WithSummary("Clears the final label of one block.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> SetAsync(
        [AsParameters] LabelCall call, FinalLabelRequest request) =>
        request.Label is { } label && call.Options.Classes.Find(label) is not null
            ? await DecideAsync(call, label, request.Reason)
            : LabelAnswer.NotAClass(call.Options.Classes);

    private static Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> ClearAsync([AsParameters] LabelCall call) =>
        DecideAsync(call, null, null);

    private static async Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> DecideAsync(LabelCall call, int? label, string? reason)
    {
        if (await call.FindBlockAsync() is not { } block)
        {
            return LabelAnswer.NoSuchBlock();
        }

        if (NoteText.WhyNot(reason ?? "") is { } wrong)
        {
            return TypedResults.Problem($"The final label is not set: the reason {wrong}.", statusCode: StatusCodes.Status400BadRequest);
        }

        (DecisionTicket? ticket, string? fault) = DecisionHeaders.Read(call.Http);
        if (fault is not null)
        {
            return MarkRequest.Refuse(fault);
        }

        FinalLabels finals = await call.Share.OpenFinalLabelsAsync(call.Username, call.Http.RequestAborted);
        LabelResult result = await finals.SetAsync([block.Key], label, CancellationToken.None, NoteText.Trim(reason ?? ""), _ => block.Point, ticket,
            label is not null && call.Share.Plan.Calibration.Has(block.Id) ? FinalLabels.InCalibration : null);
        if (finals.Find(block.Key) is not null)
        {
            call.Share.Shown.Of(call.Username).Add([block.Id]);
        }

        return LabelAnswer.To(result, finals.Find(block.Key), call.Http);
    }
}

/// <param name="Label">Number of the class.</param>
/// <param name="Reason">Why, as one line of text; null: nothing is said.</param>
public sealed record FinalLabelRequest(int? Label, string? Reason = null);
