using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary>What <c>serve</c> starts with, and what it refuses to start with.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServeReaderTests : IDisposable
{
    private const string Good = "0123456789abcdef0123456789abcdef\n";
    private readonly string _home = Directory.CreateTempSubdirectory("annotator-serve-").FullName;

    public ServeReaderTests()
    {
        Write("secret", Good);
        Write("short", "0123456789abcdef\n");
        Write("blank", "0123456789abcdef 0123456789abcdef\n");
        Write("long", new string('x', 2000));
        Write("open", Good);
        WriteCertificates();
        File.SetUnixFileMode(Path.Combine(_home, "open"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private void WriteCertificates()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        using var other = System.Security.Cryptography.ECDsa.Create();
        foreach ((string name, int from) in ((string, int)[])[("good.pem", -1), ("old.pem", -30)])
        {
            using System.Security.Cryptography.X509Certificates.X509Certificate2 made = TestCertificate.Of(key, "a.example", from);
            Write(name, made.ExportCertificatePem());
        }

        foreach ((string name, System.Security.Cryptography.ECDsa own) in ((string, System.Security.Cryptography.ECDsa)[])[("good.key", key), ("other.key", other)])
        {
            Write(name, own.ExportPkcs8PrivateKeyPem());
            File.SetUnixFileMode(Path.Combine(_home, name), UnixFileMode.UserRead);
        }
    }

    [Fact]
    public void Defaults_AreTheStartTokenOnLoopback()
    {
        ServeSettings settings = Read("", out string[] faults)!;

        Assert.Empty(faults);
        Assert.Equal("127.0.0.1:8080", settings.Listen.ToString());
        Assert.Null(settings.PublicUrl);
        Assert.False(settings.IsBehindProxy);
    }

    /// <summary>Variable by variable: what is named, and what of the words.</summary>
    [Theory]
    [InlineData("URLS=http://0.0.0.0:80", "URLS: found 0.0.0.0:80", "an address of this machine alone")]
    [InlineData("URLS=http://10.0.0.1", "URLS: found 10.0.0.1:80", "TLS and a sign-in")]
    [InlineData("URLS=https://127.0.0.1:8443", "URLS: found https://127.0.0.1:8443", "ANNOTATOR_CERTIFICATE and ANNOTATOR_CERTIFICATE_KEY beside it")]
    [InlineData("URLS=https://127.0.0.1:8443 CERTIFICATE=good.pem", "CERTIFICATE_KEY: found nothing", "belong together")]
    [InlineData("CERTIFICATE=good.pem CERTIFICATE_KEY=good.key", "URLS: found http://127.0.0.1:8080", "https://, as there is")]
    [InlineData("URLS=https://127.0.0.1:8443 CERTIFICATE=none.pem CERTIFICATE_KEY=good.key", "CERTIFICATE: found ", "a readable PEM file")]
    [InlineData("URLS=https://127.0.0.1:8443 CERTIFICATE=secret CERTIFICATE_KEY=good.key", "CERTIFICATE: found ", "the server's own first")]
    [InlineData("URLS=https://127.0.0.1:8443 CERTIFICATE=good.pem CERTIFICATE_KEY=other.key", "CERTIFICATE: found ", "the server's own first")]
    [InlineData("URLS=https://127.0.0.1:8443 CERTIFICATE=good.pem CERTIFICATE_KEY=open", "CERTIFICATE_KEY: found ", "which every account can read")]
    [InlineData("URLS=https://127.0.0.1:8443 CERTIFICATE=old.pem CERTIFICATE_KEY=good.key", "CERTIFICATE: found ", "one that is valid now")]
    [InlineData("URLS=https://127.0.0.1:8443 CERTIFICATE=good.pem CERTIFICATE_KEY=good.key PUBLIC_URL=https://b.example", "CERTIFICATE: found ", "b.example among its names")]
    [InlineData("URLS=https://127.0.0.1:8443 CERTIFICATE=good.pem CERTIFICATE_KEY=good.key PUBLIC_URL=http://a.example", "PUBLIC_URL: found http://a.example", "https://, as ANNOTATOR_URLS has it")]
    [InlineData("URLS=https://10.0.0.1 CERTIFICATE=good.pem CERTIFICATE_KEY=good.key PUBLIC_URL=https://a.example", "URLS: found 10.0.0.1:443", "needs TLS and a sign-in")]
    [InlineData("URLS=https://10.0.0.1 CERTIFICATE=good.pem CERTIFICATE_KEY=good.key OIDC_AUTHORITY=https://login.example OIDC_CLIENT_ID=a", "PUBLIC_URL: found nothing", "that people use")]
    [InlineData("LOG_FORMAT=xml", "LOG_FORMAT: found xml", "text or json")]
    [InlineData("URLS=http://annotator:80", "URLS: found http://annotator:80", "in numbers")]
    [InlineData("URLS=http://*:80", "URLS: found http://*:80", "in numbers")]
    [InlineData("URLS=http://127.0.0.1:1;http://127.0.0.1:2", "URLS: found http://127.0.0.1:1;", "one address")]
    [InlineData("URLS=http://127.0.0.1:1/below", "URLS: found http://127.0.0.1:1/below", "one address")]
    [InlineData("URLS=http://127.0.0.1:70000", "URLS: found http://127.0.0.1:70000", "one address")]
    [InlineData("PUBLIC_URL=https://a.example", "PUBLIC_URL: found https://a.example", "ANNOTATOR_TRUSTED_PROXIES beside it")]
    [InlineData("PUBLIC_URL=http://a.example", "PUBLIC_URL: found http://a.example", "ANNOTATOR_TRUSTED_PROXIES beside it")]
    [InlineData("PUBLIC_URL=http://a.example TRUSTED_PROXIES=127.0.0.1", "PUBLIC_URL: found http://a.example", "in the clear")]
    [InlineData("PUBLIC_URL=https://a.example/annotator TRUSTED_PROXIES=127.0.0.1", "PUBLIC_URL: found https://a.example/annotator", "without a path")]
    [InlineData("PUBLIC_URL=https://me@a.example TRUSTED_PROXIES=127.0.0.1", "PUBLIC_URL: found https://me@a.example", "without a path")]
    [InlineData("PUBLIC_URL=a.example TRUSTED_PROXIES=127.0.0.1", "PUBLIC_URL: found a.example", "such as https://")]
    [InlineData("PUBLIC_URL=https://0.0.0.0 TRUSTED_PROXIES=127.0.0.1", "PUBLIC_URL: found https://0.0.0.0", "that people use")]
    [InlineData("TRUSTED_PROXIES=proxy", "TRUSTED_PROXIES: found proxy", "no names, no networks")]
    [InlineData("TRUSTED_PROXIES=10.0.0.0/8", "TRUSTED_PROXIES: found 10.0.0.0/8", "no names, no networks")]
    [InlineData("TRUSTED_PROXIES=127", "TRUSTED_PROXIES: found 127", "no names, no networks")]
    [InlineData("TRUSTED_PROXIES=0.0.0.0", "TRUSTED_PROXIES: found 0.0.0.0", "no names, no networks")]
    [InlineData("TRUSTED_PROXIES=,", "TRUSTED_PROXIES: found ,", "at least one address")]
    [InlineData("TRUSTED_PROXIES=10.0.0.2", "PROXY_SECRET_FILE: found nothing", "both be on loopback")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1 URLS=http://10.0.0.1:80 PUBLIC_URL=https://a.example", "PROXY_SECRET_FILE: found nothing", "both be on loopback")]
    [InlineData("TRUSTED_PROXIES=10.0.0.2 PROXY_SECRET_FILE=secret URLS=http://10.0.0.1:80", "PUBLIC_URL: found nothing", "that people use")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1 USER_HEADER=Host", "USER_HEADER: found Host", "no other meaning")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1 USER_HEADER=x-forwarded-for", "USER_HEADER: found x-forwarded-for", "no other meaning")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1 USER_HEADER=X_User", "USER_HEADER: found X_User", "ASCII letters, digits and -")]
    [InlineData("USER_HEADER=X-User", "USER_HEADER: found X-User", "ANNOTATOR_TRUSTED_PROXIES beside it")]
    [InlineData("PROXY_SECRET_FILE=secret", "PROXY_SECRET_FILE: found ", "ANNOTATOR_TRUSTED_PROXIES beside it")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1 PROXY_SECRET_FILE=none", "PROXY_SECRET_FILE: found ", "a readable file")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1 PROXY_SECRET_FILE=short", "PROXY_SECRET_FILE: found ", "at least 32")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1 PROXY_SECRET_FILE=blank", "PROXY_SECRET_FILE: found ", "without blanks")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1 PROXY_SECRET_FILE=long", "PROXY_SECRET_FILE: found ", "at most 1024 bytes")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1 PROXY_SECRET_FILE=open", "PROXY_SECRET_FILE: found ", "which every account can read")]
    [InlineData("DATABASE=Host=db;Password=hunter2", "DATABASE: found a connection string without Database", "an Npgsql connection string")]
    [InlineData("OIDC_CLIENT_SECRET_FILE=hunter2", "OIDC_CLIENT_SECRET_FILE: found a value", "OIDC_AUTHORITY beside it")]
    [InlineData("OIDC_AUTHORITY=https://login.example", "OIDC_CLIENT_ID: found nothing", "knows this server by")]
    [InlineData("OIDC_AUTHORITY=http://login.example OIDC_CLIENT_ID=a", "OIDC_AUTHORITY: found http://login.example", "http:// on this machine only")]
    [InlineData("OIDC_AUTHORITY=hunter2 OIDC_CLIENT_ID=a", "OIDC_AUTHORITY: found what is no address", "with https://")]
    [InlineData("OIDC_AUTHORITY=https://a:hunter2@login.example OIDC_CLIENT_ID=a", "OIDC_AUTHORITY: found what is no address", "with https://")]
    [InlineData("OIDC_AUTHORITY=https://login.example OIDC_CLIENT_ID=a OIDC_CLIENT_SECRET_FILE=open", "OIDC_CLIENT_SECRET_FILE: found ", "which every account can read")]
    [InlineData("OIDC_AUTHORITY=https://login.example OIDC_CLIENT_ID=a OIDC_ADMIN_ROLE=boss", "OIDC_ADMIN_ROLE: found boss", "OIDC_ROLE_CLAIM beside it")]
    [InlineData("OIDC_AUTHORITY=https://login.example OIDC_CLIENT_ID=a OIDC_ROLE_CLAIM=roles OIDC_ADMIN_ROLE=annotator", "OIDC_ADMIN_ROLE: found annotator", "everybody would be an admin")]
    [InlineData("OIDC_AUTHORITY=https://login.example OIDC_CLIENT_ID=a TRUSTED_PROXIES=127.0.0.1 USER_HEADER=X-User", "USER_HEADER: found X-User", "people sign in there")]
    [InlineData("OIDC_AUTHORITY=https://login.example OIDC_CLIENT_ID=a URLS=http://10.0.0.1", "URLS: found 10.0.0.1:80", "needs TLS")]
    public void Value_ThatWouldDoHarm_IsOneFaultWithVariableValueAndWhatIsExpected(string variables, string found, string expected)
    {
        _ = Read(variables, out string[] faults);

        string fault = Assert.Single(faults);
        Assert.Contains("ANNOTATOR_" + found, fault, StringComparison.Ordinal);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("URLS=http://localhost:9000", "127.0.0.1:9000")]
    [InlineData("URLS=http://[::1]:9000", "[::1]:9000")]
    [InlineData("URLS=https://10.0.0.1 CERTIFICATE=good.pem CERTIFICATE_KEY=good.key PUBLIC_URL=https://a.example OIDC_AUTHORITY=https://login.example OIDC_CLIENT_ID=a", "10.0.0.1:443")]
    [InlineData("TRUSTED_PROXIES=127.0.0.1,::1 PUBLIC_URL=https://a.example", "127.0.0.1:8080")]
    [InlineData("URLS=http://0.0.0.0:80 TRUSTED_PROXIES=10.0.0.2 PROXY_SECRET_FILE=secret PUBLIC_URL=https://a.example USER_HEADER=X-Auth-Request-User", "0.0.0.0:80")]
    public void Values_ThatFitTogether_AreTaken(string variables, string listen)
    {
        ServeSettings settings = Read(variables, out string[] faults)!;

        Assert.Empty(faults);
        Assert.Equal(listen, settings.Listen.ToString());
        Assert.Equal(variables.Contains("SECRET", StringComparison.Ordinal) ? Good.Trim() : null, settings.ProxySecret);
    }

    [Theory]
    [InlineData("--demo", "serve")]
    [InlineData("serve", "--demo")]
    [InlineData("--port", "8080", "serve")]
    [InlineData("--no-browser", "serve")]
    [InlineData("serve", "now")]
    public void Option_BesideServe_IsAFault(params string[] words)
    {
        _ = Read("", out string[] faults, words);

        Assert.Contains("command line: serve: found", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void VariablesOfAServer_AreNoneOfASite_AndOtherStartsPassOverThem()
    {
        Dictionary<string, string> set = new(StringComparer.Ordinal) { ["ANNOTATOR_HOME"] = _home, ["ANNOTATOR_URLS"] = "nothing", ["ANNOTATOR_OIDC_AUTHORITY"] = "x" };
        var reader = new OptionsReader(set.GetValueOrDefault, _home) { VariableNames = set.Keys };

        AnnotatorOptions options = reader.Read(CommandLine.Parse([]));

        Assert.Empty(reader.Faults);
        Assert.Empty(options.UnknownVariables);
        Assert.Null(options.Serve);
        Assert.Empty(KnownVariables.OfServer.Intersect(KnownVariables.OfSite));
    }

    private ServeSettings? Read(string variables, out string[] faults, params string[] words)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2))
            .ToDictionary(pair => "ANNOTATOR_" + pair[0], pair => pair[1], StringComparer.Ordinal);
        set["ANNOTATOR_HOME"] = _home;
        var reader = new OptionsReader(set.GetValueOrDefault, _home);
        AnnotatorOptions options = reader.Read(CommandLine.Parse(words.Length == 0 ? ["serve"] : words));
        faults = [.. reader.Faults.Select(fault => fault.ToString())];
        return options.Serve;
    }

    private void Write(string name, string text)
    {
        File.WriteAllBytes(Path.Combine(_home, name), System.Text.Encoding.UTF8.GetBytes(text));
        File.SetUnixFileMode(Path.Combine(_home, name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
