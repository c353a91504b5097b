using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>Signing in and out over HTTP: the same sessions as the page's.</summary>
public static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        api.MapPost("/session", SignInAsync).WithName("SignIn").WithTags("session")
            .WithSummary("Signs in; the answer sets the session cookie that the other calls need.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict);
        api.MapGet("/session", Get).WithName("GetSession").WithTags("session")
            .WithSummary("Who is signed in, and whether as an admin.")
            .RequireAuthorization(SessionAuthentication.SignedInPolicy);
        api.MapDelete("/session", SignOut).WithName("SignOut").WithTags("session")
            .WithSummary("Signs out.");
        api.MapGet("/annotators/{username}", DescribeAsync).WithName("DescribeAnnotator").WithTags("session")
            .WithSummary("What the sign-in page says about a name.")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .AddEndpointFilter(RefuseStrangersAsync);
        api.MapGet("/start", DescribeStartAsync).WithName("DescribeStart").WithTags("session")
            .WithSummary("What the sign-in page says about the folders.")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .AddEndpointFilter(RefuseStrangersAsync);
    }

    /// <summary>Behind a proxy there is no sign-in page: whoever is not let in is told nothing of the campaign.</summary>
    private static async ValueTask<object?> RefuseStrangersAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        IsSignedInElsewhere(call.HttpContext) && call.HttpContext.User.Identity?.IsAuthenticated != true
            ? TypedResults.Problem("You are not in this campaign.", statusCode: StatusCodes.Status403Forbidden)
            : await next(call);

    /// <summary>At a proxy or a provider.</summary>
    private static bool IsSignedInElsewhere(HttpContext context) =>
        context.RequestServices.GetRequiredService<AnnotatorOptions>().Serve is { } serve && (serve.IsSignedInByProxy || serve.Provider is not null);

    private static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> SignInAsync(
        SessionRequest request, SignInFlow flow, HttpContext context)
    {
        if (IsSignedInElsewhere(context))
        {
            return TypedResults.Problem(
                context.Features.Get<ProxyUser>() is { } user ? $"The proxy signs you in, as {user.Username}: nothing is to be done here." : "People sign in at the provider: nothing is to be done here.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        if (request.ClassNamesRead is false && await flow.FindOtherClassNamesAsync(context.RequestAborted) is { } other)
        {
            return ClassNamesUnread(other);
        }

        if (request.NotOnRoster is not true && await flow.FindNotOnRosterAsync(request.Username) is { } stranger)
        {
            return NotInCampaign(stranger);
        }

        SignInOutcome outcome = await flow.SignInAsync(request.Username, context);
        return outcome.SignIn is { } signIn
            ? TypedResults.Ok(new SessionAnswer(signIn.Username, signIn.IsAdmin))
            : TypedResults.Problem(outcome.Refusal, statusCode: outcome.IsForbidden ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest);
    }

    private static Ok<SessionAnswer> Get(HttpContext context) =>
        TypedResults.Ok(new SessionAnswer(
            context.User.Identity?.Name ?? "", context.User.IsInRole(SessionAuthentication.AdminRole)));

    /// <summary>For the sign-in page. Where a proxy signs in there is none, and only one's own name is told of.</summary>
    private static async Task<Results<Ok<AnnotatorAnswer>, ProblemHttpResult>> DescribeAsync(string username, SignInFlow flow, HttpContext context) =>
        IsSignedInElsewhere(context) && username != context.User.Identity?.Name
            ? TypedResults.Problem("Only your own name is told of here.", statusCode: StatusCodes.Status403Forbidden)
            : TypedResults.Ok(new AnnotatorAnswer(await flow.DescribeAsync(username, context.RequestAborted)));

    private static async Task<Ok<StartAnswer>> DescribeStartAsync(
        BlockLookup blocks, LabelShare share, SignInFlow flow, EvidenceRecording evidence, AnnotatorOptions options, CancellationToken cancellationToken) =>
        TypedResults.Ok(new StartAnswer(
            await blocks.RootExistsAsync(cancellationToken),
            blocks.KnownCount,
            [.. options.Classes.Items.Select(item => new StartClass(item.Number, VisibleName.Of(item.Name), ClassStyle.Of(options.Classes, item.Number)))],
            share.State.IsAvailable ? null : share.State.Reason,
            share.Notices,
            await flow.FindOtherClassNamesAsync(cancellationToken),
            await evidence.DescribeAsync())
        {
            Campaign = CampaignTitle.Of(options, share.CampaignSettings.Current.Name),
        });

    private static ProblemHttpResult ClassNamesUnread(OtherClassNames other) =>
        TypedResults.Problem(
            "The last labels on this share were given under other class names.",
            statusCode: StatusCodes.Status409Conflict,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["otherClassNames"] = other,
            });

    private static ProblemHttpResult NotInCampaign(NotOnRoster stranger) =>
        TypedResults.Problem(
            stranger.Words,
            statusCode: StatusCodes.Status409Conflict,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["notOnRoster"] = stranger.Username,
                ["proposal"] = stranger.Proposal,
            });

    private static NoContent SignOut(SignInFlow flow, HttpContext context)
    {
        flow.SignOut(context);
        return TypedResults.NoContent();
    }
}

