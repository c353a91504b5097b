using Microsoft.AspNetCore.Antiforgery;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>"Switch user" of the page: a form, so that it works while the page's connection is broken.</summary>
public static class SignOutForm
{
    public static void MapSignOut(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-out", PostAsync).ExcludeFromDescription();
        routes.MapGet("/sign-out", (HttpContext context) => context.Response.Redirect(SignInPage.Path)).ExcludeFromDescription();
    }

    private static async Task<IResult> PostAsync(HttpContext context, IAntiforgery antiforgery, SignInDesk desk)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.Problem("The form is out of date: load the page again.", statusCode: StatusCodes.Status400BadRequest);
        }

        desk.SignOut(context);
        return TypedResults.Redirect(SignInPage.Path);
    }
}
