using System.Security.Claims;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>The session id of a request that passed the sign-in check.</summary>
public static class SessionCookie
{
    public static string SessionIdOf(HttpContext context) =>
        context.User.FindFirstValue(SessionAuthentication.SessionClaim)
        ?? throw new InvalidOperationException("The request is not signed in.");
}
