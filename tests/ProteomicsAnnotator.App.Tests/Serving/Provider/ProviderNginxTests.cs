using System.Net;
using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Tests.Documentation;

namespace ProteomicsAnnotator.App.Tests.Serving.Provider;

/// <summary><c>deploy/nginx-provider.conf</c>, which asks for no password.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProviderNginxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The steps were done in the wrong order, or half: nobody gets in, whatever he says of himself.</summary>
    [Fact]
    public async Task Server_ThatStillBelievesItsProxy_LetsNobodyIn()
    {
        Assert.SkipUnless(Nginx.IsInstalled, "There is no nginx here.");
        await using var server = new ServedProgram();
        await using var nginx = new Nginx();
        _ = await server.StartAsync(("TRUSTED_PROXIES", "127.0.0.1"), ("PROXY_SECRET_FILE", "SECRET"), ("PUBLIC_URL", nginx.Address.GetLeftPart(UriPartial.Authority)));
        await nginx.StartAsync(await ReadAsync("nginx-provider.conf"), server.Node.Authority, ServedProgram.Secret);
        using var browser = new TestBrowser(nginx.Address, shown => nginx.IsOwn(shown));
        foreach ((string, string)[] claims in ((string, string)[][])
        [
            [], [("Authorization", Nginx.AuthorizationOf("boss"))], [("X-Forwarded-User", "boss")], [("x_forwarded_user", "boss"), ("Authorization", Nginx.AuthorizationOf("boss"))],
        ])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/consensus");
            foreach ((string name, string value) in claims)
            {
                Assert.True(request.Headers.TryAddWithoutValidation(name, value));
            }

            using HttpResponseMessage answer = await browser.Http.SendAsync(request, Token);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{string.Join(' ', claims)}: {await answer.Content.ReadAsStringAsync(Token)}");
        }
    }

    /// <summary>The two files differ in who somebody is, and in nothing else.</summary>
    [Fact]
    public async Task File_IsTheOther_WithoutPasswordsAndNames()
    {
        string[] passwords = Lines(await ReadAsync("nginx.conf"));
        string[] provider = Lines(await ReadAsync("nginx-provider.conf"));
        Assert.Equal(["auth_basic \"Proteomics Annotator\";", "auth_basic_user_file /etc/nginx/annotator.users;", "proxy_set_header X-Forwarded-User $remote_user;"], passwords.Except(provider));
        Assert.Equal(["proxy_set_header X-Forwarded-User \"\";"], provider.Except(passwords));
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0 && line[0] != '#')];

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Join(Pages.Home, "deploy", file), Token);
}
