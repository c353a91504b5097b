using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Makes a version of the plan, or says what it would be. For admins only.</summary>
public static class PlanMaking
{
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(60);

    public static void MapPlanMaking(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder plan = api.MapGroup("/plan").WithTags("admin")
            .RequireAuthorization(SessionAuthentication.AdminPolicy)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        plan.MapPost("/", MakeAsync).WithName("MakePlan")
            .WithSummary("Makes a further version of the plan, which moves only what nobody has begun; a member that is missing is as in the version before. With dryRun=true it only says what the version would be. 409 while annotators can read the folder admin and the version has gold, or an order by a model.");
        plan.MapPost("/undo", UndoAsync).WithName("UndoPlan")
            .WithSummary("Takes the version that counts back: a further version as the one before was, which moves only what nobody has begun; twice, the version is made again. With dryRun=true it only says what the version would be. 409 where there is no version before.");
    }

    private static Task<Results<Ok<MadePlan>, ProblemHttpResult>> MakeAsync([AsParameters] PlanCall call, PlanAsked asked, bool dryRun = false) => DecideAsync(call, dryRun, (desk, before) =>
    {
        PlanDesign? design = desk.ReadDesign(before);
        PlanRequest request = asked.After(design?.Request, call.Share.CampaignSettings.Current.TargetVotes, out string? fault);
        return (fault is null ? new PlanStepRead(PlanStep.After(design, request), null) : new PlanStepRead(null, $"found {fault}"), StatusCodes.Status400BadRequest);
    });

    private static Task<Results<Ok<MadePlan>, ProblemHttpResult>> UndoAsync([AsParameters] PlanCall call, bool dryRun = false) => DecideAsync(call, dryRun, (desk, before) =>
        (desk.ReadUndo(before), StatusCodes.Status409Conflict));

    private static async Task<Results<Ok<MadePlan>, ProblemHttpResult>> DecideAsync(PlanCall call, bool dryRun, Func<PlanDesk, PlanVersions, (PlanStepRead Read, int Refusal)> readStep)
    {
        CancellationToken aborted = call.Http.RequestAborted;

        // What is begun is read from the share: this program's labels come first.
        await call.Review.BringUpToDateAsync(aborted);
        var desk = new PlanDesk(call.Share.Root);
        PlanVersions before = await Task.Run(desk.Read, aborted).WaitAsync(aborted);
        ((PlanStep? step, string? whyNot), int refusal) = await Task.Run(() => readStep(desk, before), aborted).WaitAsync(aborted);
        if (step is null)
        {
            return TypedResults.Problem($"Nothing is planned: {whyNot}.", statusCode: refusal);
        }

        var planner = new StepPlanner(call.Share.Root, desk, call.Options.Classes) { Points = call.Blocks.PointOf };
        PlanResult result = await planner.MakeAsync(step, await call.Blocks.ListPlannableAsync(aborted), aborted);
        if (result.Draft is not { } draft)
        {
            return TypedResults.Problem($"Nothing is planned: {result.Fault}", statusCode: StatusCodes.Status400BadRequest);
        }

        MadePlan plan = MadePlan.Of(draft, desk.Certainty, call.Options.Classes.Count) with { Undoes = step.Words };
        return dryRun ? TypedResults.Ok(plan with { Notices = [.. plan.Notices, .. before.Words] }) : await StoreAsync((planner, before), (draft, plan), call.Http.User.Identity!.Name!);
    }

