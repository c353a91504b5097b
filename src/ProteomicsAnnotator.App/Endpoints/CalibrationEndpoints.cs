using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Annotating.Calibrating;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement.CalibrationRounds;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The calibration round: the caller's own; for admins its answers and how people did.</summary>
public static class CalibrationEndpoints
{
    public static void MapCalibration(this IEndpointRouteBuilder api)
    {
        api.MapGet("/calibration", GetOwnAsync).WithName("GetCalibration").WithTags("plan")
            .WithSummary("The caller's calibration round: its blocks in order, with the answers of those that the caller has labelled.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        RouteGroupBuilder admins = api.MapGroup("/calibration").WithTags("admin")
            .RequireAuthorization(SessionAuthentication.AdminPolicy)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        admins.MapGet("/figures", GetFiguresAsync).WithName("GetCalibrationFigures")
            .WithSummary("For admins: every answer of the calibration round, and how many each annotator has given and got right at first.");
        admins.MapPut("/{**block}", SetAsync).WithName("SetCalibration")
            .WithSummary("Puts a block into the calibration round, with its answer and perhaps a sentence why, and says what that changes; with dryRun=true it only says so. 409 where it is a known answer that only admins may read.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        admins.MapDelete("/{**block}", WithdrawAsync).WithName("WithdrawCalibration")
            .WithSummary("Takes a block out of the calibration round; labels given in the round stay no votes. With dryRun=true it only says what would change.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        admins.MapPost("/undo", UndoAsync).WithName("UndoCalibration")
            .WithSummary("Takes the last step of the calibration round back, however many blocks it had; twice, it is made again. With dryRun=true it only says what would change. 409 where there is none.")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<CalibrationOwnAnswer>, ProblemHttpResult>> GetOwnAsync(HttpContext context, LabelShare share, BlockLookup blocks)
    {
        if (await share.Plan.LookedAsync() is { } problem)
        {
            return TypedResults.Problem($"The calibration round could not be read: {problem}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        UserLabels labels = await share.OpenUserAsync(context.User.Identity!.Name!, context.RequestAborted);
        CatalogSnapshot catalog = await blocks.ListKnownAsync(context.RequestAborted);
        return TypedResults.Ok(CalibrationOwnAnswer.Of(OwnCalibration.Of(labels, share.Plan.Calibration, block => catalog.TryGet(block, out _))));
    }

    private static async Task<Ok<CalibrationFiguresAnswer>> GetFiguresAsync(LabelShare share, LiveReview review, BlockLookup blocks, CancellationToken cancellationToken)
    {
        ShareSnapshot read = await review.ReadShareAsync(cancellationToken);
        PlanVersions versions = await Task.Run(new PlanDesk(share.Root).Read, cancellationToken).WaitAsync(cancellationToken);
        return TypedResults.Ok(CalibrationFiguresAnswer.Of(read.Votes.Calibration, CalibrationFigures.Of(read.Votes.Calibration, read.ReadFirstAnswers(blocks.PointOf), versions.Current?.Queues.Keys ?? [])));
    }

    private static async Task<Results<Ok<AnswerDecision>, ProblemHttpResult>> SetAsync([AsParameters] LabelCall call, CalibrationRequest request, bool dryRun = false)
    {
        string? why = string.IsNullOrWhiteSpace(request.Why) ? null : request.Why.Trim();
        return request.Label is not { } label || call.Options.Classes.Find(label) is null ? LabelAnswer.NotAClass(call.Options.Classes)
            : CalibrationRound.WhyNotSaid(why) is { } reason ? TypedResults.Problem($"The block is not in the round: {reason}.", statusCode: StatusCodes.Status400BadRequest)
            : await call.FindBlockAsync() is not { } block ? LabelAnswer.NoSuchBlock()
            : await DecideAsync((call.Share, call.Username), new Dictionary<BlockId, CalibrationChange?> { [block.Id] = new(label, why) }, dryRun);
    }

    private static async Task<Results<Ok<AnswerDecision>, ProblemHttpResult>> WithdrawAsync([AsParameters] LabelCall call, bool dryRun = false) =>
        // One that is gone can be taken out.
        BlockId.TryParse(call.Block, out BlockId block)
            ? await DecideAsync((call.Share, call.Username), new Dictionary<BlockId, CalibrationChange?> { [block] = null }, dryRun)
            : LabelAnswer.NoSuchBlock();

    private static async Task<Results<Ok<AnswerDecision>, ProblemHttpResult>> UndoAsync(HttpContext http, LabelShare share, bool dryRun = false) =>
        await Task.Run(() => CalibrationRound.ReadLast(share.Root), http.RequestAborted).WaitAsync(http.RequestAborted) is { } last
            ? await DecideAsync((share, http.User.Identity!.Name!), last.Before, dryRun, last.Words + " ")
            : TypedResults.Problem($"Nothing is decided: {LastAnswers.None}.", statusCode: StatusCodes.Status409Conflict);

    private static Task<Results<Ok<AnswerDecision>, ProblemHttpResult>> DecideAsync(
        (LabelShare Share, string By) by, IReadOnlyDictionary<BlockId, CalibrationChange?> changes, bool dryRun, string words = "") => AnswerDecision.OfAsync(
        async () =>
        {
            BlockId[] chosen = [.. changes.Where(change => change.Value is not null).Select(change => change.Key)];
            string? whyNot = await Task.Run(() => by.Share.Gold.WhyNot(chosen, areForCalibration: true));
            AllVotes votes = await by.Share.ReadAllUsersAsync(CancellationToken.None);
            return (whyNot, words + CalibrationEffect.Words(votes, changes));
        },
        dryRun ? null : async () =>
        {
            await CalibrationRound.WriteAsync(by.Share.Root, changes, by.By);
            await by.Share.FollowPlanAsync();
        });
}

/// <param name="Label">Number of the class.</param>
/// <param name="Why">A sentence for whoever has answered, at most 500 characters; null: none.</param>
public sealed record CalibrationRequest(int? Label, string? Why = null);

/// <param name="Total">Blocks of the round.</param>
/// <param name="Accuracy">Of the caller's first answers.</param>
/// <param name="Blocks">In order.</param>
public sealed record CalibrationOwnAnswer(int Total, AccuracyAnswer Accuracy, IReadOnlyList<CalibratedBlock> Blocks)
{
    internal static CalibrationOwnAnswer Of(OwnCalibration own) => new(own.Blocks.Count, AccuracyAnswer.Of(own.Accuracy), [.. own.Blocks.Select(CalibratedBlock.Of)]);
}

/// <param name="Block">Block id.</param>
/// <param name="First">The caller's first label; null: none yet.</param>
/// <param name="Answer">The known class; null as long as the caller has given no label.</param>
/// <param name="Why">A sentence why; null: none, or the caller has given no label.</param>
public sealed record CalibratedBlock(string Block, int? First, int? Answer, string? Why)
{
    internal static CalibratedBlock Of(CalibrationBlock block) => new(
        block.Block.Value,
        block.First,
        block.First is null ? null : block.Known.Label,
        block.First is null ? null : block.Known.Why);
}

/// <param name="Answers">By block.</param>
/// <param name="Annotators">Everybody in the plan, and everybody with a label.</param>
public sealed record CalibrationFiguresAnswer(IReadOnlyList<CalibrationKnown> Answers, IReadOnlyList<CalibratedPerson> Annotators)
{
    internal static CalibrationFiguresAnswer Of(CalibrationRound round, CalibrationFigures figures) => new(
        [.. round.Blocks.Select(block => (block, Answer: round.Answers[block])).Select(item => new CalibrationKnown(item.block.Value, item.Answer.Label, item.Answer.Why, item.Answer.By, item.Answer.At))],
        [.. figures.People.Select(person => new CalibratedPerson(person.Username, AccuracyAnswer.Of(person.Accuracy), person.NotBlind))]);
}

/// <param name="Block">Block id.</param>
/// <param name="Label">Number of the class.</param>
/// <param name="Why">A sentence for whoever has answered; null: none.</param>
/// <param name="SetBy">Who knows it.</param>
/// <param name="SetAt">Since when.</param>
public sealed record CalibrationKnown(string Block, int Label, string? Why, string SetBy, DateTimeOffset SetAt);

/// <param name="Username">Who.</param>
/// <param name="Accuracy">Of the first answers.</param>
/// <param name="NotBlind">Of these the ones given after a hint, or after others' labels could be seen.</param>
public sealed record CalibratedPerson(string Username, AccuracyAnswer Accuracy, int NotBlind);
