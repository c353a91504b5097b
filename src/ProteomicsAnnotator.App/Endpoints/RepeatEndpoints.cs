using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>How far the caller agrees with oneself, by the self-checks.</summary>
public static class RepeatEndpoints
{
    public static void MapRepeats(this IEndpointRouteBuilder api) => api.MapGet("/repeats", GetAsync)
        .WithName("GetRepeats")
        .WithTags("labels")
        .WithSummary("The caller's self-checks: how many blocks got the same label again, by class, and which got another one. A self-check under way is left out.")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .RequireAuthorization(SessionAuthentication.SignedInPolicy);

    private static async Task<Results<Ok<RepeatsAnswer>, ProblemHttpResult>> GetAsync(HttpContext context, LabelShare share, OpenSelfChecks checks)
    {
        string username = context.User.Identity!.Name!;

        // Hidden repeats of the plan are told to nobody: which they are must be known first.
        (PlannedBlocks? queue, string? problem) = await share.Plan.QueueOfAsync(username);
        if (problem is not null)
        {
            return TypedResults.Problem($"The plan could not be read: {problem}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        if (queue is not null)
        {
            checks.Follow(username, queue);
        }

        return TypedResults.Ok(RepeatsAnswer.Of(PageSelfCheck.FiguresOf(
            await share.OpenUserAsync(username, context.RequestAborted), checks.Of(username), block => checks.PlannedOf(username)?.Has(block) == true)));
    }
}

/// <param name="Total">Blocks of the configured data root that were labelled twice.</param>
/// <param name="Same">Those that got the same label again.</param>
/// <param name="Low">Lower end of the 95 % interval (Wilson) of their share, 0 to 1; null without a block.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Kappa">Cohen's kappa between first and second labels; null where it is undefined.</param>
/// <param name="Classes">By the first label.</param>
/// <param name="Different">Those that got another label.</param>
public sealed record RepeatsAnswer(
    int Total, int Same, double? Low, double? High, double? Kappa, IReadOnlyList<RepeatedClass> Classes, IReadOnlyList<DifferentRepeat> Different)
{
    internal static RepeatsAnswer Of(RepeatFigures figures) => new(
        figures.Total,
        figures.Same,
        figures.Interval?.Low,
        figures.Interval?.High,
        figures.Kappa.Value,
        figures.Classes,
        [.. figures.Different.Select(repeat => new DifferentRepeat(repeat.Key.Block.Value, repeat.First, repeat.Second, LabelTime.Known(repeat.At)))]);
}

/// <param name="Block">Block id.</param>
/// <param name="First">The caller's label when it was answered.</param>
/// <param name="Second">The answer.</param>
/// <param name="AnsweredAt">When.</param>
public sealed record DifferentRepeat(string Block, int First, int Second, DateTimeOffset? AnsweredAt);
