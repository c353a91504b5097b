using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>The plan: the caller's own queue; for admins how far everybody is.</summary>
public static class PlanEndpoints
{
    public static void MapPlan(this IEndpointRouteBuilder api)
    {
        api.MapGet("/queue", GetQueueAsync).WithName("GetQueue").WithTags("plan")
            .WithSummary("The caller's blocks of the plan, in order, with the caller's labels. 404 without a plan.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        api.MapGet("/plan", GetPlanAsync).WithName("GetPlan").WithTags("admin")
            .WithSummary("For admins: the version that counts, and how far each annotator is. 404 without a plan.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(SessionAuthentication.AdminPolicy);
    }

    private static async Task<Results<Ok<QueueAnswer>, ProblemHttpResult>> GetQueueAsync(HttpContext context, LabelShare share, BlockLookup lookup)
    {
        string username = context.User.Identity!.Name!;
        (PlannedBlocks? queue, string? problem) = await share.Plan.QueueOfAsync(username);
        if (queue is null)
        {
            return None(problem);
        }

        UserLabels labels = await share.OpenUserAsync(username, context.RequestAborted);
        QueuedBlock[] blocks = [.. queue.Blocks.Distinct().Select(block => QueuedBlock.Of(block, labels))];
        UnreadableFound unreadable = await lookup.FindUnreadableAsync(blocks.Where(block => !block.IsDone).Select(block => BlockId.Parse(block.Block)), context.RequestAborted);
        blocks = [.. blocks.Select(block => block with { Unreadable = block.IsDone ? null : unreadable.Blocks.GetValueOrDefault(BlockId.Parse(block.Block)) })];
        return TypedResults.Ok(new QueueAnswer(queue.Version.Version, blocks.Length, blocks.Count(block => block.IsDone), blocks));
    }

    private static async Task<Results<Ok<PlanAnswer>, ProblemHttpResult>> GetPlanAsync(LabelShare share, LiveReview review, BlockLookup lookup, CancellationToken cancellationToken)
    {
        AllVotes votes = await review.ReadPeopleAsync(cancellationToken);
        var desk = new PlanDesk(share.Root);
        PlanVersions versions = await Task.Run(desk.Read, cancellationToken).WaitAsync(cancellationToken);
        if (versions.Current is not { } current)
        {
            return None(null);
        }

        PlanDesign design = (await Task.Run(() => desk.ReadDesign(versions), cancellationToken))!;
        IReadOnlyDictionary<string, IReadOnlyList<BlockId>> ordinary = votes.People.Merge(design.Ordinary);
        UnreadableFound unreadable = await lookup.FindUnreadableAsync(PlanProgress.OpenOf(ordinary, votes.Counted), cancellationToken);
        var progress = PlanProgress.Of(ordinary, design.Common, votes.Counted, unreadable.Blocks);
        PersonProgress[] silent = await Task.Run(() => progress.Silent(TimeProvider.System.GetUtcNow(), versions.PlannedSince, person => LastDecisions.Of(share.Root, votes, person)).ToArray(), cancellationToken).WaitAsync(cancellationToken);
        return TypedResults.Ok(PlanAnswer.Of(versions, current, progress) with
        {
            Silent = [.. silent.Select(person => person.Username)],
            Notices = [.. versions.Words, .. new[] { unreadable.Problem }.OfType<string>()],
        });
    }

    private static ProblemHttpResult None(string? problem) => problem is null
        ? TypedResults.Problem("There is no plan. ./launch.sh plan makes one.", statusCode: StatusCodes.Status404NotFound)
        : TypedResults.Problem($"The plan could not be read: {problem}", statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <param name="Version">Of the plan.</param>
/// <param name="Total">Blocks in the queue.</param>
/// <param name="Done">Of these the ones that the caller labelled, or cannot judge, and those that cannot be read.</param>
/// <param name="Blocks">In order.</param>
public sealed record QueueAnswer(int Version, int Total, int Done, IReadOnlyList<QueuedBlock> Blocks);

/// <param name="Block">Block id.</param>
/// <param name="Label">The caller's; null: none.</param>
/// <param name="Unusable">Why the caller cannot judge it; null: nothing is said of that.</param>
public sealed record QueuedBlock(string Block, int? Label, string? Unusable)
{
    /// <summary>Why it cannot be read, so that it counts as done; null: it can, it is done already, or that is not known yet.</summary>
    public string? Unreadable { get; init; }

    internal bool IsDone => Label is not null || Unusable is not null || Unreadable is not null;

    internal static QueuedBlock Of(BlockId block, UserLabels labels)
    {
        var key = new LabelKey(null, block);
        return new QueuedBlock(block.Value, labels.Find(key)?.Label, labels.MarkOf(key).Unusable);
    }
}

/// <param name="Version">1 for the first.</param>
/// <param name="Id">Name of its folder on the share.</param>
/// <param name="MadeAt">When.</param>
/// <param name="MadeBy">By whom.</param>
/// <param name="Votes">Different people for each ordinary block.</param>
/// <param name="Blocks">Ordinary blocks.</param>
/// <param name="Complete">Of these the ones that all planned people have done.</param>
/// <param name="Begun">Of these the ones that some of them have done.</param>
/// <param name="OutsideLabels">Blocks done by people who were not asked for them.</param>
/// <param name="Annotators">Everybody with a queue or with labels.</param>
/// <param name="Unreadable">Ordinary blocks that cannot be read: they count as done.</param>
/// <param name="Rivals">Ids of versions made at the same time that do not count.</param>
public sealed record PlanAnswer(
    int Version, string Id, DateTimeOffset MadeAt, string MadeBy, int Votes, int Blocks, int Complete, int Begun, int OutsideLabels, IReadOnlyList<PlannedPerson> Annotators, IReadOnlyList<UnreadableBlock> Unreadable, IReadOnlyList<string> Rivals)
{
    /// <summary>Votes of planned people that are not blind: Complete and Begun do not count them, and a further version asks other people.</summary>
    public int NotBlindVotes { get; init; }

    /// <summary>Annotators with blocks left who have decided nothing for three days, the most blocks first.</summary>
    public IReadOnlyList<string> Silent { get; init; } = [];

    /// <summary>In words: rivals and their authors, files of plans that cannot be used, and that no block could be looked at.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    internal static PlanAnswer Of(PlanVersions versions, PlanVersion current, PlanProgress progress) => new(
        current.Version,
        current.Id,
        current.At,
        current.By,
        current.Votes,
        progress.Blocks,
        progress.Complete,
        progress.Begun,
        progress.Outside,
        [.. progress.People.Select(person => new PlannedPerson(person.Username, person.Planned, person.Done, person.Outside, person.LastLabel))],
        [.. progress.Unreadable.Select(block => new UnreadableBlock(block.Key.Value, block.Value))],
        [.. versions.Rivals.Select(rival => rival.Id)])
    {
        NotBlindVotes = progress.NotBlind,
    };
}

/// <param name="Block">Block id.</param>
/// <param name="Why">In words.</param>
public sealed record UnreadableBlock(string Block, string Why);

/// <param name="Username">Who.</param>
/// <param name="Planned">Ordinary blocks in the queue.</param>
/// <param name="Done">Of these the ones that this person labelled, or cannot judge, and those that cannot be read.</param>
/// <param name="OutsideLabels">Other blocks that this person has done.</param>
/// <param name="LastLabelAt">Null: none.</param>
public sealed record PlannedPerson(string Username, int Planned, int Done, int OutsideLabels, DateTimeOffset? LastLabelAt);
