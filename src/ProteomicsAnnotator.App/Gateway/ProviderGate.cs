using System.Text;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.SigningIn.Provider;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// Where people sign in at a provider, a session's cookie is the way in. Without one there are the way to the provider, the way back, and
/// the words after signing out; everything else gets 401 and no data.
/// </summary>
public sealed class ProviderGate(SignIns signIns, ServerAddress address)
{
    /// <summary>Where signing out leads.</summary>
    public const string SignedOutPath = "/signed-out";

    /// <summary>The query of the sign-in page for somebody who signed out before.</summary>
    private const string Again = "again";

    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        string? cookie = request.Cookies[address.SessionCookie];
        _ = request.Headers.Remove(ServeSettings.DefaultUserHeader);
        bool isGet = HttpMethods.IsGet(request.Method);
        switch (request.Path.Value)
        {
            case SignInPage.Path when isGet:
                return BeginAsync(context, next);
            case ProviderAuthentication.ReturnPath when isGet:
                return next(context);
            case SignedOutPath when isGet:
                return WriteSignedOutAsync(context);
            case "/" when isGet && !signIns.TryGet(cookie, out _):
                context.Response.Redirect(signIns.HasSignedOut(cookie) ? SignedOutPath : SignInPage.Path + request.QueryString.ToUriComponent());
                return Task.CompletedTask;
        }

        if (!signIns.TryGet(cookie, out _) && !IsPageOfBefore(request, cookie))
        {
            return Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, $"Nobody is signed in: open {address.Origin}{SignInPage.Path} in a browser, and send its cookie {address.SessionCookie} along.");
        }

        return ProxyGate.IsOldTransport(request)
            ? Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "The page's connection is a WebSocket: a proxy has to pass Upgrade and Connection on.")
            : next(context);
    }

    /// <summary>An open page whose sign-in is over connects to hear that its circuit is: then it loads again. Its circuit is given to nobody without a session.</summary>
    private bool IsPageOfBefore(HttpRequest request, string? cookie) =>
        request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) && signIns.Knows(cookie);

    /// <summary>What the address asks for is where the way ends.</summary>
    private static Task BeginAsync(HttpContext context, RequestDelegate next)
    {
        bool asksAgain = context.Request.Query.ContainsKey(Again);
        context.Request.QueryString = QueryString.Create(context.Request.Query.Where(part => part.Key != Again));
        context.Features.Set(new ProviderChallenge(asksAgain));
        return next(context);
    }

    private static Task WriteSignedOutAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            SignInPage.Page("signed-out.html", PageTheme.Of(context.Request)).Replace("{again}", $"{SignInPage.Path}?{Again}", StringComparison.Ordinal), Encoding.UTF8, context.RequestAborted);
    }
}
