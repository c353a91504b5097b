using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Share;

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
        admin.MapSecondOpinions();
        admin.MapAcceptance();
        admin.MapReleases();
    }

    private static async Task<Ok<ConsensusAnswer>> GetConsensusAsync(HttpContext context, LiveReview review, LabelShare share)
    {
        _ = await share.Plan.LookedAsync();
        ReviewTable table = await review.ReadAsync(context.RequestAborted);
        string username = context.User.Identity!.Name!;
        share.Shown.Of(username).Add(table.ShownTo(username));
        ReviewStatistics figures = table.Statistics;
        var statistics = new StatisticsAnswer(
            figures.TotalBlocks, figures.AnnotatedBlocks, figures.Disagreements, figures.ConsensusRate, figures.Annotators)
        {
            BlocksWithTwoOrMoreVotes = figures.ComparableBlocks,
            ConsensusRateTwoOrMoreVotes = figures.ComparableConsensusRate,
            NotBlindVotes = table.NotBlindVotes,
            Unreadable = ReviewReading.FaultsOf(table),
            TieRule = TieRules.Text(table.Input.Campaign.Ties),
            VotesWanted = share.Target?.Votes,
            BlocksWithVotesWanted = share.Target is { } target ? table.Progress.With(target.Votes) : null,
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
        NotBlind = [.. row.NotBlind],
        Unsure = [.. row.Marks.Where(mark => mark.Value.IsUnsure).Select(mark => mark.Key)],
        Notes = TextsOf(row, mark => mark.Note),
        Unusable = TextsOf(row, mark => mark.Unusable),
    };

    private static Dictionary<string, string> TextsOf(ReviewRow row, Func<BlockMark, string?> textOf) =>
        row.Marks.Where(mark => textOf(mark.Value) is not null).ToDictionary(mark => mark.Key, mark => textOf(mark.Value)!, StringComparer.Ordinal);
}

public sealed record ConsensusAnswer(StatisticsAnswer Statistics, IReadOnlyList<ConsensusBlock> Blocks);

public sealed record ConsensusBlock(
    string Block, IReadOnlyDictionary<string, int> Votes, int? Consensus, bool Disagreement, int? FinalLabel)
{
    /// <summary>Whose votes are not blind: these people could see others' votes or the final label before.</summary>
    public IReadOnlyList<string> NotBlind { get; init; } = [];

    /// <summary>Who flagged it as unsure.</summary>
    public IReadOnlyList<string> Unsure { get; init; } = [];

    /// <summary>Notes by username.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Who cannot judge it, and why, by username.</summary>
    public IReadOnlyDictionary<string, string> Unusable { get; init; } = FrozenDictionary<string, string>.Empty;
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

    /// <summary>What the consensus of a tie is: first (the smallest label), none, or reliable (the likeliest by Dawid-Skene).</summary>
    public string TieRule { get; init; } = TieRules.Text(default);

    /// <summary>Votes that each block is to have, by the plan or the setting; null: nothing is said.</summary>
    public int? VotesWanted { get; init; }

    /// <summary>Blocks with so many votes or more; null: nothing is said.</summary>
    public int? BlocksWithVotesWanted { get; init; }

    /// <summary>Votes that are not blind: the figures here count them; those of agreement do not.</summary>
    public int NotBlindVotes { get; init; }

    /// <summary>Files that belong to no annotator, values that are no labels, and files or journals that could not be read, each with the reason. The figures lack what only these say.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}
