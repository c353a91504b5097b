using System.Net;
using System.Net.Sockets;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>
/// The first to see a request at a server. Where proxies are listed, everything comes through one of them, with the secret if there is
/// one; only then its X-Forwarded headers count. Scheme and host must be those of the public address, and the request has exactly
/// these from then on. Whoever asks directly whether the server lives and is ready is answered.
/// </summary>
public sealed class ServerGuard
{
    private const string ForwardedProto = "X-Forwarded-Proto";
    private const string ForwardedHost = "X-Forwarded-Host";
    private const string ForwardedFor = "X-Forwarded-For";

    private readonly ServeSettings _settings;
    private readonly ServerAddress _address;
    private readonly SignInAudit _audit;
    private readonly AccessToken? _secret;

    public ServerGuard(ServeSettings settings, ServerAddress address, SignInAudit audit)
    {
        (_settings, _address, _audit) = (settings, address, audit);
        _secret = settings.ProxySecret is { } secret ? new AccessToken(secret) : null;
    }

    /// <param name="context">The request.</param>
    /// <param name="next">Goes on with one that is let in.</param>
    /// <param name="probe">Answers whether the server lives and is ready.</param>
    public Task CheckAsync(HttpContext context, RequestDelegate next, RequestDelegate probe)
    {
        bool isProxy = _settings.Proxies.Contains(Plain(context.Connection.RemoteIpAddress));
        if (IsProbe(context.Request) && !(isProxy && _settings.IsSignedInByProxy && context.Request.Headers.ContainsKey(_settings.UserHeader)))
        {
            if (isProxy)
            {
                SetClient(context);
            }

            return probe(context);
        }

        if (_settings.IsBehindProxy && !isProxy)
        {
            return RefuseAsync(context, StatusCodes.Status403Forbidden, $"This server is used at {_address.Origin}: requests come through its proxy only.");
        }

        (int status, string? words) = isProxy ? CheckProxy(context) : (0, null);
        (status, words) = words is null ? CheckAddress(context, isProxy) : (status, words);
        if (words is not null)
        {
            return RefuseAsync(context, status, words);
        }

        Forget(context.Request.Headers);
        context.Request.Scheme = _address.Url.Scheme;
        // Browsers name a port only where it is not the scheme's own.
        context.Request.Host = new HostString(_address.Url.Authority);
        return next(context);
    }

    private (int Status, string? Words) CheckProxy(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (_secret is not null && (headers[ServeSettings.SecretHeader] is not [{ } shown] || !_secret.Accepts(shown)))
        {
            return (StatusCodes.Status403Forbidden, $"The proxy at {context.Connection.RemoteIpAddress} does not send the secret of ANNOTATOR_PROXY_SECRET_FILE in {ServeSettings.SecretHeader}.");
        }

        foreach (string name in (string[])[ForwardedProto, ForwardedHost])
        {
            if (headers[name].Count > 1 || headers[name].ToString().Contains(',', StringComparison.Ordinal))
            {
                return (StatusCodes.Status400BadRequest, $"{name} says more than one thing: the proxy has to set it, not to add to it.");
            }
        }

        SetClient(context);
        return (0, null);
    }

    private (int Status, string? Words) CheckAddress(HttpContext context, bool isProxy)
    {
        HttpRequest request = context.Request;
        string proto = isProxy && request.Headers[ForwardedProto] is [{ Length: > 0 } said] ? said : request.Scheme;
        HostString host = isProxy && request.Headers[ForwardedHost] is [{ Length: > 0 } named] ? new HostString(named) : request.Host;
        if (!proto.Equals(_address.Url.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return (StatusCodes.Status421MisdirectedRequest, $"This server is used at {_address.Origin}, and the request came over {SignInAudit.Shown(proto)}: the proxy has to set {ForwardedProto}.");
        }

        bool isOwn = host.HasValue && host.Host.Equals(HostString.FromUriComponent(_address.Url).Host, StringComparison.OrdinalIgnoreCase)
            && (host.Port ?? (_address.IsSecure ? 443 : 80)) == _address.Url.Port;
        return isOwn ? (0, null) : (StatusCodes.Status421MisdirectedRequest, $"This server is used at {_address.Origin}, and the request names another host. Behind a proxy, that has to pass Host on.");
    }

    /// <summary>Limits by address are the client's, not the proxy's, which is everybody's.</summary>
    private static void SetClient(HttpContext context) => context.Features.Set(new ClientAddress(LastOf(context.Request.Headers[ForwardedFor].ToString())));

    /// <summary>Nothing behind this asks them again, and nothing may be misled by them.</summary>
    private static void Forget(IHeaderDictionary headers)
    {
        foreach (string name in (string[])[ServeSettings.SecretHeader, ForwardedProto, ForwardedHost, ForwardedFor])
        {
            _ = headers.Remove(name);
        }
    }

    private Task RefuseAsync(HttpContext context, int status, string words)
    {
        _audit.Refused(words, context);
        return Problems.WriteWordsAsync(context, status, words);
    }

    private static bool IsProbe(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Value is "/healthz" or "/readyz";

    /// <summary>The one that the proxy itself added. Null: none, or no address.</summary>
    private static string? LastOf(string forwarded) =>
        IPAddress.TryParse(forwarded.Split(',')[^1].Trim(), out IPAddress? address) ? Plain(address).ToString() : null;

    private static IPAddress Plain(IPAddress? address) => address switch
    {
        null => IPAddress.None,
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
        _ => address,
    };
}
