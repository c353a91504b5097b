using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Blocks;
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
        admin.MapReleaseChecks();
        admin.MapPost("/releases", MakeAsync).WithName("MakeRelease")
            .WithSummary("Freezes the data set under a name that was never used. With dryRun=true it only says what the release would hold.")
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

    private static async Task<Results<Created<ReleaseAnswer>, Ok<ReleaseOfferAnswer>, ProblemHttpResult>> MakeAsync(
        [AsParameters] ReleaseCall call, ReleaseRequest request, ReleaseMaking making, [FromQuery(Name = "not_blind")] string? notBlind, bool dryRun = false)
    {
        if (notBlind is not (null or NotBlindChoice.Keep or NotBlindChoice.LeaveOut))
        {
            return TypedResults.Problem($"not_blind: expected {NotBlindChoice.Expected}.", statusCode: StatusCodes.Status400BadRequest);
        }

        using IDisposable turn = await call.TakeTurnAsync();
        CancellationToken cancellationToken = call.Http.RequestAborted;
        await call.Review.BringUpToDateAsync(cancellationToken);
        ReleaseMaking chosen = making.KeepingNotBlind(notBlind == NotBlindChoice.Keep);
        Task<CatalogSnapshot> blocks = call.Blocks.ListAsync(cancellationToken);
        ReleaseResult result = dryRun
            ? await chosen.PreviewAsync(request.Name ?? "", blocks, cancellationToken)
            : await chosen.MakeAsync(request.Name ?? "", call.Http.User.Identity!.Name!, blocks, cancellationToken);
        return result switch
        {
            { Refusal: { } refusal } => TypedResults.Problem(string.Join(' ', refusal.Words), statusCode: refusal.Reason switch
            {
                ReleaseRefusalReason.BadName => StatusCodes.Status400BadRequest,
                ReleaseRefusalReason.NameUsed => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status422UnprocessableEntity,
            }),
            { Manifest: { } manifest, Decision: { } decision } => TypedResults.Created(
                $"/api/releases/{manifest.Name}", ReleaseAnswer.Of(new ListedRelease(manifest.Name, manifest, decision.ManifestSha256, null) { Decision = decision })),
            _ => TypedResults.Ok(new ReleaseOfferAnswer(request.Name!, result.Counts!, result.Notices)),
        };
    }
}

/// <summary>A call that reads the whole share or a whole release, with what it needs.</summary>
/// <param name="Http">The call.</param>
/// <param name="Review">Brings this program's labels to the share.</param>
/// <param name="Blocks">Lists the blocks of the data root.</param>
/// <param name="Share">Where releases stand.</param>
/// <param name="Turns">One such call at a time.</param>
public sealed record ReleaseCall(HttpContext Http, LiveReview Review, BlockLookup Blocks, LabelShare Share, AnswerTurns Turns)
{
    /// <summary>Of all sign-ins together: each reads files and computes tables as large as the campaign.</summary>
    internal Task<IDisposable> TakeTurnAsync() => Turns.TakeAsync("releases", Http.RequestAborted, atOnce: 1);
}

/// <param name="Name">Of the release that would be made.</param>
/// <param name="Counts">What it would hold.</param>
/// <param name="Notices">Lines of journals that are no decisions, in words.</param>
public sealed record ReleaseOfferAnswer(string Name, ReleaseCounts Counts, IReadOnlyList<string> Notices);

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
