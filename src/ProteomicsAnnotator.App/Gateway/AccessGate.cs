using ProteomicsAnnotator.App.Http;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// Lets a request in that shows the start token: as a cookie, as a bearer token, or once as <c>?token=</c> or
/// <c>?code=</c>, which set the cookie and redirect to "/" with the rest of the address. What is shown and wrong is refused even beside a valid
/// cookie. Everything else gets 401 and no data.
/// </summary>
public sealed class AccessGate
{
    /// <summary>Where a second start asks for a one-use code.</summary>
    public const string CodePath = "/instance/code";

    private const string Bearer = "Bearer ";

    private readonly AccessToken _token;
    private readonly OneTimeCodes? _codes;
    private readonly InstanceSecret? _secret;
    private readonly ServerAddress _address;

    /// <param name="token">The start token.</param>
    /// <param name="codes">Null: none are taken.</param>
    /// <param name="secret">Of a second start; null: none is handed over to.</param>
    /// <param name="address">Names the cookies.</param>
    public AccessGate(AccessToken token, OneTimeCodes? codes, InstanceSecret? secret, ServerAddress address)
    {
        _token = token;
        _codes = codes;
        _secret = secret;
        _address = address;
    }

    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (HttpMethods.IsGet(request.Method) && request.Query.ContainsKey("token"))
        {
            return Enter(context, _token.Accepts(request.Query["token"]));
        }

        if (HttpMethods.IsGet(request.Method) && request.Query.ContainsKey("code"))
        {
            return Enter(context, _codes is not null && _codes.TryUse(request.Query["code"].ToString()));
        }

        if (HttpMethods.IsPost(request.Method) && request.Path == CodePath)
        {
            return _codes is not null && BearerOf(request) is { } shown && _secret?.Accepts(shown) == true
                ? context.Response.WriteAsync(_codes.Issue(), context.RequestAborted)
                : RefuseAsync(context);
        }

        return IsAllowed(request) ? next(context) : RefuseAsync(context);
    }

    private bool IsAllowed(HttpRequest request) => request.Headers.Authorization.Count > 0
        ? _token.Accepts(BearerOf(request))
        : _token.AcceptsCookie(request.Cookies[_address.TokenCookie]);

    private static string? BearerOf(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
    }

    private Task Enter(HttpContext context, bool accepted)
    {
        if (!accepted)
        {
            return RefuseAsync(context);
        }

        context.Response.Cookies.Append(_address.TokenCookie, _token.CookieValue, _address.Cookie);
        var rest = QueryString.Create(context.Request.Query.Where(part => part.Key is not ("token" or "code")));
        context.Response.Redirect("/" + rest.ToUriComponent());
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(
            context,
            StatusCodes.Status401Unauthorized,
            "Open the link that the program printed when it started, or start the program again.");
    }
}
