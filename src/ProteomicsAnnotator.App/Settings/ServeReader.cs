using System.Net;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>
/// The variables of <c>serve</c> -> <see cref="ServeSettings"/>. What would let in more than was meant is a fault: an address that others
/// reach without TLS before it, a proxy on another machine without a secret, a value that nothing would use.
/// </summary>
/// <param name="value">Variables by name; null where one is not set.</param>
/// <param name="pathIn">The same as an absolute path.</param>
/// <param name="faults">All that is wrong, not just the first.</param>
internal sealed class ServeReader(Func<string, string?> value, Func<string, string?> pathIn, List<ConfigurationFault> faults)
{
    private const string Source = "environment";
    private const string Urls = "ANNOTATOR_URLS";
    private const string PublicUrl = "ANNOTATOR_PUBLIC_URL";
    private const string Proxies = "ANNOTATOR_TRUSTED_PROXIES";
    private const string UserHeader = "ANNOTATOR_USER_HEADER";
    private const string SecretFileName = "ANNOTATOR_PROXY_SECRET_FILE";
    private const string DefaultUrl = "http://127.0.0.1:8080";
    private const int MostProxies = 64;
    private const int LeastSecret = 32;

    /// <summary>Headers with a meaning of their own, which a name of a person must not have.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Cookie", "Authorization", "Origin", "Connection", "Upgrade", "Content-Length", "Content-Type", "Transfer-Encoding",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", ServeSettings.SecretHeader,
    };

    /// <summary>Usable only while there are no faults.</summary>
    public ServeSettings Read(CommandLine commandLine)
    {
        int before = faults.Count;
        RefuseOptions(commandLine);
        (IPEndPoint listen, bool isTls) = ReadUrls();
        Uri? address = ReadPublicUrl();
        ServerCertificate? certificate = new CertificateReader(pathIn, Add, TimeProvider.System.GetUtcNow()).Read(address);
        RefuseLogFormat();
        HashSet<IPAddress> proxies = ReadProxies();
        ProviderSettings? provider = new ProviderReader(value, pathIn, Add).Read();
        var settings = new ServeSettings
        {
            Listen = listen,
            PublicUrl = address,
            Proxies = proxies,
            Provider = provider,
            Certificate = certificate,
            Collector = ReadCollector(),
            UserHeader = ReadUserHeader(proxies.Count > 0, provider is not null),
            ProxySecret = ReadSecret(proxies.Count > 0),
        };
        if (faults.Count == before)
        {
            RefuseHalfOfTls(settings, isTls);
            RefuseOpenDoors(settings);
        }

        return settings;
    }

    private void RefuseOptions(CommandLine commandLine)
    {
        string? found = commandLine switch
        {
            { Demo: true } => "--demo",
            { Port: not null } => "--port",
            { NoBrowser: true } => "--no-browser",
            { VerbArguments: [{ } first, ..] } => first,
            _ => null,
        };
        if (found is not null)
        {
            faults.Add(new ConfigurationFault("command line", "serve", found, $"no options: variables set it up, {Urls} its address, and it has no demo"));
        }
    }

    private void RefuseLogFormat()
    {
        if (value(KnownVariables.LogFormat) is { } format and not ("text" or "json"))
        {
            Add(KnownVariables.LogFormat, format, "text or json");
        }
    }

    private Uri? ReadCollector()
    {
        if (value(KnownVariables.Collector) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? collector) && (collector.Scheme == Uri.UriSchemeHttp || collector.Scheme == Uri.UriSchemeHttps))
        {
            return collector;
        }

        Add(KnownVariables.Collector, text, "the address of a collector, such as http://127.0.0.1:4317");
        return null;
    }

    private (IPEndPoint Listen, bool IsTls) ReadUrls()
    {
        string text = value(Urls) ?? DefaultUrl;
        if (TryAddress(text, out Uri? url) && ListenAt(url) is { } listen)
        {
            return (listen, url.Scheme == Uri.UriSchemeHttps);
        }

        Add(Urls, text, $"one address of this machine, in numbers, such as {DefaultUrl}");
        return (new IPEndPoint(IPAddress.Loopback, 0), false);
    }

    private void RefuseHalfOfTls(ServeSettings settings, bool isTls)
    {
        if (isTls && settings.Certificate is null)
        {
            Add(Urls, $"https://{settings.Listen}", $"{CertificateReader.Variable} and {CertificateReader.KeyVariable} beside it, or http:// and a proxy that {Proxies} names");
        }
        else if (!isTls && settings.Certificate is not null)
        {
            Add(Urls, $"http://{settings.Listen}", $"https://, as there is {CertificateReader.Variable}");
        }
    }

    private static IPEndPoint? ListenAt(Uri url) =>
        url.Host == "localhost" ? new IPEndPoint(IPAddress.Loopback, url.Port)
        : IPAddress.TryParse(url.Host.Trim('[', ']'), out IPAddress? address) ? new IPEndPoint(address, url.Port)
        : null;

    private Uri? ReadPublicUrl()
    {
        if (value(PublicUrl) is not { } text)
        {
            return null;
        }

        if (TryAddress(text, out Uri? url) && !(IPAddress.TryParse(url.Host.Trim('[', ']'), out IPAddress? number) && IsAny(number)))
        {
            return url;
        }

        Add(PublicUrl, text, "the address that people use, without a path, such as https://annotator.example.org");
        return null;
    }

    private HashSet<IPAddress> ReadProxies()
    {
        HashSet<IPAddress> proxies = [];
        foreach (string text in (value(Proxies) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A number without dots would be read as an address, and as another one than was meant.
            if (text.AsSpan().IndexOfAny('.', ':') >= 0 && IPAddress.TryParse(text, out IPAddress? address) && !IsAny(address) && proxies.Count < MostProxies)
            {
                proxies.Add(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
            }
            else
            {
                Add(Proxies, text, $"addresses in numbers, with commas between, at most {MostProxies}: no names, no networks");
            }
        }

        if (value(Proxies) is { } all && proxies.Count == 0 && !faults.Exists(fault => fault.Key == Proxies))
        {
            Add(Proxies, all, "at least one address, or not set");
        }

        return proxies;
    }

    private string ReadUserHeader(bool isBehindProxy, bool hasProvider)
    {
        if (value(UserHeader) is not { } name)
        {
            return ServeSettings.DefaultUserHeader;
        }

        if (name.Length > 100 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || Reserved.Contains(name))
        {
            Add(UserHeader, name, "the name of a header of ASCII letters, digits and -, that has no other meaning, such as X-Forwarded-User");
        }
        else if (!isBehindProxy)
        {
            Add(UserHeader, name, $"{Proxies} beside it: the header counts from listed proxies only");
        }
        else if (hasProvider)
        {
            Add(UserHeader, name, $"not set beside {ProviderReader.Authority}: people sign in there, and no header says who they are");
        }

        return name;
    }

    private string? ReadSecret(bool isBehindProxy)
    {
        if (pathIn(SecretFileName) is not { } path)
        {
            return null;
        }

        string? secret = SecretFile.Read(path, LeastSecret, (found, expected) => Add(SecretFileName, found, expected));
        if (secret is not null && !isBehindProxy)
        {
            Add(SecretFileName, path, $"{Proxies} beside it: the secret is asked of listed proxies only");
        }

        return secret;
    }

    private void RefuseOpenDoors(ServeSettings settings)
    {
        bool isListeningHere = IPAddress.IsLoopback(settings.Listen.Address);
        bool hasTls = settings.Certificate is not null;
        if (!isListeningHere && !settings.IsBehindProxy && !(hasTls && settings.Provider is not null))
        {
            Add(Urls, settings.Listen.ToString(), $"an address of this machine alone, such as {DefaultUrl}: what others reach needs TLS and a sign-in, by a proxy that {Proxies} names, or by {CertificateReader.Variable} and {ProviderReader.Authority}");
        }

        if (settings.IsBehindProxy && settings.ProxySecret is null && !(isListeningHere && settings.Proxies.All(IPAddress.IsLoopback)))
        {
            Add(SecretFileName, "nothing", "a secret that the proxy sends: without one, proxy and server must both be on loopback addresses");
        }

        if (!isListeningHere && (settings.IsBehindProxy || hasTls) && settings.PublicUrl is null)
        {
            Add(PublicUrl, "nothing", $"the address that people use, such as https://annotator.example.org, as {Urls} is not on loopback");
        }

        if (settings.PublicUrl is { } address && !settings.IsBehindProxy && (hasTls ? address.Scheme != Uri.UriSchemeHttps : address.Scheme != Uri.UriSchemeHttp || !address.IsLoopback))
        {
            Add(PublicUrl, address.GetLeftPart(UriPartial.Authority), hasTls ? $"https://, as {Urls} has it" : $"an http:// address of this machine, or {Proxies} beside it: without a listed proxy or a certificate nobody else reaches it");
        }
        else if (settings.PublicUrl is { IsLoopback: false } open && open.Scheme != Uri.UriSchemeHttps)
        {
            Add(PublicUrl, open.GetLeftPart(UriPartial.Authority), "https://, with TLS at the proxy: labels and sign-ins would cross the network in the clear");
        }
    }

    /// <summary>Scheme, host and port, and nothing behind them.</summary>
    private static bool TryAddress(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.Host.Length > 0 && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ';' or ',' or '?' or '#' or '@');

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private void Add(string name, string found, string expected)
    {
        string shown = string.Concat(found.Select(c => char.IsControl(c) ? $"\\x{(int)c:X2}" : c.ToString()));
        faults.Add(new ConfigurationFault(Source, name, shown.Length <= 200 ? shown : shown[..200] + "…", expected));
    }
}
