using System.Security.Cryptography;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Tells a page that the program it talks to is there, and whether it is still the same run.</summary>
public static class HealthEndpoints
{
    private static readonly Health Current = new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/healthz", () => Current).WithName("GetHealth").WithTags("health")
            .WithSummary("That the program runs, and a number that is new at each start.");
}

/// <param name="Instance">Random, new at each start.</param>
public sealed record Health(string Instance);
