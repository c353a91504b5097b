using System.Net;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>How <c>serve</c> is reached and who signs people in; complete and checked.</summary>
public sealed record ServeSettings
{
    /// <summary>In which a listed proxy shows that it is the proxy.</summary>
    public const string SecretHeader = "X-Annotator-Proxy-Secret";

    public const string DefaultUserHeader = "X-Forwarded-User";

    /// <summary>Where it listens; port 0 takes a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>The address people use: scheme, host and port. Null: the one it listens on.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Addresses whose headers count. None: requests come from browsers themselves.</summary>
    public IReadOnlySet<IPAddress> Proxies { get; init; } = new HashSet<IPAddress>();

    /// <summary>The header in which a listed proxy names who has signed in there.</summary>
    public string UserHeader { get; init; } = DefaultUserHeader;

    /// <summary>What a listed proxy sends in <see cref="SecretHeader"/>; null: its address is enough.</summary>
    public string? ProxySecret { get; init; }

    /// <summary>Where people sign in; null: at the proxy, or with the start token.</summary>
    public ProviderSettings? Provider { get; init; }

    /// <summary>TLS of its own; null: plain HTTP, on loopback or to a proxy.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>Of OpenTelemetry, to which measurements and traces go; null: nothing is measured.</summary>
    public Uri? Collector { get; init; }

    /// <summary>Requests come through listed proxies only.</summary>
    public bool IsBehindProxy => Proxies.Count > 0;

    /// <summary>A listed proxy's header says who somebody is.</summary>
    public bool IsSignedInByProxy => IsBehindProxy && Provider is null;
}
