using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Sessions;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Signing in and out over HTTP: the same sessions as the page's.</summary>
public static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        api.MapPost("/session", SignInAsync).WithName("SignIn").WithTags("session");
        api.MapGet("/session", Get).WithName("GetSession").WithTags("session")
            .RequireAuthorization(AnnotatorServer.SignedInPolicy);
        api.MapDelete("/session", SignOut).WithName("SignOut").WithTags("session");
        api.MapGet("/annotators/{username}", DescribeAsync).WithName("DescribeAnnotator").WithTags("session")
            .WithSummary("What the sign-in page says about a name.");
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> SignInAsync(
        SessionRequest request, SignInDesk desk, HttpContext context)
    {
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

    private static NoContent SignOut(SignInDesk desk, HttpContext context)
    {
        desk.SignOut(context);
        return TypedResults.NoContent();
    }
}
