using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The caller's own flags and notes of the configured data root, of blocks without a label too.</summary>
public static class MarkEndpoints
{
    public static void MapMarks(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder marks = api.MapGroup("/marks").WithTags("labels")
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        marks.MapGet("/", ListAsync).WithName("ListMarks")
            .WithSummary("The caller's flags and notes, by block, also of blocks without a label.");
        marks.MapPut("/{**block}", SetAsync).WithName("SetMark")
            .WithSummary("Flags one block as unsure, or gives it a note, apart from its label: a member that is not sent stays as it is, null takes it back. Answers as PUT /api/labels does.")
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
            return MarkRequest.Refuse("Expected \"unsure\" (true, false or null) or \"note\" (a text or null), or both.");
        }

        if (await call.FindBlockAsync() is not { } block)
        {
            return LabelAnswer.NoSuchBlock();
        }

        UserLabels labels = await call.Share.OpenUserAsync(call.Username, call.Http.RequestAborted);
        LabelResult result = await labels.MarkAsync(block.Key, request.Change, CancellationToken.None);
        return LabelAnswer.Refusal(result, call.Http) is { } refusal
            ? refusal
            : TypedResults.Ok(MarkAnswer.Of(block.Id, labels.MarkOf(block.Key)));
    }
}

/// <summary>Flag and note. A member that is not sent says nothing; null takes it back.</summary>
public record MarkRequest
{
    private bool _saysUnsure;
    private bool _saysNote;

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

    /// <summary>Why it is none that can be kept, in words; null: it can.</summary>
    internal string? WhyNot => Note is { } note && NoteText.WhyNot(note) is { } reason ? $"The note {reason}." : null;

    internal MarkChange Change => new(_saysUnsure ? Unsure is true : null, _saysNote ? NoteText.Trim(Note ?? "") : null);

    internal static ProblemHttpResult Refuse(string reason) => TypedResults.Problem(reason, statusCode: StatusCodes.Status400BadRequest);
}

/// <param name="Block">Block id.</param>
/// <param name="Unsure">Flagged as unsure.</param>
/// <param name="Note">Null: there is none.</param>
public sealed record MarkAnswer(string Block, bool Unsure, string? Note)
{
    internal static MarkAnswer Of(BlockId block, BlockMark mark) => new(block.Value, mark.IsUnsure, mark.Note);
}