    private static async Task<Results<Ok<MadePlan>, ProblemHttpResult>> StoreAsync((StepPlanner Planner, PlanVersions Before) at, (PlanDraft Draft, MadePlan Plan) of, string by)
    {
        try
        {
            if (await Task.Run(() => at.Planner.WhyNotStored(of.Draft)).WaitAsync(WriteLimit) is { } open)
            {
                return TypedResults.Problem($"The plan is not stored, as {open}", statusCode: StatusCodes.Status409Conflict);
            }

            StoredPlan stored = await Task.Run(() => at.Planner.Store(of.Draft, by, at.Before)).WaitAsync(WriteLimit);
            return TypedResults.Ok(of.Plan with { Stored = true, Version = stored.Made.Version, Id = stored.Made.Id, Counts = stored.Counts, Notices = [.. of.Plan.Notices, .. stored.Words] });
        }
        catch (StorageException error)
        {
            return TypedResults.Problem($"The plan is not stored: {error.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (TimeoutException)
        {
            return TypedResults.Problem("It is not known whether the plan is stored: the share does not answer. GET /api/plan says which version counts.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

/// <summary>A call that makes a version of the plan.</summary>
public sealed record PlanCall(HttpContext Http, LabelShare Share, BlockLookup Blocks, LiveReview Review, AnnotatorOptions Options);

/// <summary>What is asked of a version; a member that is missing is as in the version before.</summary>
/// <param name="Annotators">Names, with a weight where the share is not equal: "ben:2".</param>
/// <param name="Votes">Different people for each ordinary block.</param>
/// <param name="Seed">The same seed gives the same plan.</param>
/// <param name="Repeats">Share of the own blocks that come twice, 0 to 0.5.</param>
/// <param name="OverlapPairs">Blocks that each two annotators have in common, at least.</param>
/// <param name="Gold">Share of each queue, 0 or 0.05 to 0.15.</param>
/// <param name="StopAt">Probability of the likeliest class at which a block gets no further votes, 0.5 to 1; 0: never.</param>
/// <param name="LeastVotes">Votes before a block may stop.</param>
/// <param name="RandomShare">Share of the blocks that get all votes and keep their places whatever labels say, 0 to 1.</param>
/// <param name="Order">neighbourhoods, names, fewest, disputed, uncertain, or scored: by a stored model, while the setting model_order allows it.</param>
/// <param name="Blocks">A part of an id, with * for any characters; "*": all.</param>
/// <param name="Model">Of the order scored: NAME, the version stored last, or NAME@VERSION.</param>
/// <param name="ScoreOf">Number of the class whose likeliest blocks come first; 0: those come first whose class the model is least sure of.</param>
public sealed record PlanAsked(
    IReadOnlyList<string?>? Annotators = null,
    int? Votes = null,
    int? Seed = null,
    double? Repeats = null,
    int? OverlapPairs = null,
    double? Gold = null,
    double? StopAt = null,
    int? LeastVotes = null,
    double? RandomShare = null,
    string? Order = null,
    string? Blocks = null,
    string? Model = null,
    int? ScoreOf = null)
{
    /// <summary>The request of a version after <paramref name="before"/>.</summary>
    /// <param name="before">Null: there is none.</param>
    /// <param name="target">Votes that each block is to have by the campaign's setting; null: it says nothing.</param>
    /// <param name="fault">What makes no sense and the planner does not see; null: nothing.</param>
    internal PlanRequest After(PlanRequest? before, int? target, out string? fault)
    {
        PlanRequest earlier = before ?? PlanRequest.Empty;
        fault = Order is not null && WalkOrders.Parse(Order) is null ? $"\"order\": \"{Order}\"; expected {string.Join(", ", Enum.GetValues<WalkOrder>().Select(WalkOrders.WordOf))}" : null;
        IReadOnlyList<PlannedAnnotator> people = earlier.Annotators;
        if (fault is null && Annotators is { Count: > 0 })
        {
            people = PlannedAnnotators.Parse(string.Join(',', Annotators), out fault);
        }

        return (earlier with
        {
            Annotators = people,
            Votes = Votes ?? earlier.Votes,
            Seed = Seed ?? earlier.Seed,
            Repeats = Repeats ?? earlier.Repeats,
            OverlapPairs = OverlapPairs ?? earlier.OverlapPairs,
            Gold = Gold ?? earlier.Gold,
            StopAt = StopAt ?? earlier.StopAt,
            LeastVotes = LeastVotes ?? earlier.LeastVotes,
            RandomShare = RandomShare ?? earlier.RandomShare,
            Order = WalkOrders.Parse(Order) ?? earlier.Order,
            Model = Model ?? earlier.Model,
            ScoreOf = ScoreOf switch { null => earlier.ScoreOf, 0 => null, _ => ScoreOf },
            Blocks = Blocks switch { null => earlier.Blocks, "" or "*" => null, _ => Blocks },
        }).WithUsualVotes(target, isAsked: Votes is not null);
    }
}

/// <summary>What a version of the plan is, or would be.</summary>
/// <param name="Stored">False: it was asked only.</param>
/// <param name="Version">Number of the version; null: not stored.</param>
/// <param name="Id">Its folder on the share; null: not stored.</param>
/// <param name="Blocks">Ordinary ones.</param>
/// <param name="Votes">Of each.</param>
/// <param name="Labels">On ordinary blocks.</param>
/// <param name="Begun">Of these given by now.</param>
/// <param name="Gold">Blocks with known answers that are mixed in.</param>
/// <param name="Decoys">As many that are mixed in too.</param>
/// <param name="CommonLabels">Labels on gold and decoys, on top.</param>
/// <param name="CalibrationLabels">Labels that the calibration round costs, on top.</param>
/// <param name="Repeats">Labels given a second time, on top.</param>
/// <param name="Retired">Ordinary blocks that get fewer votes, as they are sure.</param>
/// <param name="RandomShare">Blocks that keep their places at random.</param>
/// <param name="OutsidePlan">Labels on blocks that have votes enough.</param>
/// <param name="LeastInCommon">Blocks that two annotators have in common, the fewest; null: there is one annotator.</param>
/// <param name="MostInCommon">The most.</param>
/// <param name="Intervals">How wide the 95 % intervals of the figures are to be expected.</param>
/// <param name="Certainty">How well the certainty holds by which blocks stop, in words; null: nothing stops.</param>
/// <param name="Notices">What a lead should know, in words: also of versions that others made at the same time, and of files that cannot be used.</param>
/// <param name="Annotators">By name.</param>
public sealed record MadePlan(
    bool Stored, int? Version, string? Id, int Blocks, int Votes, int Labels, int Begun, int Gold, int Decoys, int CommonLabels, int CalibrationLabels, int Repeats, int Retired, int RandomShare, int OutsidePlan,
    int? LeastInCommon, int? MostInCommon, ExpectedIntervals Intervals, string? Certainty, IReadOnlyList<string> Notices, IReadOnlyList<PersonLoad> Annotators)
{
    /// <summary>The version that is stored is the one that counts; false: a rival does, and the notices say whose. Null: nothing is stored, or that could not be read.</summary>
    public bool? Counts { get; init; }

    /// <summary>What it takes back, in words; null: nothing.</summary>
    public string? Undoes { get; init; }

    /// <summary>What it changes of who is to label which ordinary block, in words; null: there was no version.</summary>
    public string? Change { get; private init; }

    /// <summary>The same by person, those without a change left out.</summary>
    public IReadOnlyList<QueueChange> Changes { get; private init; } = [];

    internal static MadePlan Of(PlanDraft draft, string? certainty, int classes) => new(
        false,
        null,
        null,
        draft.OrdinaryBlocks,
        draft.Request.Votes,
        draft.Labels,
        draft.People.Sum(person => person.Begun),
        draft.Gold.Count,
        draft.Decoys.Count,
        draft.CommonLabels,
        draft.CalibrationLabels,
        draft.People.Sum(person => person.Repeats),
        draft.Retired,
        draft.RandomShare.Count,
        draft.OutsidePlan,
        draft.Overlaps.Count == 0 ? null : draft.Overlaps.Min(),
        draft.Overlaps.Count == 0 ? null : draft.Overlaps.Max(),
        ExpectedIntervals.Of(ExpectedPrecision.Of(draft.OrdinaryBlocks, draft.Request.Votes, classes)),
        certainty,
        draft.Notices,
        [.. draft.People.Select(person => new PersonLoad(person.Username, person.Ordinary.Count, person.Begun, person.Common, person.Repeats, person.Queue.Count))])
    {
        Change = draft.Change?.Words,
        Changes = draft.Change?.People ?? [],
    };
}

/// <param name="Username">Who.</param>
/// <param name="Ordinary">Blocks.</param>
/// <param name="Begun">Of these labelled by now.</param>
/// <param name="Common">Gold and decoys.</param>
/// <param name="Repeats">Blocks that come twice.</param>
/// <param name="Queue">All that come.</param>
public sealed record PersonLoad(string Username, int Ordinary, int Begun, int Common, int Repeats, int Queue);

/// <summary>Half the width of 95 % intervals, as shares of 1; each is null with one vote a block, which has no agreement.</summary>
/// <param name="Agreement">Of the agreement of two annotators.</param>
/// <param name="Alpha">Of Krippendorff's alpha.</param>
/// <param name="PerClass">Of the agreement on the blocks of one class.</param>
/// <param name="AssumedAgreement">What is assumed: two annotators agree on this share of the blocks, and classes are equally frequent.</param>
public sealed record ExpectedIntervals(double? Agreement, double? Alpha, double? PerClass, double AssumedAgreement)
{
    internal static ExpectedIntervals Of(ExpectedPrecision precision) => new(precision.Agreement, precision.Alpha, precision.PerClass, ExpectedPrecision.AssumedAgreement);
}
