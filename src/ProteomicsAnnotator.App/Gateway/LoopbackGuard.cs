using ProteomicsAnnotator.App.Http;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// Refuses requests that a foreign web page could make this browser send: a Host that is no loopback name (DNS
/// rebinding) gets 421; a foreign Origin on an unsafe method or on the page's own connection gets 403.
/// </summary>
public static class LoopbackGuard
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]"))
        {
            return Problems.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "The Host header names no loopback address.");
        }

        bool guarded = !IsSafe(request.Method) || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);
        if (guarded && IsForeign(request))
        {
            return Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "The request comes from another origin.");
        }

        return next(context);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static bool IsForeign(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            return !string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
        }

        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
    }
}
