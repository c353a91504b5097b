using Microsoft.AspNetCore.Http.HttpResults;
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
            .WithSummary("A model beside people: coverage, confusion, kappa, precision, recall, thresholds and reliability. NAME is the version stored last, NAME@VERSION any one; ?against=final compares with final labels alone.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<PredictionsAnswer>> ListAsync(LabelShare share, CancellationToken cancellationToken)
    {
        StoredPredictions stored = await Task.Run(PredictionFiles.Of(share.Root).Read, cancellationToken).WaitAsync(cancellationToken);
        return TypedResults.Ok(new PredictionsAnswer(
            [.. stored.Sets.Select(set => new StoredModel(set.Model.Name, set.Model.Version, set.Blocks, set.Scored, set.By, LabelTime.Known(set.At)))],
            stored.Unusable));
    }

    private static async Task<Results<Ok<ModelAnswer>, ProblemHttpResult>> GetAsync(string model, string? against, LabelShare share, LiveReview review, AnnotatorOptions options, CancellationToken cancellationToken)
    {
        if (against is not (null or "final" or "resolved"))
        {
            return TypedResults.Problem($"Found against={against}; expected final or resolved.", statusCode: StatusCodes.Status400BadRequest);
        }

        ReviewTable table = await review.ReadAsync(cancellationToken);
        (ModelFigures? figures, string? fault) = await ModelReading.OfAsync(share.Root, model, (options.Classes, table.Input.Campaign.ClassChanges), table, against == "final", cancellationToken);
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
