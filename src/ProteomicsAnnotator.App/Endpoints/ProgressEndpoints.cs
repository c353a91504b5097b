using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>How the campaign goes on, and how its groups of blocks differ. For admins only.</summary>
public static class ProgressEndpoints
{
    private const int MostLevels = 100;

    public static void MapProgress(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder admin = api.MapGroup("").WithTags("admin")
            .RequireAuthorization(SessionAuthentication.AdminPolicy)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        admin.MapGet("/progress", GetAsync).WithName("GetProgress")
            .WithSummary("Labels a day, pace, votes that are wanted and the day of the last of them; agreement by week, who has changed, seconds for a label, and how wide intervals would be with other numbers of blocks. ?map=4=1 says what would be if classes were one.");
        admin.MapGet("/groups", GroupsAsync).WithName("GetGroups")
            .WithSummary("Counts and agreement of each folder of blocks: ?level=folder, the one a block lies in, or 1, 2, ... folders from the top; ?map=4=1 says what would be if classes were one.");
    }

    /// <summary>The classes as the call wants them, or in words what is wrong with it.</summary>
    internal static async Task<(ReviewTable? Table, string? Fault)> MappedAsync(ReviewTable table, string? map, AnnotatorOptions options, CancellationToken cancellationToken)
    {
        if (ClassMap.Parse(map, options.Classes.Count) is not { } parsed)
        {
            return (null, $"map={map}: {ClassMap.Expected}.");
        }

        if (parsed.IsNone)
        {
            return (table, null);
        }

        ReviewTable mapped = table.Mapped(parsed);
        await Task.Run(() => mapped.BreakTies(cancellationToken), cancellationToken);
        return (mapped, null);
    }

    private static async Task<Results<Ok<ProgressAnswer>, ProblemHttpResult>> GetAsync(
        [FromQuery(Name = "map")] string? map, LabelShare share, LiveReview review, BlockLookup blocks, AnnotatorOptions options, CancellationToken cancellationToken)
    {
        (ReviewTable? table, string? fault) = await MappedAsync(await review.ReadAsync(cancellationToken), map, options, cancellationToken);
        if (table is null)
        {
            return TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        }

        CatalogSnapshot catalog = await blocks.ListKnownAsync(cancellationToken);
        return TypedResults.Ok(await Task.Run(
            () =>
            {
                (DateTimeOffset, TimeZoneInfo) clock = (TimeProvider.System.GetUtcNow(), table.Input.Campaign.ZoneOr(TimeProvider.System.LocalTimeZone));
                var demand = VoteDemand.Read(share.Root, table, asked => blocks.FindUnreadable(asked, catalog).Blocks.Keys);
                var figures = ProgressFigures.Of(table, demand, clock, cancellationToken);
                return ProgressAnswer.Of(figures, AgreementCoefficients.WithIntervals(table, ct: cancellationToken));
            },
            cancellationToken));
    }

    private static async Task<Results<Ok<IReadOnlyList<GroupAnswer>>, ProblemHttpResult>> GroupsAsync(
        HttpContext http, LabelShare share, [FromQuery(Name = "level")] string? level, [FromQuery(Name = "map")] string? map, LiveReview review, AnnotatorOptions options, CancellationToken cancellationToken)
    {
        if (LevelOf(level) is not { } folders)
        {
            return TypedResults.Problem($"Found level={level}; expected folder, or a number from 1 to {MostLevels}.", statusCode: StatusCodes.Status400BadRequest);
        }

        (ReviewTable? table, string? fault) = await MappedAsync(await review.ReadAsync(cancellationToken), map, options, cancellationToken);
        if (table is null)
        {
            return TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        }

        IReadOnlyList<GroupFigures> groups = await Task.Run(() => GroupFigures.AllOf(table, BlockClusters.ByFolder(table.Blocks, folders), cancellationToken), cancellationToken);
        share.Shown.Of(http.User.Identity!.Name!).Add(groups.SelectMany(group => group.Told));
        return TypedResults.Ok<IReadOnlyList<GroupAnswer>>([.. groups.Select(GroupAnswer.Of)]);
    }

    private static int? LevelOf(string? text) => text is null or "folder" ? 0
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int level) && level is >= 1 and <= MostLevels ? level
        : null;
}

/// <param name="Name">The folders that tell it apart; "" for blocks in no folder.</param>
/// <param name="Blocks">How many.</param>
/// <param name="Votes">Of people who count.</param>
/// <param name="Labelled">Blocks with a vote.</param>
/// <param name="TwoOrMoreVotes">Blocks with two or more.</param>
/// <param name="Disagreements">Blocks whose votes differ.</param>
/// <param name="PercentAgreement">Between annotators.</param>
/// <param name="KrippendorffAlpha">Between annotators, nominal.</param>
/// <param name="GwetAc1">Between annotators.</param>
/// <param name="Prevalence">Share of each class in the labelled blocks, by final label, else consensus.</param>
public sealed record GroupAnswer(
    string Name, int Blocks, int Votes, int Labelled, int TwoOrMoreVotes, int Disagreements, CoefficientAnswer PercentAgreement, CoefficientAnswer KrippendorffAlpha, CoefficientAnswer GwetAc1, IReadOnlyList<PrevalenceAnswer> Prevalence)
{
    internal static GroupAnswer Of(GroupFigures group) => new(
        group.Name,
        group.Blocks.Count,
        group.Votes,
        group.Labelled,
        group.Comparable,
        group.Disagreements,
        CoefficientAnswer.Of(group.Coefficients.PercentAgreement),
        CoefficientAnswer.Of(group.Coefficients.KrippendorffAlpha),
        CoefficientAnswer.Of(group.Coefficients.GwetAc1),
        [.. group.Classes.Select(PrevalenceAnswer.Of)]);
}
