using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Blocks whose class is known, and how well people answer them. For admins only.</summary>
public static class GoldEndpoints
{
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(20);

    public static void MapGold(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder gold = api.MapGroup("/gold").WithTags("admin")
            .RequireAuthorization(SessionAuthentication.AdminPolicy)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        gold.MapGet("/", GetAsync).WithName("GetGold")
            .WithSummary("Known answers, how many of them each annotator gave, by class, and those that several good annotators contradict.");
        gold.MapPut("/{**block}", SetAsync).WithName("SetGold")
            .WithSummary("Sets the known answer of one block, and says what that changes; with dryRun=true it only says so. 409 while annotators can read the folder admin.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        gold.MapDelete("/{**block}", WithdrawAsync).WithName("WithdrawGold")
            .WithSummary("Withdraws the known answer of one block; everybody's figures are counted again. With dryRun=true it only says what would change.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        gold.MapPost("/undo", UndoAsync).WithName("UndoGold")
            .WithSummary("Takes the last step of known answers back, however many it had; twice, it is made again. With dryRun=true it only says what would change. 409 where there is none.")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<GoldAnswerList>> GetAsync(HttpContext http, LabelShare share, LiveReview review, CancellationToken cancellationToken)
    {
        IReadOnlyList<UserVotes> votes = await review.ReadVotesAsync(cancellationToken);
        IReadOnlyDictionary<BlockId, GoldAnswer> answers = await Task.Run(share.Gold.Read, cancellationToken).WaitAsync(cancellationToken);
        var figures = GoldFigures.Of(answers.ToDictionary(answer => answer.Key, answer => answer.Value.Label), votes);
        share.Shown.Of(http.User.Identity!.Name!).Add(figures.Doubtful.Select(doubt => doubt.Block));
        return TypedResults.Ok(GoldAnswerList.Of(answers, figures));
    }

    private static async Task<Results<Ok<AnswerDecision>, ProblemHttpResult>> SetAsync([AsParameters] LabelCall call, GoldRequest request, bool dryRun = false) =>
        request.Label is not { } label || call.Options.Classes.Find(label) is null ? LabelAnswer.NotAClass(call.Options.Classes)
            : await call.FindBlockAsync() is not { } block ? LabelAnswer.NoSuchBlock()
            : await DecideAsync((call.Share, call.Username), new Dictionary<BlockId, int?> { [block.Id] = label }, dryRun);

    private static async Task<Results<Ok<AnswerDecision>, ProblemHttpResult>> WithdrawAsync([AsParameters] LabelCall call, bool dryRun = false) =>
        // One that is gone can be withdrawn.
        BlockId.TryParse(call.Block, out BlockId block)
            ? await DecideAsync((call.Share, call.Username), new Dictionary<BlockId, int?> { [block] = null }, dryRun)
            : LabelAnswer.NoSuchBlock();

    private static async Task<Results<Ok<AnswerDecision>, ProblemHttpResult>> UndoAsync(HttpContext http, LabelShare share, bool dryRun = false) =>
        await Task.Run(share.Gold.ReadLast, http.RequestAborted).WaitAsync(http.RequestAborted) is { } last
            ? await DecideAsync((share, http.User.Identity!.Name!), last.Before, dryRun, last.Words + " ")
            : TypedResults.Problem($"Nothing is decided: {LastAnswers.None}.", statusCode: StatusCodes.Status409Conflict);

    private static Task<Results<Ok<AnswerDecision>, ProblemHttpResult>> DecideAsync(
        (LabelShare Share, string By) by, IReadOnlyDictionary<BlockId, int?> answers, bool dryRun, string words = "") => AnswerDecision.OfAsync(
        async () =>
        {
            string? whyNot = await Task.Run(() => AdminAccess.WhyNotDecide(by.Share.Root, by.Share.Gold, answers)).WaitAsync(WriteLimit);
            GoldEffect effect = await Task.Run(() => by.Share.Gold.EffectOf(answers)).WaitAsync(WriteLimit);
            return (whyNot, words + effect.Words((await by.Share.ReadAllUsersAsync(CancellationToken.None)).Blind));
        },
        dryRun ? null : () => Task.Run(() => by.Share.Gold.Set(answers, by.By)).WaitAsync(WriteLimit));
}

/// <param name="Label">Number of the class.</param>
public sealed record GoldRequest(int? Label);

/// <param name="Answers">By block.</param>
/// <param name="Annotators">Everybody with a label.</param>
/// <param name="Doubtful">Known answers that most good annotators contradict with one other class.</param>
public sealed record GoldAnswerList(IReadOnlyList<KnownAnswer> Answers, IReadOnlyList<AnnotatorGold> Annotators, IReadOnlyList<DoubtfulAnswer> Doubtful)
{
    internal static GoldAnswerList Of(IReadOnlyDictionary<BlockId, GoldAnswer> answers, GoldFigures figures) => new(
        [.. answers.OrderBy(answer => answer.Key).Select(answer => new KnownAnswer(answer.Key.Value, answer.Value.Label, answer.Value.By, answer.Value.At))],
        [.. figures.People.Select(person => new AnnotatorGold(person.Username, AccuracyAnswer.Of(person.Accuracy), [.. person.Classes.Select(one => new ClassAccuracy(one.Label, AccuracyAnswer.Of(one.Accuracy)))]))],
        [.. figures.Doubtful.Select(doubt => new DoubtfulAnswer(doubt.Block.Value, doubt.Known, doubt.Instead, doubt.Votes))]);
}

/// <param name="Block">Block id.</param>
/// <param name="Label">Number of the class.</param>
/// <param name="SetBy">Who knows it.</param>
/// <param name="SetAt">Since when.</param>
public sealed record KnownAnswer(string Block, int Label, string SetBy, DateTimeOffset SetAt);

/// <param name="Username">Who.</param>
/// <param name="All">All known answers together.</param>
/// <param name="Classes">By the known class.</param>
public sealed record AnnotatorGold(string Username, AccuracyAnswer All, IReadOnlyList<ClassAccuracy> Classes);

/// <param name="Label">The known class.</param>
/// <param name="Accuracy">Of its blocks.</param>
public sealed record ClassAccuracy(int Label, AccuracyAnswer Accuracy);

/// <param name="Answered">Blocks with a known answer that this person has labelled.</param>
/// <param name="Right">Those with the known label.</param>
/// <param name="Low">Lower end of the 95 % interval (Wilson) of their share, 0 to 1; null: none was answered, so there is no share.</param>
/// <param name="High">Its upper end.</param>
public sealed record AccuracyAnswer(int Answered, int Right, double? Low, double? High)
{
    internal static AccuracyAnswer Of(GoldAccuracy accuracy) => new(accuracy.Answered, accuracy.Right, accuracy.Interval?.Low, accuracy.Interval?.High);
}

/// <param name="Block">Block id.</param>
/// <param name="Known">The answer that counts.</param>
/// <param name="Instead">What most good annotators say.</param>
/// <param name="Votes">Everyone's labels of it.</param>
public sealed record DoubtfulAnswer(string Block, int Known, int Instead, IReadOnlyDictionary<string, int> Votes);
