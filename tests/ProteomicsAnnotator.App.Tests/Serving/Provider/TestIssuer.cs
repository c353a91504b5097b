using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ProteomicsAnnotator.App.Tests.Serving.Provider;

/// <summary>
/// An OpenID Connect provider with RSA keys of its own, over HTTP: discovery, keys, authorization, token. It asks nobody for a password but lets
/// in whom the test names, and does wrong what the test says. Tokens are made by hand, without the library that reads them.
/// </summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Grant> _codes = new(StringComparer.Ordinal);
    private WebApplication? _app;

    public string Address { get; private set; } = "";

    public string ClientSecret { get; init; } = "a-secret-that-only-the-proxy-knows";

    /// <summary>Who signs in next: the claims of the token.</summary>
    public JsonObject Claims { get; set; } = [];

    /// <summary>What userinfo says besides the subject.</summary>
    public JsonObject UserInfo { get; set; } = [];

    /// <summary>The header's "alg", and whose key signs.</summary>
    public (string Algorithm, bool IsOwnKey) Signature { get; set; } = ("RS256", true);

    /// <summary>Whatever "alg" says, there is no signature.</summary>
    public bool IsUnsigned { get; set; }

    /// <summary>How often a code was shown, good or not.</summary>
    public int CodesShown { get; private set; }

    /// <summary>A code is good as often as it is shown.</summary>
    public bool TakesCodesTwice { get; set; }

    /// <summary>The last request for an authorization.</summary>
    public IQueryCollection? Asked { get; private set; }

    public async Task<TestIssuer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        Address = _app.Urls.Single();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _key.Dispose();
        _otherKey.Dispose();
    }

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/.well-known/openid-configuration" => WriteAsync(context, new JsonObject
        {
            ["issuer"] = Address,
            ["authorization_endpoint"] = Address + "/authorize",
            ["token_endpoint"] = Address + "/token",
            ["userinfo_endpoint"] = Address + "/userinfo",
            ["jwks_uri"] = Address + "/keys",
            ["response_types_supported"] = new JsonArray("code"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        }),
        "/keys" => WriteAsync(context, Keys()),
        "/authorize" => AuthorizeAsync(context),
        "/token" => TokenAsync(context),
        "/userinfo" => UserInfoAsync(context),
        _ => Task.Run(() => context.Response.StatusCode = 404),
    };

    private JsonObject Keys()
    {
        RSAParameters key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = "one", ["alg"] = "RS256", ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent) }),
        };
    }

    private Task AuthorizeAsync(HttpContext context)
    {
        IQueryCollection asked = Asked = context.Request.Query;
        Assert.Equal(("code", "S256", "annotator"), (asked["response_type"].ToString(), asked["code_challenge_method"].ToString(), asked["client_id"].ToString()));
        string code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var claims = (JsonObject)Claims.DeepClone();
        claims.TryAdd("nonce", asked["nonce"].ToString());
        _codes[code] = new Grant(asked["redirect_uri"].ToString(), asked["code_challenge"].ToString(), claims);
        context.Response.Redirect($"{asked["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(asked["state"].ToString())}");
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext context)
    {
        CodesShown++;
        IFormCollection form = await context.Request.ReadFormAsync();
        string code = form["code"].ToString();
        string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        bool isKnown = TakesCodesTwice ? _codes.TryGetValue(code, out Grant? grant) : _codes.TryRemove(code, out grant);
        if (!isKnown || grant!.RedirectUri != form["redirect_uri"] || grant.Challenge != challenge || form["client_id"] != "annotator" || form["client_secret"] != ClientSecret)
        {
            context.Response.StatusCode = 400;
            await WriteAsync(context, new JsonObject { ["error"] = "invalid_grant" });
            return;
        }

        await WriteAsync(context, new JsonObject { ["access_token"] = "access", ["token_type"] = "Bearer", ["expires_in"] = 300, ["id_token"] = TokenOf(grant.Claims) });
    }

    private Task UserInfoAsync(HttpContext context)
    {
        var info = (JsonObject)UserInfo.DeepClone();
        info.TryAdd("sub", Claims["sub"]?.DeepClone());
        return WriteAsync(context, info);
    }

    private string TokenOf(JsonObject claims)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        claims.TryAdd("iss", Address);
        claims.TryAdd("aud", "annotator");
        claims.TryAdd("iat", now);
        claims.TryAdd("exp", now + 300);
        string head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{Signature.Algorithm}}","typ":"JWT","kid":"one"}"""));
        string body = head + "." + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
        byte[] signature = Signature.Algorithm switch
        {
            _ when IsUnsigned || Signature.Algorithm == "none" => [],
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(ClientSecret), Encoding.ASCII.GetBytes(body)),
            _ => (Signature.IsOwnKey ? _key : _otherKey).SignData(Encoding.ASCII.GetBytes(body), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return body + "." + Base64Url.EncodeToString(signature);
    }

    private static Task WriteAsync(HttpContext context, JsonObject json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString());
    }

    private sealed record Grant(string RedirectUri, string Challenge, JsonObject Claims);
}