/// <summary>"Switch user" of the page: a form, so that it works while the page's connection is broken.</summary>
public static class SignOutForm
{
    public static void MapSignOut(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-out", PostAsync).ExcludeFromDescription();
        routes.MapGet("/sign-out", (HttpContext context) => context.Response.Redirect(SignInPage.Path)).ExcludeFromDescription();
    }

    private static async Task<IResult> PostAsync(HttpContext context, IAntiforgery antiforgery, SignInFlow flow)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.Problem("The form is out of date: load the page again.", statusCode: StatusCodes.Status400BadRequest);
        }

        flow.SignOut(context);
        return TypedResults.Redirect(context.RequestServices.GetRequiredService<AnnotatorOptions>().Serve is { Provider: not null } ? ProviderGate.SignedOutPath : SignInPage.Path);
    }
}

/// <param name="Username">Who signs in.</param>
/// <param name="ClassNamesRead">
/// False asks first: where a class number used on the share has another name here, the answer is 409 with both lists.
/// </param>
/// <param name="NotOnRoster">
/// True: the name is meant, though nobody in the plan has it. Else the answer is 409 with the name that may be meant.
/// </param>
public sealed record SessionRequest(string? Username, bool? ClassNamesRead = null, bool? NotOnRoster = null);

public sealed record SessionAnswer(string Username, bool IsAdmin);

/// <param name="DataRootExists">False: there is no such folder.</param>
/// <param name="Blocks">How many it holds; null while they are looked for.</param>
/// <param name="Classes">What the number keys mean.</param>
/// <param name="ShareProblem">Why labels cannot reach the share now; null when they can.</param>
/// <param name="Notices">What opening the share noticed.</param>
/// <param name="OtherClassNames">To be read before labelling; null when the classes mean the same everywhere.</param>
/// <param name="Evidence">What is recorded of decisions, for whom and how long, or why it is not; null: nobody asks for it.</param>
public sealed record StartAnswer(
    bool DataRootExists, int? Blocks, IReadOnlyList<StartClass> Classes, string? ShareProblem, IReadOnlyList<string> Notices, OtherClassNames? OtherClassNames, string? Evidence)
{
    /// <summary>What the campaign is called: as admins decided, else as the data folder is.</summary>
    public required string Campaign { get; init; }
}

/// <param name="Number">Its key.</param>
/// <param name="Name">For the eye.</param>
/// <param name="Style">CSS variables of its dot.</param>
public sealed record StartClass(int Number, string Name, string Style);

/// <param name="Text">"known: 1,204 labels, last on HOST", "new annotator", "not a username", or why the share cannot say it.</param>
public sealed record AnnotatorAnswer(string Text);
