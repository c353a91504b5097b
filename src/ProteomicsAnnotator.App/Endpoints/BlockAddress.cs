using Microsoft.AspNetCore.Http.Features;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// The block id at the end of a request's path. Routing leaves %2F as it is and turns %252F into %2F, after which a
/// slash that a client escaped cannot be told from a folder that is really named so: the path as it came tells.
/// </summary>
internal static class BlockAddress
{
    /// <param name="context">The request.</param>
    /// <param name="routed">What routing made of the end of the path.</param>
    public static string Of(HttpContext context, string routed)
    {
        if (!routed.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return routed;
        }

        string raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        string[] segments = raw.Split('?', 2)[0].Split('/');
        int own = routed.Split('/').Length;
        return own < segments.Length
            ? string.Join('/', segments[^own..].Select(Uri.UnescapeDataString))
            : routed.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }
}
