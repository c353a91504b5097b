using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Releases: what was frozen under a name. The command line makes and compares them, too.</summary>
public static class ReleaseEndpoints
{
    public static void MapReleases(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/releases", ListAsync).WithName("GetReleases")
            .WithSummary("All releases, oldest first, with their counts and the hash of their manifest.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        admin.MapGet("/releases/{name}", GetAsync).WithName("GetRelease")
            .WithSummary("The manifest of one release, as it stands in its folder.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        admin.MapPost("/releases", MakeAsync).WithName("MakeRelease")
            .WithSummary("Freezes the data set under a name that was never used.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<ReleasesAnswer>> ListAsync(LabelShare share, CancellationToken cancellationToken)
    {
        ReleaseList list = await Task.Run(new ReleaseShelf(share.Root).List, cancellationToken).WaitAsync(cancellationToken);
        return TypedResults.Ok(new ReleasesAnswer([.. list.Releases.Select(ReleaseAnswer.Of)], list.Leftovers));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAsync(string name, LabelShare share, CancellationToken cancellationToken)
    {
        var shelf = new ReleaseShelf(share.Root);
        return ReleaseName.IsValid(name) && await Task.Run(() => shelf.ReadManifest(name), cancellationToken).WaitAsync(cancellationToken) is { } bytes
            ? TypedResults.File(bytes, "application/json; charset=utf-8")
            : TypedResults.Problem("There is no such release.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<ReleaseAnswer>, ProblemHttpResult>> MakeAsync(
        ReleaseRequest request, HttpContext context, LiveReview review, BlockLookup blocks, ReleaseMaking making, [FromQuery(Name = "not_blind")] string? notBlind)
    {
        if (notBlind is not (null or NotBlindChoice.Keep or NotBlindChoice.LeaveOut))
        {
            return TypedResults.Problem($"not_blind: expected {NotBlindChoice.Expected}.", statusCode: StatusCodes.Status400BadRequest);
        }

        await review.BringUpToDateAsync(context.RequestAborted);
        ReleaseResult result = await making.KeepingNotBlind(notBlind == NotBlindChoice.Keep).MakeAsync(
            request.Name ?? "", context.User.Identity!.Name!, blocks.ListAsync(context.RequestAborted), context.RequestAborted);
        return result is { Manifest: { } manifest, Decision: { } decision }
            ? TypedResults.Created($"/api/releases/{manifest.Name}", ReleaseAnswer.Of(new ListedRelease(manifest.Name, manifest, decision.ManifestSha256, null) { Decision = decision }))
            : TypedResults.Problem(string.Join(' ', result.Refusal!.Words), statusCode: result.Refusal.Reason switch
            {
                ReleaseRefusalReason.BadName => StatusCodes.Status400BadRequest,
                ReleaseRefusalReason.NameUsed => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status422UnprocessableEntity,
            });
    }
}

/// <param name="Name">Of the release that is to be made.</param>
public sealed record ReleaseRequest(string? Name);

/// <param name="Releases">Oldest first.</param>
/// <param name="Leftovers">Temp folders of releases that are being made, or whose making was cut off.</param>
public sealed record ReleasesAnswer(IReadOnlyList<ReleaseAnswer> Releases, IReadOnlyList<string> Leftovers);

/// <param name="Name">Of the release.</param>
/// <param name="MadeAt">Null: it cannot be read.</param>
/// <param name="By">Its author; null: it cannot be read.</param>
/// <param name="Counts">Null: it cannot be read.</param>
/// <param name="ManifestSha256">Of the manifest that is there.</param>
/// <param name="IsAsDecided">That is the hash that the admins' journals have.</param>
/// <param name="Fault">Why it cannot be read; null: it can.</param>
/// <param name="Notices">What was noticed when it was made and kept nothing from it, in words: lines of journals that are no decisions.</param>
public sealed record ReleaseAnswer(
    string Name, DateTimeOffset? MadeAt, string? By, ReleaseCounts? Counts, string? ManifestSha256, bool IsAsDecided, string? Fault, IReadOnlyList<string> Notices)
{
    internal static ReleaseAnswer Of(ListedRelease release) => new(
        release.Name,
        release.Manifest?.MadeAt,
        release.Manifest?.By,
        release.Manifest?.Counts,
        release.ManifestSha256,
        release.IsAsDecided,
        release.Fault,
        release.Manifest?.Notices ?? []);
}
