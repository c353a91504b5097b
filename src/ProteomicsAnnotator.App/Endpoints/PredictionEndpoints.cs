using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>What models say, beside people. For admins only: nothing of it is told to annotators.</summary>
public static class PredictionEndpoints
{
    public static void MapPredictions(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder predictions = api.MapGroup("/predictions").WithTags("admin")
            .RequireAuthorization(SessionAuthentication.AdminPolicy)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        predictions.MapGet("/", ListAsync).WithName("GetPredictions")
            .WithSummary("Versions of models whose predictions are stored, the one stored last at the end, and what is there and does not count.");
        predictions.MapGet("/{model}", GetAsync).WithName("GetModelFigures")
            .WithSummary("A model beside people: coverage, confusion, kappa, precision, recall, thresholds and reliability. NAME is the version stored last, NAME@VERSION any one; ?against=final compares with final labels alone; ?map=4=1 says what would be if classes were one.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>What a model is compared with, in words where it makes no sense; null: it does.</summary>
    internal static string? WhyNotAgainst(string? against) => against is null or ModelAnswer.Final or ModelAnswer.Resolved ? null : $"Found against={against}; expected {ModelAnswer.Final} or {ModelAnswer.Resolved}.";

    private static async Task<Ok<PredictionsAnswer>> ListAsync(LabelShare share, CancellationToken cancellationToken)
    {
        StoredPredictions stored = await Task.Run(PredictionFiles.Of(share.Root).Read, cancellationToken).WaitAsync(cancellationToken);
        return TypedResults.Ok(new PredictionsAnswer(
            [.. stored.Sets.Select(set => new StoredModel(set.Model.Name, set.Model.Version, set.Blocks, set.Scored, set.By, LabelTime.Known(set.At)))],
            stored.Unusable));
    }

    private static async Task<Results<Ok<ModelAnswer>, ProblemHttpResult>> GetAsync(
        string model, string? against, [FromQuery(Name = "map")] string? map, LabelShare share, LiveReview review, AnnotatorOptions options, CancellationToken cancellationToken)
    {
        if (WhyNotAgainst(against) is { } wrong)
        {
            return TypedResults.Problem(wrong, statusCode: StatusCodes.Status400BadRequest);
        }

        ReviewTable everyone = await review.ReadAsync(cancellationToken);
        (ReviewTable? table, string? noMap) = await ProgressEndpoints.MappedAsync(everyone, map, options, cancellationToken);
        if (table is null)
        {
            return TypedResults.Problem(noMap, statusCode: StatusCodes.Status400BadRequest);
        }

        (ModelFigures? figures, string? fault) = await ModelReading.OfAsync(share.Root, model, (options.Classes, everyone.Input.Campaign.ClassChanges), table, against == ModelAnswer.Final, cancellationToken);
        return figures is null
            ? TypedResults.Problem($"{fault}.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.Ok(ModelAnswer.Of(figures));
    }
}

/// <param name="Models">Each version once.</param>
/// <param name="Unusable">What is there and does not count, each with the reason.</param>
public sealed record PredictionsAnswer(IReadOnlyList<StoredModel> Models, IReadOnlyList<string> Unusable);

/// <param name="Model">Its name.</param>
/// <param name="Version">Of the model.</param>
/// <param name="Blocks">Blocks that it has a row of.</param>
/// <param name="Scored">Of these the ones with a probability.</param>
/// <param name="StoredBy">Who stored it.</param>
/// <param name="StoredAt">When.</param>
public sealed record StoredModel(string Model, string Version, int Blocks, int Scored, string StoredBy, DateTimeOffset? StoredAt);
