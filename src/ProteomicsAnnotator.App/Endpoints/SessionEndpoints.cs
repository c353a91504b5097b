using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Signing in and out over HTTP: the same sessions as the page's.</summary>
public static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        api.MapPost("/session", SignInAsync).WithName("SignIn").WithTags("session")
            .ProducesProblem(StatusCodes.Status409Conflict);
        api.MapGet("/session", Get).WithName("GetSession").WithTags("session")
            .RequireAuthorization(AnnotatorServer.SignedInPolicy);
        api.MapDelete("/session", SignOut).WithName("SignOut").WithTags("session");
        api.MapGet("/annotators/{username}", DescribeAsync).WithName("DescribeAnnotator").WithTags("session")
            .WithSummary("What the sign-in page says about a name.");
        api.MapGet("/start", DescribeStartAsync).WithName("DescribeStart").WithTags("session")
            .WithSummary("What the sign-in page says about the folders.");
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> SignInAsync(
        SessionRequest request, SignInDesk desk, HttpContext context)
    {
        if (request.ClassNamesRead is false && await desk.FindOtherClassNamesAsync(context.RequestAborted) is { } other)
        {
            return ClassNamesUnread(other);
        }

        SignInOutcome outcome = await desk.SignInAsync(request.Username, context);
        return outcome.SignIn is { } signIn
            ? TypedResults.Ok(new SessionAnswer(signIn.Username, signIn.IsAdmin))
            : TypedResults.Problem(outcome.Refusal, statusCode: StatusCodes.Status400BadRequest);
    }

    private static Ok<SessionAnswer> Get(HttpContext context) =>
        TypedResults.Ok(new SessionAnswer(
            context.User.Identity?.Name ?? "", context.User.IsInRole(SessionAuthentication.AdminRole)));

    private static async Task<Ok<AnnotatorAnswer>> DescribeAsync(string username, SignInDesk desk, HttpContext context) =>
        TypedResults.Ok(new AnnotatorAnswer(await desk.DescribeAsync(username, context.RequestAborted)));

    private static async Task<Ok<StartAnswer>> DescribeStartAsync(
        BlockLookup blocks, LabelShare share, SignInDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(new StartAnswer(
            await blocks.RootExistsAsync(cancellationToken),
            share.State.IsAvailable ? null : share.State.Reason,
            share.Notices,
            await desk.FindOtherClassNamesAsync(cancellationToken)));

    private static ProblemHttpResult ClassNamesUnread(OtherClassNames other) =>
        TypedResults.Problem(
            "The last labels on this share were given under other class names.",
            statusCode: StatusCodes.Status409Conflict,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["otherClassNames"] = other,
            });

    private static NoContent SignOut(SignInDesk desk, HttpContext context)
    {
        desk.SignOut(context);
        return TypedResults.NoContent();
    }
}
