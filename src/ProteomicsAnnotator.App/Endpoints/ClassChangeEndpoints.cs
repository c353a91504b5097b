using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Classes that were renamed or split while people label.</summary>
public static class ClassChangeEndpoints
{
    public static void MapClassChanges(this IEndpointRouteBuilder api)
    {
        api.MapGet("/class-changes", GetAsync).WithName("GetClassChanges").WithTags("plan")
            .WithSummary("Classes that were renamed or split, and which of the caller's labels stand under an old name until they are given again.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        api.MapPut("/class-changes", SetAsync).WithName("SetClassChange").WithTags("admin")
            .WithSummary("Renames or splits a class; an empty \"to\" takes that back. With dryRun=true it only says whose labels are concerned.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(SessionAuthentication.AdminPolicy);
    }

    private static async Task<Ok<ClassChangesAnswer>> GetAsync(HttpContext context, LabelShare share)
    {
        await share.CampaignSettings.LookAsync();
        ClassChanges changes = share.CampaignSettings.Current.ClassChanges;
        UserLabels labels = await share.OpenUserAsync(context.User.Identity!.Name!, context.RequestAborted);
        return TypedResults.Ok(new ClassChangesAnswer(
            changes.All,
            [.. labels.Current.Labels.Values
                .Where(entry => entry.Key.Root is null)
                .Select(entry => (entry.Key.Block, entry.Label, Change: changes.Awaited(entry.Label, entry.AnnotatedAt)))
                .Where(item => item.Change is not null)
                .OrderBy(item => item.Block)
                .Select(item => new AwaitedLabel(item.Block.Value, item.Label, item.Change!.From, item.Change.To))]));
    }

    private static async Task<Results<Ok<ClassChangeEffect>, ProblemHttpResult>> SetAsync(
        ClassChangeRequest request, HttpContext context, LabelShare share, LiveReview review, AnnotatorOptions options, bool dryRun = false)
    {
        ReviewTable table = await review.ReadAsync(context.RequestAborted);
        IReadOnlyList<string> used = (await share.ReadClassNamesAsync(context.RequestAborted))?.Names ?? [];
        if (StepOf(request, table, options.Classes, used, out string? fault) is not { } step)
        {
            return TypedResults.Problem($"Nothing is decided: {fault}.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            if (!dryRun)
            {
                _ = await share.Decisions.DecideAsync(new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [step.Key] = step.Value }, context.User.Identity!.Name!);
            }

            return TypedResults.Ok(new ClassChangeEffect(!dryRun, step.Effect));
        }
        catch (StorageException error)
        {
            return TypedResults.Problem(error.InnerException is TimeoutException ? $"It is not known whether it is decided: {error.Message}" : $"Nothing is decided: {error.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static (string Key, JsonNode? Value, string Effect)? StepOf(ClassChangeRequest request, ReviewTable table, LabelClasses classes, IReadOnlyList<string> used, out string? fault)
    {
        fault = null;
        if (request is not { From: { } from, To: { } to } || to.Any(name => name is null))
        {
            fault = """expected {"from": "NAME", "to": ["NAME", ...]}; an empty list takes a change back""";
            return null;
        }

        if (to.Count == 0)
        {
            ClassChange[] changes = [.. table.Input.Campaign.ClassChanges.All.Where(change => change.From == from)];
            fault = changes.Length == 1 ? null : $"no class was called \"{from}\" before a change";
            return fault is null ? (ClassChanges.KeyOf(changes[0].Number, from), null, $"{changes[0].Words} is taken back.") : null;
        }

        return ClassChangeProposal.Of(from, to, classes, used, out fault) is { } proposal
            ? (proposal.Key, proposal.Value, string.Join(' ', new[] { proposal.Effect(table), proposal.InClassesJson(classes) }.OfType<string>()))
            : null;
    }
}

/// <param name="From">The name of a class.</param>
/// <param name="To">Its new name, or those of the classes it is split into; empty: that is taken back.</param>
public sealed record ClassChangeRequest(string? From, IReadOnlyList<string>? To);

/// <param name="Stored">Decided; false: it was asked only.</param>
/// <param name="Effect">Whose labels are concerned, and what to change in classes.json, in words.</param>
public sealed record ClassChangeEffect(bool Stored, string Effect);

/// <param name="Changes">The earliest first.</param>
/// <param name="Awaited">The caller's labels under an old name, by block.</param>
public sealed record ClassChangesAnswer(IReadOnlyList<ClassChange> Changes, IReadOnlyList<AwaitedLabel> Awaited);

/// <param name="Block">Block id.</param>
/// <param name="Label">Number of the class.</param>
/// <param name="From">Its name when the label was given.</param>
/// <param name="To">Its name now, or those of the classes it was split into.</param>
public sealed record AwaitedLabel(string Block, int Label, string From, IReadOnlyList<string> To);
