using Microsoft.AspNetCore.Http.Features;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>Behind a listed proxy the header that it sets is the sign-in: no token, no page to sign in at.</summary>
public sealed class ProxyGate(ServeSettings settings, SignInAudit audit)
{
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Request.Headers;
        string[] names = [.. headers[settings.UserHeader].OfType<string>()];
        _ = headers.Remove(settings.UserHeader);
        string? words = null;
        int status = StatusCodes.Status403Forbidden;
        string? username = null;
        if (names is [] or [""])
        {
            (status, words) = (StatusCodes.Status401Unauthorized, $"The proxy does not say who you are: it sent no {settings.UserHeader}.");
        }
        else if (names.Length > 1)
        {
            (status, words) = (StatusCodes.Status400BadRequest, $"{settings.UserHeader} came {names.Length} times: the proxy has to replace what a browser sends.");
        }
        else if (!names[0].All(char.IsAscii) || !Username.TryParse(names[0], out username))
        {
            words = $"The proxy says that you are '{SignInAudit.Shown(names[0])}', which is no username here: expected {Username.Rule}.";
        }

        if (words is not null)
        {
            audit.Refused(words, context);
            return Problems.WriteWordsAsync(context, status, words);
        }

        context.Features.Set(new ProxyUser(username!));
        return IsOldTransport(context.Request)
            ? Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "The page's connection is a WebSocket: the proxy has to pass Upgrade and Connection on.")
            : next(context);
    }

    /// <summary>Each request of these has a sign-in of its own; a WebSocket has the one that it was opened with.</summary>
    internal static bool IsOldTransport(HttpRequest request) =>
        (request.Path.Value ?? "").TrimEnd('/').Equals("/_blazor", StringComparison.OrdinalIgnoreCase)
        && !(request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
            && request.HttpContext.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true });
}
