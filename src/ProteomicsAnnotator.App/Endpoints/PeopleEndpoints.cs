using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Whose labels count in every figure and export, and which names are one person's. For admins only.</summary>
public static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        RouteGroupBuilder people = api.MapGroup("/people").WithTags("admin")
            .RequireAuthorization(SessionAuthentication.AdminPolicy)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        people.MapGet("/", GetAsync).WithName("GetPeople")
            .WithSummary("Everybody who has given labels: how many, who is excluded and why, and which names are one person's.");
        people.MapPut("/{username}", DecideAsync).WithName("SetPerson")
            .WithSummary("Excludes a person from every figure and export with a reason, or says whose name it is. A member that is null takes that back; one that is missing stays. With dryRun=true it only says what would change.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<PersonAnswer>>> GetAsync(LiveReview review, CancellationToken cancellationToken)
    {
        AllVotes votes = await review.ReadPeopleAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<PersonAnswer>>([.. votes.Names.Select(name => PersonAnswer.Of(votes, name))]);
    }

    private static async Task<Results<Ok<PersonEffect>, ProblemHttpResult>> DecideAsync(
        string username, JsonObject request, HttpContext context, LabelShare share, LiveReview review, bool dryRun = false)
    {
        if (!TryRead(request, out PersonChange change))
        {
            return TypedResults.Problem(
                """Nothing is decided: expected {"excluded": {"reason": "..."}} or {"sameAs": "alice"}; null takes it back.""", statusCode: StatusCodes.Status400BadRequest);
        }

        AllVotes votes = await review.ReadPeopleAsync(context.RequestAborted);
        string name = Username.TryParse(username, out string? parsed) ? parsed : UnicodeForm.ToNfc(username);
        if (!votes.Names.Contains(name, StringComparer.Ordinal))
        {
            return TypedResults.Problem("Nothing is decided: no annotator has this name.", statusCode: StatusCodes.Status404NotFound);
        }

        if (PeopleEffect.WhyNot(votes, name, change) is { } reason)
        {
            return TypedResults.Problem($"Nothing is decided: {reason}.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            if (!dryRun)
            {
                await PeopleDecisions.WriteAsync(share.Root, new Dictionary<string, PersonChange>(StringComparer.Ordinal) { [name] = change }, context.User.Identity!.Name!);
            }

            return TypedResults.Ok(new PersonEffect(!dryRun, PeopleEffect.Words(votes, name, change)));
        }
        catch (StorageException error)
        {
            return TypedResults.Problem(error.InnerException is TimeoutException ? $"It is not known whether it is decided: {error.Message}" : $"Nothing is decided: {error.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static bool TryRead(JsonObject request, out PersonChange change)
    {
        change = default;
        try
        {
            foreach ((string member, JsonNode? value) in request)
            {
                switch (member, value)
                {
                    case ("excluded", null):
                        change = change with { Exclusion = new PersonExclusion(null) };
                        break;
                    case ("excluded", JsonObject { Count: 1 } exclusion) when exclusion["reason"] is JsonValue reason && reason.TryGetValue(out string? text):
                        change = change with { Exclusion = new PersonExclusion(text) };
                        break;
                    case ("sameAs", null):
                        change = change with { Sameness = new PersonSameness(null) };
                        break;
                    case ("sameAs", JsonValue name) when name.TryGetValue(out string? told) && Username.TryParse(told, out string? person):
                        change = change with { Sameness = new PersonSameness(person) };
                        break;
                    default:
                        return false;
                }
            }
        }
        catch (ArgumentException)
        {
            // A name that stands twice.
            return false;
        }

        return change != default;
    }
}

/// <param name="Username">The name that labels were given under.</param>
/// <param name="Labels">How many were given under it.</param>
/// <param name="Excluded">Why they count nowhere; null: they count.</param>
/// <param name="SameAs">Whose name it is; null: the person's own.</param>
public sealed record PersonAnswer(string Username, int Labels, ExcludedPerson? Excluded, SamePerson? SameAs)
{
    internal static PersonAnswer Of(AllVotes votes, string name) => new(
        name,
        votes.GivenAs(name)?.Votes.Count ?? 0,
        votes.People.Excluded.TryGetValue(name, out ExcludedPerson excluded) ? excluded : null,
        votes.People.Same.TryGetValue(name, out SamePerson same) ? same : null);
}

/// <param name="Stored">Decided; false: it was asked only.</param>
/// <param name="Effect">What changes, in words, with counts.</param>
public sealed record PersonEffect(bool Stored, string Effect);
