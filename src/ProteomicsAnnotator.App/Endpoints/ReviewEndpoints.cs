using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>What only admins may see and do.</summary>
public static class ReviewEndpoints
{
    public static void MapReview(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder admin = api.MapGroup("").WithTags("admin")
            .RequireAuthorization(AnnotatorServer.AdminPolicy)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        admin.MapGet("/consensus", GetConsensusAsync).WithName("GetConsensus");
        admin.MapExports();
        admin.MapPut("/final-labels/{**block}", SetAsync).WithName("SetFinalLabel")
            .ProducesProblem(StatusCodes.Status404NotFound);
        admin.MapDelete("/final-labels/{**block}", ClearAsync).WithName("ClearFinalLabel")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<ConsensusAnswer>> GetConsensusAsync(HttpContext context, ReviewDesk desk)
    {
        ReviewTable table = await desk.ReadAsync(context.RequestAborted);
        ReviewStatistics figures = table.Statistics;
        var statistics = new StatisticsAnswer(
            figures.TotalBlocks, figures.AnnotatedBlocks, figures.Disagreements, figures.ConsensusRate, figures.Annotators)
        {
            BlocksWithTwoOrMoreVotes = figures.ComparableBlocks,
            ConsensusRateTwoOrMoreVotes = figures.ComparableConsensusRate,
            Unreadable = ReviewReading.FaultsOf(table),
        };
        return TypedResults.Ok(new ConsensusAnswer(statistics, [.. table.Rows.Select(Answer)]));
    }

    private static Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> SetAsync(
        string block, LabelRequest request, HttpContext context, LabelDesk desk) =>
        request.Label is { } label && desk.Classes.Find(label) is not null
            ? desk.SettleAsync(block, label, context)
            : Task.FromResult<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>>(LabelEndpoints.NotAClass(desk.Classes));

    private static Task<Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult>> ClearAsync(
        string block, HttpContext context, LabelDesk desk) => desk.SettleAsync(block, null, context);

    private static ConsensusBlock Answer(ReviewRow row) => new(
        row.Block.Value,
        row.Votes.ToDictionary(vote => vote.Key, vote => vote.Value.Label, StringComparer.Ordinal),
        row.Consensus.Label,
        row.Consensus.HasDisagreement,
        row.FinalLabel?.Label);
}
