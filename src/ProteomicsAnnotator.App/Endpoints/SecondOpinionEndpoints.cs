using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>What the caller makes of blocks that another admin decides. Whether two adjudicators agree is told by these; no final label changes.</summary>
public static class SecondOpinionEndpoints
{
    private static readonly TimeSpan SyncLimit = TimeSpan.FromSeconds(1);

    public static void MapSecondOpinions(this IEndpointRouteBuilder admin)
    {
        admin.MapPut("/second-opinions/{**block}", GiveAsync).WithName("GiveSecondOpinion")
            .WithSummary("Keeps the caller's independent second opinion on a block that another admin decides. 409 where the final label is the caller's own, under whichever name, or the block is in the calibration round.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        admin.MapDelete("/second-opinions/{**block}", TakeBackAsync).WithName("TakeBackSecondOpinion")
            .WithSummary("Takes the caller's second opinion on a block back.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> GiveAsync([AsParameters] LabelCall call, FinalLabelRequest request)
    {
        if (request.Label is not { } label || call.Options.Classes.Find(label) is null)
        {
            return LabelAnswer.NotAClass(call.Options.Classes);
        }

        if (await call.FindBlockAsync() is not { } block)
        {
            return LabelAnswer.NoSuchBlock();
        }

        if (NoteText.WhyNot(request.Reason ?? "") is { } wrong)
        {
            return TypedResults.Problem($"Not kept: the reason {wrong}.", statusCode: StatusCodes.Status400BadRequest);
        }

        FinalLabels finals = await OpenAsync(call);
        string? refusal = call.Share.Plan.Calibration.Has(block.Id) ? FinalLabels.InCalibration
            : await IsOwnAsync(call, finals, block.Key) ? FinalLabels.OwnFinalLabel
            : null;
        return await DecideAsync(call, finals, (block, label, NoteText.Trim(request.Reason ?? "")), refusal);
    }

    private static async Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> TakeBackAsync([AsParameters] LabelCall call) =>
        await call.FindBlockAsync() is { } block ? await DecideAsync(call, await OpenAsync(call), (block, null, null)) : LabelAnswer.NoSuchBlock();

    /// <summary>With what other admins, also on other machines, decided a moment ago, if the share is quick.</summary>
    private static async Task<FinalLabels> OpenAsync(LabelCall call)
    {
        FinalLabels finals = await call.Share.OpenFinalLabelsAsync(call.Username, call.Http.RequestAborted);
        try
        {
            await finals.SyncAsync().WaitAsync(SyncLimit, call.Http.RequestAborted);
        }
        catch (TimeoutException)
        {
            // Deciding does not wait for a slow share.
        }

        return finals;
    }

    /// <summary>The final label is this person's, under whichever name.</summary>
    private static async Task<bool> IsOwnAsync(LabelCall call, FinalLabels finals, LabelKey key)
    {
        if (finals.Find(key)?.By is not { } by)
        {
            return false;
        }

        PeopleDecisions people = await Task.Run(() => PeopleDecisions.Read(call.Share.Root), call.Http.RequestAborted).WaitAsync(call.Http.RequestAborted);
        return people.PersonOf(by) == people.PersonOf(call.Username);
    }

    private static async Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> DecideAsync(
        LabelCall call, FinalLabels finals, (Block Block, int? Label, string? Reason) what, string? whyNot = null)
    {
        (DecisionTicket? ticket, string? fault) = DecisionHeaders.Read(call.Http);
        if (fault is not null)
        {
            return MarkRequest.Refuse(fault);
        }

        LabelResult result = await finals.SecondAsync(what.Block.Key, what.Label, CancellationToken.None, what.Reason, _ => what.Block.Point, ticket, whyNot);
        if (LabelAnswer.Refusal(result, call.Http) is { } refusal)
        {
            return refusal;
        }

        return finals.Seconds.FirstOrDefault(second => second.Key == what.Block.Key && second.By == finals.By) is { } kept
            ? TypedResults.Ok(new LabelAnswer(kept.Key.Block.Value, kept.Label, LabelTime.Known(kept.At), LabelAnswer.TextOf(result.Place)))
            : TypedResults.NoContent();
    }
}
