using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Makes a consensus that is certain enough the final label of many blocks.</summary>
public static class AcceptanceEndpoint
{
    public static void MapAcceptance(this IEndpointRouteBuilder admin) =>
        admin.MapPost("/final-labels", AcceptAsync).WithName("AcceptConsensus")
            .WithSummary("Makes the consensus the final label where it is certain enough, as one step; with dryRun it only counts.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>What was set when it came first; what else was counted then is not known any more.</summary>
    private static Results<Ok<AcceptanceAnswer>, ProblemHttpResult> Repeated(IReadOnlyDictionary<LabelKey, int?>? before, HttpContext http)
    {
        var result = before is null ? new LabelResult(LabelPlace.Unknown, "not confirmed: the database does not answer. The same decision is to be sent again") : LabelResult.OnShare;
        return LabelAnswer.Refusal(result, http) is { } refusal ? refusal : TypedResults.Ok(AcceptanceAnswer.Of([.. before!.Values.OfType<int>()]));
    }

    private static async Task<Results<Ok<AcceptanceAnswer>, ProblemHttpResult>> AcceptAsync(HttpContext http, LabelShare share, LiveReview review, AcceptanceRequest request)
    {
        if (request.Fault is { } wrong)
        {
            return TypedResults.Problem(wrong, statusCode: StatusCodes.Status400BadRequest);
        }

        (DecisionTicket? ticket, string? fault) = DecisionHeaders.Read(http);
        if (fault is not null)
        {
            return MarkRequest.Refuse(fault);
        }

        ReviewTable everyone = await review.ReadAsync(http.RequestAborted);
        var exclusion = Exclusion.Of(everyone, [.. http.Request.Query["exclude"].OfType<string>()]);
        if (exclusion.Fault is { } unknown)
        {
            return TypedResults.Problem($"exclude: {unknown}.", statusCode: StatusCodes.Status400BadRequest);
        }

        ReviewTable table = exclusion.Table;
        if (table.Annotators.FirstOrDefault(annotator => annotator.Fault is not null) is { } unread)
        {
            return TypedResults.Problem($"Nothing is set, as labels of {unread.Username} are missing: {unread.Fault}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        if (request.Missing(table) is { } missing)
        {
            return TypedResults.Problem($"Nothing is set: there is no block '{missing}'.", statusCode: StatusCodes.Status404NotFound);
        }

        IReadOnlyDictionary<BlockId, GoldAnswer> known = await Task.Run(share.Gold.Read, http.RequestAborted).WaitAsync(http.RequestAborted);
        ConsensusCertainty certainty = await Task.Run(() => ConsensusCertainty.Of(table, known.ToDictionary(answer => answer.Key, answer => answer.Value.Label)), http.RequestAborted);
        Acceptance acceptance = certainty.Accept(request.Listed(table), request.Certainty!.Value, request.LeastVotes);
        FinalLabels finals = await share.OpenFinalLabelsAsync(http.User.Identity!.Name!, http.RequestAborted);
        await finals.SyncAsync().WaitAsync(http.RequestAborted);
        if (!request.DryRun && await finals.FindAsync(ticket) is var before && before is not { Count: 0 })
        {
            return Repeated(before, http);
        }

        acceptance = acceptance.WithDecided(block => finals.Current.Find(new LabelKey(null, block)) is not null);
        var answer = AcceptanceAnswer.Of(acceptance, certainty.At(request.Certainty.Value), isSet: !request.DryRun && acceptance.Labels.Count > 0);
        if (request.Blocks is not null)
        {
            // Counts of named blocks tell their consensus.
            share.Shown.Of(http.User.Identity!.Name!).Add(acceptance.Labels.Keys);
        }

        if (!answer.IsSet)
        {
            return TypedResults.Ok(answer);
        }

        LabelResult result = await finals.SetAsync(acceptance.Labels.ToDictionary(item => new LabelKey(null, item.Key), item => item.Value), CancellationToken.None, acceptance.Reason, key => table.Input.Points(key.Block), ticket);
        share.Shown.Of(http.User.Identity!.Name!).Add(result.Accepted ? acceptance.Labels.Keys : []);
        return LabelAnswer.Refusal(result, http) is { } refusal ? refusal : TypedResults.Ok(answer);
    }
}

/// <param name="Certainty">The probability of the consensus, at least: 0.5 to 1.</param>
/// <param name="LeastVotes">Votes of a block, at least.</param>
/// <param name="Blocks">Which to look at; null: all that wait for a decision.</param>
/// <param name="DryRun">True: nothing is set.</param>
public sealed record AcceptanceRequest(double? Certainty, int LeastVotes = 2, IReadOnlyList<string?>? Blocks = null, bool DryRun = false)
{
    internal string? Fault => this switch
    {
        { Certainty: null or not (>= 0.5 and <= 1) } => "Expected {\"certainty\": P} with a probability from 0.5 to 1.",
        { LeastVotes: < 1 or > PlanRequest.MostVotes } => $"Found \"leastVotes\": {LeastVotes}; expected 1 to {PlanRequest.MostVotes}.",
        { Blocks: { } names } when names.Any(name => name is null) => "Found a block without a name in \"blocks\".",
        _ => null,
    };

    internal string? Missing(ReviewTable table) => Blocks?.FirstOrDefault(name => Find(table, name) is null);

    internal IEnumerable<BlockId> Listed(ReviewTable table) => Blocks is { } names
        ? names.Select(name => Find(table, name)!.Value)
        : table.Rows.Where(row => row.IsContested).Select(row => row.Block);

    private static BlockId? Find(ReviewTable table, string? name) => BlockId.TryParse(name, out BlockId block) && table.Find(block) is not null ? block : null;
}

/// <param name="IsSet">The final labels are set.</param>
/// <param name="Blocks">Blocks that got one, or would.</param>
/// <param name="Classes">Of these, by the number of the class.</param>
/// <param name="Listed">Blocks that were looked at.</param>
/// <param name="Decided">Of these the ones that have a final label, which stays.</param>
/// <param name="FewVotes">Those with fewer votes than asked for.</param>
/// <param name="Unsure">Those without a consensus that is certain enough.</param>
/// <param name="Waiting">Disagreements that wait for a decision.</param>
/// <param name="NeedPerson">Of these the ones whose consensus is not certain enough.</param>
/// <param name="Right">How often the others would be right; null: too few known answers and final labels tell.</param>
public sealed record AcceptanceAnswer(
    bool IsSet, int Blocks, IReadOnlyDictionary<string, int> Classes, int Listed, int Decided, int FewVotes, int Unsure, int Waiting, int NeedPerson, double? Right)
{
    /// <summary>Of what was set before.</summary>
    internal static AcceptanceAnswer Of(IReadOnlyList<int> labels) => new(
        IsSet: true,
        labels.Count,
        labels.Order().CountBy(label => label).ToDictionary(item => item.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), item => item.Value, StringComparer.Ordinal),
        labels.Count, Decided: 0, FewVotes: 0, Unsure: 0, Waiting: 0, NeedPerson: 0, Right: null);

    internal static AcceptanceAnswer Of(Acceptance acceptance, StopRule rule, bool isSet) => new(
        isSet,
        acceptance.Labels.Count,
        acceptance.Classes.ToDictionary(item => item.Label.ToString(System.Globalization.CultureInfo.InvariantCulture), item => item.Blocks, StringComparer.Ordinal),
        acceptance.Listed,
        acceptance.Decided,
        acceptance.FewVotes,
        acceptance.Unsure,
        rule.Waiting,
        rule.NeedPerson,
        rule.Right);
}
