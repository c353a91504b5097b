using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// Display settings of the caller, for a page that closes: a request sent with keepalive outlives the page, its
/// connection does not.
/// </summary>
public static class PreferencesEndpoints
{
    public static void MapPreferences(this IEndpointRouteBuilder api) =>
        api.MapPut("/preferences", PutAsync).WithName("PutPreferences").WithTags("preferences")
            .WithSummary("Replaces or changes the caller's display settings.")
            .RequireAuthorization(SessionAuthentication.SignedInPolicy)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        PreferencesRequest request, HttpContext context, LabelShare share)
    {
        if (request is not ({ Display.ValueKind: JsonValueKind.Object } or { Change.ValueKind: JsonValueKind.Object }))
        {
            return TypedResults.Problem("Expected {\"display\": {...}} or {\"change\": {...}}.", statusCode: StatusCodes.Status400BadRequest);
        }

        if ((request.Display ?? request.Change)!.Value.GetRawText().Length > Preferences.MaxBytes)
        {
            return TypedResults.Problem(
                $"Display settings of more than {Preferences.MaxBytes} bytes are not kept.",
                statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        string user = context.User.Identity!.Name!;
        if (request.Username is { } owner && owner != user)
        {
            return TypedResults.Problem(
                $"The settings are {owner}'s, but {user} is signed in now.", statusCode: StatusCodes.Status409Conflict);
        }

        try
        {
            string? reason = await KeepAsync(share.Preferences, user, request);
            return reason is null
                ? TypedResults.NoContent()
                : TypedResults.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (FormatException fault)
        {
            return TypedResults.Problem(fault.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<string?> KeepAsync(Preferences preferences, string user, PreferencesRequest request)
    {
        JsonElement? display = request.Display;
        if (request.Change is { } change)
        {
            PreferencesRead kept = await preferences.ReadAsync(user, CancellationToken.None);
            if (kept.Problem is not null)
            {
                return kept.Problem;
            }

            display = DisplayChange.Applied(display ?? kept.Display, change);
        }

        return await preferences.WriteAsync(user, display, null, CancellationToken.None);
    }
}

/// <param name="Username">The owner of the page that sends it; absent: the caller.</param>
/// <param name="Display">The viewer's settings; they replace the stored ones.</param>
/// <param name="Change">The difference to the stored settings: <see cref="DisplayChange"/>.</param>
public sealed record PreferencesRequest(string? Username, JsonElement? Display, JsonElement? Change);
