using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement.Ties;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>What admins have decided for everybody.</summary>
public static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/settings", GetAsync).WithName("GetSettings").WithTags("plan")
            .WithSummary("What admins have decided for the campaign: its name, target votes, deadline, time zone, rule for ties, evidence, published display, closed or open; with author and time.")
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        api.MapPut("/settings", SetAsync).WithName("SetSettings").WithTags("admin")
            .WithSummary("Decides all the named settings in one step; null takes one back. With dryRun=true it only says what would change in the figures.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(SessionAuthentication.AdminPolicy);
        api.MapPost("/settings/undo", UndoAsync).WithName("UndoSetting").WithTags("admin")
            .WithSummary("Takes the last decision about one setting back: what counted before is decided again; twice, it is made again. With dryRun=true it only says what would change in the figures. 409 where nothing is decided of it.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAuthorization(SessionAuthentication.AdminPolicy);
    }

    private static async Task<Ok<SettingsAnswer>> GetAsync(LabelShare share, CancellationToken cancellationToken) =>
        TypedResults.Ok(await SettingsAnswer.OfAsync(share, cancellationToken));

    private static string? FaultOf(JsonObject request)
    {
        try
        {
            return request.Count == 0
                ? $"nothing; expected {CampaignSettings.Expected}"
                : request.Select(member => CampaignSettings.WhyNot(member.Key, member.Value)).FirstOrDefault(reason => reason is not null);
        }
        catch (ArgumentException)
        {
            return "a name that stands twice";
        }
    }

    private static async Task<Results<Ok<SettingsAnswer>, ProblemHttpResult>> SetAsync(JsonObject request, HttpContext context, LabelShare share, LiveReview review, bool dryRun = false)
    {
        string? fault = FaultOf(request);
        if (fault is not null)
        {
            return TypedResults.Problem($"Nothing is decided: found {fault}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var set = request.ToDictionary(member => member.Key, member => member.Value?.DeepClone(), StringComparer.Ordinal);
        return await DecideAsync((share, review), set, dryRun ? null : () => share.Decisions.DecideAsync(set, context.User.Identity!.Name!), context.RequestAborted);
    }

    private static async Task<Results<Ok<SettingsAnswer>, ProblemHttpResult>> UndoAsync(string? key, HttpContext context, LabelShare share, LiveReview review, bool dryRun = false)
    {
        if (key is null || !CampaignSettings.Keys.Contains(key, StringComparer.Ordinal))
        {
            return TypedResults.Problem($"Nothing is decided: found {(key is null ? "no key" : $"key={key}")}; expected {string.Join(", ", CampaignSettings.Keys)}.", statusCode: StatusCodes.Status400BadRequest);
        }

        _ = await share.Decisions.LookAsync();
        return await share.Decisions.EarlierAsync(key) is { } earlier
            ? await DecideAsync(
                (share, review),
                new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [key] = earlier.Value },
                dryRun ? null : () => share.Decisions.UndoAsync(key, context.User.Identity!.Name!),
                context.RequestAborted)
            : TypedResults.Problem($"Nothing is decided: {CampaignDecisions.NothingDecided(key)}.", statusCode: StatusCodes.Status409Conflict);
    }

    /// <param name="at">The campaign.</param>
    /// <param name="set">What is decided.</param>
    /// <param name="decide">Returns what programs of an earlier version lack; null: it is asked only.</param>
    /// <param name="cancellationToken">Ends what is read for it.</param>
    private static async Task<Results<Ok<SettingsAnswer>, ProblemHttpResult>> DecideAsync(
        (LabelShare Share, LiveReview Review) at, IReadOnlyDictionary<string, JsonNode?> set, Func<Task<string?>>? decide, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> effects = decide is null ? SettingsEffect.Of(await at.Review.ReadAsync(cancellationToken), set) : [];
        try
        {
            string? lacking = decide is null ? null : await decide();
            SettingsAnswer answer = await SettingsAnswer.OfAsync(at.Share, cancellationToken);
            return TypedResults.Ok(answer with { Stored = decide is not null, Effects = lacking is null ? effects : [lacking] });
        }
        catch (StorageException error)
        {
            return TypedResults.Problem(error.InnerException is TimeoutException ? $"It is not known whether it is decided: {error.Message}" : $"Nothing is decided: {error.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

/// <param name="TargetVotes">Votes that each block is to have; null: not decided.</param>
/// <param name="Deadline">The last day, as 2027-01-31; null: there is none.</param>
/// <param name="TimeZone">In which "per day" is counted; null: each machine's own.</param>
/// <param name="Closed">No label is taken any more.</param>
public sealed record SettingsAnswer(int? TargetVotes, DateOnly? Deadline, string? TimeZone, bool Closed)
{
    /// <summary>What the campaign is called; null: not decided.</summary>
    public string? Name { get; init; }

    /// <summary>What the consensus of a tie is: first (the smallest label), none, or reliable (the likeliest by Dawid-Skene).</summary>
    public required string TieRule { get; init; }

    /// <summary>Whether evidence of decisions is asked for; null: not decided, classes.json says it.</summary>
    public bool? Evidence { get; init; }

    /// <summary>The display published for everyone; null: none.</summary>
    public JsonElement? Display { get; init; }

    /// <summary>How many votes each block is to have now: the plan says it where there is one; null: nothing is said.</summary>
    public int? VotesWanted { get; init; }

    /// <summary>Who says so, in words.</summary>
    public string? VotesWantedBy { get; init; }

    /// <summary>Who decided what stands, and when.</summary>
    public IReadOnlyList<SettingDecided> Decided { get; init; } = [];

    /// <summary>Of a request that decides: it is on disk. False: it was asked only. Null: nothing was to be decided.</summary>
    public bool? Stored { get; init; }

    /// <summary>What would change in the figures, or what programs of an earlier version lack, in words.</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];

    internal static async Task<SettingsAnswer> OfAsync(LabelShare share, CancellationToken cancellationToken)
    {
        PublishedDisplay display = await share.Decisions.ReadDisplayAsync(cancellationToken);
        CampaignSettings settings = share.CampaignSettings.Current;
        _ = await share.Plan.LookedAsync();
        VoteTarget? target = share.Target;
        return new SettingsAnswer(settings.TargetVotes, settings.Deadline, settings.TimeZone, settings.IsClosed)
        {
            Name = settings.Name,
            TieRule = TieRules.Text(settings.Ties),
            Evidence = settings.Evidence,
            Display = display.Display,
            VotesWanted = target?.Votes,
            VotesWantedBy = target?.Source,
            Decided = [.. settings.Decided.OrderBy(decided => decided.Key, StringComparer.Ordinal).Select(decided => new SettingDecided(decided.Key, decided.Value.By, decided.Value.At))],
        };
    }
}

/// <param name="Key">Of the setting.</param>
/// <param name="By">Who decided what stands, or took it back.</param>
/// <param name="At">When.</param>
public sealed record SettingDecided(string Key, string By, DateTimeOffset At);
