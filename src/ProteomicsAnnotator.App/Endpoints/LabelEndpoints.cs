using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The caller's own labels of the configured data root.</summary>
public static class LabelEndpoints
{
    public static void MapLabels(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder labels = api.MapGroup("/labels").WithTags("labels")
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        labels.MapGet("/", ListAsync).WithName("ListLabels")
            .WithSummary("The caller's labels, by block, with flags and notes.");
        labels.MapPut("/{**block}", SetAsync).WithName("SetLabel")
            .WithSummary("Labels one block for the caller. \"unsure\" and \"note\", where they are sent, are kept with it. Answers once the label is on the share's disk, or on this machine's while the share fails.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        labels.MapDelete("/{**block}", ClearAsync).WithName("ClearLabel")
            .WithSummary("Clears the caller's label of one block.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<List<OwnLabelAnswer>>> ListAsync(HttpContext context, LabelShare share)
    {
        UserLabels labels = await share.OpenUserAsync(context.User.Identity!.Name!, context.RequestAborted);
        LabelSnapshot current = labels.Current;
        Func<LabelEntry, LabelPlace> places = labels.Places();
        return TypedResults.Ok(current.Labels.Values
            .Where(entry => entry.Key.Root is null)
            .OrderBy(entry => entry.Key.Block)
            .Select(entry => OwnLabelAnswer.Of(entry, current.MarkOf(entry.Key), places(entry)))
            .ToList());
    }

    private static async Task<Results<Ok<OwnLabelAnswer>, NoContent, ProblemHttpResult>> SetAsync(
        [AsParameters] LabelCall call, LabelRequest request, VolumeCache volumes)
    {
        if (request.Label is not { } label || call.Options.Classes.Find(label) is null)
        {
            return LabelAnswer.NotAClass(call.Options.Classes);
        }

        if ((request.WhyNot ?? request.WhyNoLabel ?? request.Ev?.WhyNot) is { } reason)
        {
            return MarkRequest.Refuse(reason);
        }

        if (await call.FindBlockAsync() is not { } block)
        {
            return LabelAnswer.NoSuchBlock();
        }

        ProblemHttpResult? refusal = await RefuseUnreadableAsync(block, volumes, call.Http.RequestAborted);
        return await DecideAsync(call, block, label, request.Change, (request.Ev ?? new EvidenceRequest()).Evidence, refusal);
    }

    private static async Task<Results<Ok<OwnLabelAnswer>, NoContent, ProblemHttpResult>> ClearAsync([AsParameters] LabelCall call) =>
        await call.FindBlockAsync() is { } block ? await DecideAsync(call, block, null, default, new EvidenceRequest().Evidence) : LabelAnswer.NoSuchBlock();

    private static async Task<Results<Ok<OwnLabelAnswer>, NoContent, ProblemHttpResult>> DecideAsync(
        LabelCall call, Block block, int? label, MarkChange mark, Evidence evidence, ProblemHttpResult? unreadable = null)
    {
        (DecisionTicket? ticket, string? fault) = DecisionHeaders.Read(call.Http);
        if (fault is not null)
        {
            return MarkRequest.Refuse(fault);
        }

        UserLabels labels = await call.Share.OpenUserAsync(call.Username, call.Http.RequestAborted);
        LabelResult result = await labels.SetAsync(
            block.Key, label, mark, [], call.Evidence.IsOnFor(call.Username) ? evidence : null, CancellationToken.None, block.Point, ticket, unreadable is null ? null : unreadable.ProblemDetails.Detail);
        if (unreadable is not null && result.Place == LabelPlace.Refused)
        {
            return unreadable;
        }

        if (LabelAnswer.Refusal(result, call.Http) is { } refusal)
        {
            return refusal;
        }

        LabelSnapshot current = labels.Current;
        return current.Find(block.Key) is { } kept
            ? TypedResults.Ok(OwnLabelAnswer.Of(kept, current.MarkOf(block.Key), result.Place))
            : TypedResults.NoContent();
    }

    /// <summary>As on the page, which labels a block only once something of it is on screen.</summary>
    private static async Task<ProblemHttpResult?> RefuseUnreadableAsync(
        Block block, VolumeCache volumes, CancellationToken cancellationToken)
    {
        try
        {
            if (await volumes.FindFaultsAsync(block, cancellationToken) is not { } channels)
            {
                return null;
            }

            bool isShareAway = channels.Count > 0 && channels.All(channel => channel.Fault?.Kind == ChannelFaultKind.Unreadable);
            IEnumerable<string> faults = channels.Select(channel => $"{channel.FileName}: {channel.Fault?.Message}");
            return TypedResults.Problem(
                $"Not labelled: no channel of {block.Id} can be read, so nothing of it can have been seen. "
                    + (channels.Count == 0 ? block.Problem : string.Join(" ", faults)),
                statusCode: isShareAway ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status422UnprocessableEntity);
        }
        catch (StorageException fault)
        {
            return TypedResults.Problem($"Not labelled: {fault.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

/// <summary>A call that sets or clears the label of one block, with what carries it out.</summary>
/// <param name="Block">Block id at the end of the path.</param>
/// <param name="Http">Names the annotator.</param>
/// <param name="Blocks">Finds the block.</param>
/// <param name="Share">Keeps the label.</param>
/// <param name="Options">Names the classes.</param>
/// <param name="Evidence">Knows whether evidence is recorded.</param>
public sealed record LabelCall(
    [FromRoute] string Block, HttpContext Http, BlockLookup Blocks, LabelShare Share, AnnotatorOptions Options, EvidenceRecording Evidence)
{
    internal string Username => Http.User.Identity!.Name!;

    internal Task<Block?> FindBlockAsync() => Blocks.FindAsync(Block, null, Http);
}

/// <param name="Label">Number of the class.</param>
/// <param name="Ev">What the caller measured. It is kept where evidence is recorded, and only checked elsewhere.</param>
public sealed record LabelRequest(int? Label, EvidenceRequest? Ev = null) : MarkRequest
{
    internal string? WhyNoLabel => Change.Unusable is { Length: > 0 } ? "A block that cannot be judged has no label: send \"unusable\" to PUT /api/marks/{block}." : null;
}

/// <summary>Evidence of a decision; other members are refused.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EvidenceRequest
{
    /// <summary>Time at work on the block, in milliseconds: at most a day.</summary>
    [JsonPropertyName("active_ms")]
    public long? ActiveMs { get; init; }

    /// <summary>Share of the slices that were on screen, 0 to 1.</summary>
    public double? Slices { get; init; }

    /// <summary>A projection of several slices was on screen.</summary>
    public bool? Projected { get; init; }

    /// <summary>slice, quad, volume or gallery.</summary>
    public string? View { get; init; }

    /// <summary>auto, campaign or fixed.</summary>
    public string? Limits { get; init; }

    /// <summary>A suggestion was visible.</summary>
    public bool? Suggestion { get; init; }

    internal string? WhyNot => Evidence.WhyNot is { } reason ? $"\"ev\": {reason}." : null;

    internal Evidence Evidence => new()
    {
        Via = "api",
        ActiveMs = ActiveMs,
        SlicesShown = Slices,
        WasProjected = Projected,
        View = View,
        Limits = Limits,
        HadSuggestion = Suggestion,
    };
}

/// <param name="Block">Block id.</param>
/// <param name="Label">Number of the class.</param>
/// <param name="AnnotatedAt">Null: not known.</param>
/// <param name="Saved">"share", or "machine": only the machine it was given on has confirmed it, until the share does.</param>
/// <param name="Unsure">The block is flagged as unsure.</param>
/// <param name="Note">Null: the block has none.</param>
/// <param name="Unusable">Always null: a block that cannot be judged has no label.</param>
public sealed record OwnLabelAnswer(string Block, int Label, DateTimeOffset? AnnotatedAt, string Saved, bool Unsure, string? Note, string? Unusable)
{
    /// <summary>The caller could see others' votes on the block, or its final label, before: figures of agreement leave the label out.</summary>
    public bool NotBlind { get; init; }

    internal static OwnLabelAnswer Of(LabelEntry entry, BlockMark mark, LabelPlace place) => new(
        entry.Key.Block.Value, entry.Label, LabelTime.Known(entry.AnnotatedAt), LabelAnswer.TextOf(place), mark.IsUnsure, mark.Note, mark.Unusable)
    {
        NotBlind = entry.IsNotBlind,
    };
}

/// <param name="Block">Block id.</param>
/// <param name="Label">Number of the class.</param>
/// <param name="AnnotatedAt">Null: not known.</param>
/// <param name="Saved">"share", or "machine": only the machine it was given on has confirmed it, until the share does.</param>
public sealed record LabelAnswer(string Block, int Label, DateTimeOffset? AnnotatedAt, string Saved)
{
    /// <summary>Says the same as <see cref="Saved"/>, also of a label that was cleared.</summary>
    internal const string SavedHeader = "X-Label-Saved";

    internal static LabelAnswer Of(LabelEntry entry, LabelPlace place) =>
        new(entry.Key.Block.Value, entry.Label, LabelTime.Known(entry.AnnotatedAt), TextOf(place));

    /// <summary>
    /// Null: it is kept, and a header says where. A decision that no disk has for certain is never a success: a 409 where trying
    /// again does not help, else a 503.
    /// </summary>
    internal static ProblemHttpResult? Refusal(LabelResult result, HttpContext http)
    {
        if (!result.Accepted)
        {
            return TypedResults.Problem(result.Explain("the decision", "Not kept"), statusCode: result.IsLasting ? StatusCodes.Status409Conflict : StatusCodes.Status503ServiceUnavailable);
        }

        http.Response.Headers[SavedHeader] = TextOf(result.Place);
        return null;
    }

    internal static Results<Ok<LabelAnswer>, NoContent, ProblemHttpResult> To(LabelResult result, LabelEntry? entry, HttpContext http) =>
        Refusal(result, http) is { } refusal ? refusal
        : entry is { } kept ? TypedResults.Ok(Of(kept, result.Place))
        : TypedResults.NoContent();

    internal static ProblemHttpResult NoSuchBlock() =>
        TypedResults.Problem("There is no such block.", statusCode: StatusCodes.Status404NotFound);

    internal static string TextOf(LabelPlace place) => place == LabelPlace.Share ? "share" : "machine";

    internal static ProblemHttpResult NotAClass(LabelClasses classes) => TypedResults.Problem(
        $"Expected {{\"label\": N}} with a whole number from 1 to {classes.Count}.",
        statusCode: StatusCodes.Status400BadRequest);
}
