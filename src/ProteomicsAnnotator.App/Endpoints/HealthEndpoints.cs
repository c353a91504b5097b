using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Tells a page that the program it talks to is there, and whether it is still the same run.</summary>
public static class HealthEndpoints
{
    private static readonly Health Current = new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Current).WithName("GetHealth").WithTags("health")
            .WithSummary("That the program runs, and a number that is new at each start.");
        routes.MapGet("/readyz", GetReadyAsync).WithName("GetReadiness").WithTags("health")
            .WithSummary("That the store and the data root answer and the program does not end; else why not.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<Ready>, ProblemHttpResult>> GetReadyAsync(Readiness readiness) =>
        await readiness.WhyNotAsync() is { } reason
            ? TypedResults.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new Ready(true));
}

/// <param name="Instance">Random, new at each start.</param>
public sealed record Health(string Instance);

/// <param name="IsReady">Always true: what is not ready answers 503 with a reason.</param>
public sealed record Ready(bool IsReady);
