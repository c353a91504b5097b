using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>What only admins may see and do.</summary>
public static class ReviewEndpoints
{
    public static void MapReview(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder admin = api.MapGroup("").WithTags("admin")
            .RequireAuthorization(SessionAuthentication.AdminPolicy)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        admin.MapGet("/consensus", GetConsensusAsync).WithName("GetConsensus")
            .WithSummary("Everyone's votes, the consensus and the final label of every block, with the basic figures.");
        admin.MapExports();
        admin.MapFinalLabels();
    }

    private static async Task<Ok<ConsensusAnswer>> GetConsensusAsync(HttpContext context, LiveReview review)
    {
        ReviewTable table = await review.ReadAsync(context.RequestAborted);
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

    private static ConsensusBlock Answer(ReviewRow row) => new(
        row.Block.Value,
        row.Votes.ToDictionary(vote => vote.Key, vote => vote.Value.Label, StringComparer.Ordinal),
        row.Consensus.Label,
        row.Consensus.HasDisagreement,
        row.FinalLabel?.Label)
    {
        Unsure = [.. row.Marks.Where(mark => mark.Value.IsUnsure).Select(mark => mark.Key)],
        Notes = row.Marks.Where(mark => mark.Value.Note is not null).ToDictionary(mark => mark.Key, mark => mark.Value.Note!, StringComparer.Ordinal),
    };
}

public sealed record ConsensusAnswer(StatisticsAnswer Statistics, IReadOnlyList<ConsensusBlock> Blocks);

public sealed record ConsensusBlock(
    string Block, IReadOnlyDictionary<string, int> Votes, int? Consensus, bool Disagreement, int? FinalLabel)
{
    /// <summary>Who flagged it as unsure.</summary>
    public IReadOnlyList<string> Unsure { get; init; } = [];

    /// <summary>Notes by username.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = FrozenDictionary<string, string>.Empty;
}

/// <param name="TotalBlocks">Blocks of the configured data root.</param>
/// <param name="AnnotatedBlocks">Those with at least one label.</param>
/// <param name="Disagreements">Those with more than one distinct label.</param>
/// <param name="ConsensusRate">Share 0..1 of labelled blocks without disagreement; null when nothing is labelled.</param>
/// <param name="Annotators">Annotators with at least one label.</param>
public sealed record StatisticsAnswer(
    int TotalBlocks, int AnnotatedBlocks, int Disagreements, double? ConsensusRate, int Annotators)
{
    /// <summary>Blocks with two or more votes.</summary>
    public int BlocksWithTwoOrMoreVotes { get; init; }

    /// <summary>Share 0..1 of those without disagreement; null when there is none.</summary>
    public double? ConsensusRateTwoOrMoreVotes { get; init; }

    /// <summary>Files that belong to no annotator, values that are no labels, and files or journals that could not be read, each with the reason. The figures lack what only these say.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}
