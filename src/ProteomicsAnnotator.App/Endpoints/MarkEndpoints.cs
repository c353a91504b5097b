using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>What the caller says of blocks of the configured data root beside their labels, of blocks without one too.</summary>
public static class MarkEndpoints
{
    public static void MapMarks(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder marks = api.MapGroup("/marks").WithTags("labels")
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        marks.MapGet("/", ListAsync).WithName("ListMarks")
            .WithSummary("The caller's flags and notes, and what the caller cannot judge, by block, also of blocks without a label.");
        marks.MapPut("/{**block}", SetAsync).WithName("SetMark")
            .WithSummary("Flags one block as unsure, gives it a note, or says why it cannot be judged, which clears its label: a member that is not sent stays as it is, null takes it back. Answers as PUT /api/labels does.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<List<MarkAnswer>>> ListAsync(HttpContext context, LabelShare share)
    {
        UserLabels labels = await share.OpenUserAsync(context.User.Identity!.Name!, context.RequestAborted);
        return TypedResults.Ok(labels.Current.Marks
            .Where(mark => mark.Key.Root is null)
            .OrderBy(mark => mark.Key.Block)
            .Select(mark => MarkAnswer.Of(mark.Key.Block, mark.Value))
            .ToList());
    }

    private static async Task<Results<Ok<MarkAnswer>, ProblemHttpResult>> SetAsync([AsParameters] LabelCall call, MarkRequest request)
    {
        if (request.WhyNot is { } reason)
        {
            return MarkRequest.Refuse(reason);
        }

        if (request.Change.SaysNothing)
        {
            return MarkRequest.Refuse("Expected at least one of \"unsure\" (true, false or null), \"note\" and \"unusable\" (a text or null).");
        }

        if (await call.FindBlockAsync() is not { } block)
        {
            return LabelAnswer.NoSuchBlock();
        }

        (DecisionTicket? ticket, string? fault) = DecisionHeaders.Read(call.Http);
        if (fault is not null)
        {
            return MarkRequest.Refuse(fault);
        }

        UserLabels labels = await call.Share.OpenUserAsync(call.Username, call.Http.RequestAborted);
        LabelResult result = await labels.MarkAsync(block.Key, request.Change, CancellationToken.None, block.Point, ticket);
        return LabelAnswer.Refusal(result, call.Http) is { } refusal
            ? refusal
            : TypedResults.Ok(MarkAnswer.Of(block.Id, labels.MarkOf(block.Key)));
    }
}

/// <summary>What is said beside the label. A member that is not sent says nothing; null takes it back.</summary>
public record MarkRequest
{
    private bool _saysUnsure;
    private bool _saysNote;
    private bool _saysUnusable;

    /// <summary>True flags the block; false and null take the flag back.</summary>
    public bool? Unsure
    {
        get;
        set => (field, _saysUnsure) = (value, true);
    }

    /// <summary>At most 1,000 characters in one line; null and "" take the note back.</summary>
    public string? Note
    {
        get;
        set => (field, _saysNote) = (value, true);
    }

    /// <summary>Why the block cannot be judged, as a note is; null and "": it can. A block with a label can.</summary>
    public string? Unusable
    {
        get;
        set => (field, _saysUnusable) = (value, true);
    }

    /// <summary>Why it is none that can be kept, in words; null: it can.</summary>
    internal string? WhyNot => Note is { } note && NoteText.WhyNot(note) is { } reason ? $"The note {reason}."
        : Unusable is { } why && NoteText.WhyNot(why) is { } fault ? $"The reason in \"unusable\" {fault}."
        : null;

    internal MarkChange Change => new(_saysUnsure ? Unsure is true : null, _saysNote ? NoteText.Trim(Note ?? "") : null)
    {
        Unusable = _saysUnusable ? NoteText.Trim(Unusable ?? "") : null,
    };

    internal static ProblemHttpResult Refuse(string reason) => TypedResults.Problem(reason, statusCode: StatusCodes.Status400BadRequest);
}

/// <param name="Block">Block id.</param>
/// <param name="Unsure">Flagged as unsure.</param>
/// <param name="Note">Null: there is none.</param>
/// <param name="Unusable">Why it cannot be judged; null: nothing is said of that.</param>
public sealed record MarkAnswer(string Block, bool Unsure, string? Note, string? Unusable)
{
    internal static MarkAnswer Of(BlockId block, BlockMark mark) => new(block.Value, mark.IsUnsure, mark.Note, mark.Unusable);
}
