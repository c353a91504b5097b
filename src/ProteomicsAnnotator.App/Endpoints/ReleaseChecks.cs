using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Releases;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Whether a release is as it was made, and what has come of the labels since. One call at a time: whoever gives up waiting begins no second one beside it.</summary>
public static class ReleaseChecks
{
    public static void MapReleaseChecks(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/releases/{name}/verification", VerifyAsync).WithName("VerifyRelease")
            .WithSummary("Reads every file of a release again: whether it is as it was made, and else what differs.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        admin.MapGet("/releases/{name}/difference", CompareAsync).WithName("CompareRelease")
            .WithSummary("Which labels, final labels and blocks another release (with=NAME), or without one the labels as they are now, have otherwise than a release.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<VerificationAnswer>, ProblemHttpResult>> VerifyAsync([AsParameters] ReleaseCall call, string name)
    {
        if (!await IsThereAsync(call, name))
        {
            return NoSuchRelease(name);
        }

        ManifestReport report = await InTurnAsync(call, () => Task.Run(() => ReleaseCheck.Run(call.Share.Root, new ReleaseShelf(call.Share.Root).PathOf(name)), CancellationToken.None));
        return TypedResults.Ok(VerificationAnswer.Of(name, report));
    }

    private static async Task<Results<Ok<DifferenceAnswer>, ProblemHttpResult>> CompareAsync(
        [AsParameters] ReleaseCall call, string name, ReleaseMaking making, [FromQuery(Name = "with")] string? other)
    {
        CancellationToken cancellationToken = call.Http.RequestAborted;
        foreach (string named in new[] { name, other }.OfType<string>())
        {
            if (!await IsThereAsync(call, named))
            {
                return NoSuchRelease(named);
            }
        }

        var shelf = new ReleaseShelf(call.Share.Root);
        Task<CatalogSnapshot> blocks = call.Blocks.ListAsync(cancellationToken);
        ReleaseDifference difference;
        if (other is not null)
        {
            difference = await InTurnAsync(call, () => Task.Run(() => ReleaseDifference.Between(shelf.LabelsOf(shelf.PathOf(name)), shelf.LabelsOf(shelf.PathOf(other))), CancellationToken.None));
        }
        else
        {
            await call.Review.BringUpToDateAsync(cancellationToken);
            difference = await InTurnAsync(call, () => making.DifferenceSinceAsync(shelf.PathOf(name), blocks, CancellationToken.None));
        }

        NoteShown(call, difference, await blocks);
        return TypedResults.Ok(DifferenceAnswer.Of(name, other, difference));
    }

    /// <summary>The turn lasts as long as the work, also where nobody waits for it any more.</summary>
    private static async Task<T> InTurnAsync<T>(ReleaseCall call, Func<Task<T>> begin)
    {
        IDisposable turn = await call.TakeTurnAsync();
        Task<T> work = begin();
        _ = work.ContinueWith(_ => turn.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await work.WaitAsync(call.Http.RequestAborted);
    }

    /// <summary>The caller was told others' labels of these blocks.</summary>
    private static void NoteShown(ReleaseCall call, ReleaseDifference difference, CatalogSnapshot blocks)
    {
        string caller = call.Http.User.Identity!.Name!;
        HashSet<string> told = [.. difference.Changes.Where(change => change.Username != caller).Select(change => change.Block)];
        call.Share.Shown.Of(caller).Add(blocks.Blocks.Select(block => block.Id).Where(block => told.Contains(WideTable.NameOf(block))));
    }

    private static async Task<bool> IsThereAsync(ReleaseCall call, string name) => ReleaseName.IsValid(name)
        && await Task.Run(() => new ReleaseShelf(call.Share.Root).Has(name), call.Http.RequestAborted).WaitAsync(call.Http.RequestAborted);

    private static ProblemHttpResult NoSuchRelease(string name) => TypedResults.Problem($"There is no release {name}.", statusCode: StatusCodes.Status404NotFound);
}

/// <param name="Name">Of the release.</param>
/// <param name="IsAsMade">Every file, and the manifest with the hash of the admins' journals, is as it was when the release was made.</param>
/// <param name="Differences">What is not, in words, with the file.</param>
/// <param name="Files">Files that the manifest names; null: it cannot be read.</param>
/// <param name="MadeAt">Null: the manifest cannot be read.</param>
/// <param name="By">Its author; null: the manifest cannot be read.</param>
/// <param name="ManifestSha256">Of the manifest that is there; null: it cannot be read.</param>
public sealed record VerificationAnswer(string Name, bool IsAsMade, IReadOnlyList<string> Differences, int? Files, DateTimeOffset? MadeAt, string? By, string? ManifestSha256)
{
    internal static VerificationAnswer Of(string name, ManifestReport report) => new(
        name, report.Differences.Count == 0, report.Differences, report.Manifest?.Files.Count, report.Manifest?.MadeAt, report.Manifest?.By, report.ManifestSha256);
}

/// <param name="Before">The release.</param>
/// <param name="After">What it is compared with; null: the labels as they are now.</param>
/// <param name="New">Labels where none was.</param>
/// <param name="Changed">Other labels than before.</param>
/// <param name="Cleared">Labels that are no more.</param>
/// <param name="FinalLabels">Final labels that were set, changed or cleared.</param>
/// <param name="Changes">By block, then username; final labels last.</param>
/// <param name="AddedBlocks">In the list of blocks since.</param>
/// <param name="RemovedBlocks">Not in it any more.</param>
public sealed record DifferenceAnswer(
    string Before, string? After, int New, int Changed, int Cleared, int FinalLabels, IReadOnlyList<LabelChange> Changes, IReadOnlyList<string> AddedBlocks, IReadOnlyList<string> RemovedBlocks)
{
    internal static DifferenceAnswer Of(string before, string? after, ReleaseDifference difference) => new(
        before, after, difference.New, difference.Changed, difference.Cleared, difference.Finals, difference.Changes, difference.AddedBlocks, difference.RemovedBlocks);
}
