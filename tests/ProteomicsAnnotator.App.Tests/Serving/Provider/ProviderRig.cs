using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Tests.Documentation;

namespace ProteomicsAnnotator.App.Tests.Serving.Provider;

/// <summary><c>serve</c> behind the nginx of deploy/, and a provider that people are sent to and that says who is an admin.</summary>
[UnsupportedOSPlatform("windows")]
public class ProviderRig : IAsyncLifetime
{
    internal TestIssuer Issuer { get; } = new();

    internal ServedProgram Server { get; } = new();

    internal Nginx Nginx { get; } = new();

    protected virtual (string Name, string Value)[] Roles => [("OIDC_ROLE_CLAIM", "roles")];

    public async ValueTask InitializeAsync()
    {
        if (!Nginx.IsInstalled)
        {
            return;
        }

        _ = await Issuer.StartAsync();
        _ = await Server.StartAsync(
        [
            ("TRUSTED_PROXIES", "127.0.0.1"), ("PROXY_SECRET_FILE", "SECRET"), ("PUBLIC_URL", Nginx.Address.GetLeftPart(UriPartial.Authority)),
            ("OIDC_AUTHORITY", Issuer.Address), ("OIDC_CLIENT_ID", "annotator"), ("OIDC_CLIENT_SECRET_FILE", "SECRET"), .. Roles,
        ]);
        string configuration = await File.ReadAllTextAsync(Path.Join(Pages.Home, "deploy", "nginx-provider.conf"), TestContext.Current.CancellationToken);
        await Nginx.StartAsync(configuration, Server.Node.Authority, ServedProgram.Secret);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Nginx.DisposeAsync();
        await Server.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    internal TestBrowser Browser() => new(Nginx.Address, shown => Nginx.IsOwn(shown));

    /// <summary>What the provider says of a person, and 6 KB that nobody asked for.</summary>
    internal static JsonObject Person(string name, string subject, params string[] roles) => new()
    {
        ["preferred_username"] = name,
        ["sub"] = subject,
        ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]),
        ["groups"] = new JsonArray([.. Enumerable.Range(0, 150).Select(n => JsonValue.Create($"/institute/department/group-of-people-{n:000}"))]),
    };
}

/// <summary>The same where roles.json says who is an admin: boss.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RolesFileRig : ProviderRig
{
    protected override (string Name, string Value)[] Roles => [];
}
