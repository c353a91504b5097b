using ProteomicsAnnotator.App.Http;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// Refuses what a foreign web page makes a browser send: another Origin than this program's on an unsafe method, or on the page's own
/// connection, gets 403. Scheme and host of the request are the program's own by then.
/// </summary>
public static class OriginGuard
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        bool guarded = !IsSafe(request.Method) || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);
        return guarded && IsForeign(request)
            ? Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "The request comes from another origin.")
            : next(context);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static bool IsForeign(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (origin.Length > 0)
        {
            var own = new Uri($"{request.Scheme}://{request.Host.ToUriComponent()}");
            return !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? from)
                && from.Scheme == own.Scheme && from.Port == own.Port && from.IdnHost.Equals(own.IdnHost, StringComparison.OrdinalIgnoreCase));
        }

        return request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
    }
}
