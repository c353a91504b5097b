using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>
/// The way to the provider and back: OpenID Connect, code flow with PKCE, state and nonce, by the framework's handler. Nothing of what
/// the provider sends is kept in a cookie: at the end of the way stands a session as of any other sign-in.
/// </summary>
public static class ProviderAuthentication
{
    public const string SchemeName = "provider";

    /// <summary>Where the provider leads back to: its redirect URI, below the public address.</summary>
    public const string ReturnPath = "/sign-in/callback";

    /// <summary>On a challenge: the provider has to ask who it is, also where it knows the browser.</summary>
    private const string AskAgain = "ask-again";

    /// <summary>More ways that were begun in one browser and not ended are forgotten: their cookies would not fit into a request.</summary>
    private const int MostBegun = 8;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>For a way that begins and does not end.</summary>
    private static readonly TimeSpan WayLimit = TimeSpan.FromMinutes(15);

    public static void AddProvider(this AuthenticationBuilder authentication, ProviderSettings settings, ServerAddress address) =>
        authentication.AddOpenIdConnect(SchemeName, options =>
        {
            options.Authority = settings.Authority.AbsoluteUri;
            options.RequireHttpsMetadata = settings.Authority.Scheme == Uri.UriSchemeHttps;
            options.ClientId = settings.ClientId;
            options.ClientSecret = settings.ClientSecret;
            options.CallbackPath = ReturnPath;
            options.RemoteSignOutPath = default;
            options.SignedOutCallbackPath = default;
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.SaveTokens = false;
            options.MapInboundClaims = false;
            options.DisableTelemetry = true;
            options.BackchannelTimeout = AnswerLimit;
            options.RemoteAuthenticationTimeout = WayLimit;
            options.GetClaimsFromUserInfoEndpoint = true;
            options.ClaimActions.Clear();
            options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
            options.TokenValidationParameters.ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
            options.CorrelationCookie = CookieOf(address, "begun");
            options.NonceCookie = CookieOf(address, "nonce");
            options.Events = EventsOf(settings);
        });

    /// <summary>Sends a browser to the provider.</summary>
    /// <param name="context">Its request.</param>
    /// <param name="address">Of this server.</param>
    /// <param name="asksAgain">Somebody signed out here: who signs in next is asked, also where the provider knows the browser.</param>
    public static async Task BeginAsync(HttpContext context, ServerAddress address, bool asksAgain)
    {
        string[] begun = [.. context.Request.Cookies.Keys.Where(name => name.StartsWith(NameOf(address, "begun"), StringComparison.Ordinal) || name.StartsWith(NameOf(address, "nonce"), StringComparison.Ordinal))];
        var properties = new AuthenticationProperties { RedirectUri = "/" + context.Request.QueryString.ToUriComponent() };
        if (asksAgain)
        {
            properties.Items[AskAgain] = "";
        }

        try
        {
            await context.ChallengeAsync(SchemeName, properties);
        }
        catch (Exception fault) when (IsUnreachable(fault))
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, $"The provider at which people sign in does not answer, or not as one does. Try again later. ({SignInAudit.Shown(fault.GetBaseException().Message)})");
            return;
        }

        // Two for each; browsers send the oldest first. All of them at once would not fit into an answer.
        foreach (string old in begun.Length >= 2 * MostBegun ? begun.Take(4) : [])
        {
            context.Response.Cookies.Delete(old, address.Cookie);
        }
    }

    /// <summary>What is wrong with an answer, for whoever waits for it; what it held is not repeated.</summary>
    internal static string WordsOf(Exception? failure) => failure switch
    {
        SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException or SecurityTokenInvalidLifetimeException => "the provider's answer is not valid at this time; compare the clocks",
        SecurityTokenInvalidIssuerException => "the answer is of another provider",
        SecurityTokenInvalidAudienceException => "the answer is meant for another program",
        SecurityTokenInvalidAlgorithmException or SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => "the answer does not have the provider's signature",
        OpenIdConnectProtocolInvalidNonceException or OpenIdConnectProtocolInvalidStateException => "the answer belongs to another sign-in",
        OpenIdConnectProtocolException { Message: { } words } when words.Contains("IDX21314", StringComparison.Ordinal) => "the answer has no subject: the provider does not say which account this is",
        OpenIdConnectProtocolException { Message: { } words } when words.Contains("access_denied", StringComparison.Ordinal) => "the provider let nobody in",
        OpenIdConnectProtocolException => "the provider refused the code, or its answer is none of OpenID Connect",
        UsedAnswerException => "the answer was used before",
        AuthenticationFailureException => "it did not begin in this browser, or longer than 15 minutes ago",
        { } other when IsUnreachable(other) => "the provider does not answer",
        _ => "the provider's answer cannot be used",
    };

    private static CookieBuilder CookieOf(ServerAddress address, string use) => new()
    {
        Name = NameOf(address, use),
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        Expiration = WayLimit,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = address.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None,
    };

    private static string NameOf(ServerAddress address, string use) => address.CookieName(use) + ".";

    private static OpenIdConnectEvents EventsOf(ProviderSettings settings) => new()
    {
        OnRedirectToIdentityProvider = context =>
        {
            context.ProtocolMessage.Prompt = context.Properties.Items.ContainsKey(AskAgain) ? OpenIdConnectPrompt.Login : context.ProtocolMessage.Prompt;
            return Task.CompletedTask;
        },
        OnTokenValidated = context =>
        {
            // The handler takes a token without a signature that comes from the provider itself; here none counts.
            if (context.SecurityToken is not { RawSignature.Length: > 0 })
            {
                context.Fail(new SecurityTokenInvalidSignatureException());
            }
            else if (context.Nonce is not { Length: > 0 } nonce)
            {
                context.Fail(new OpenIdConnectProtocolInvalidNonceException());
            }
            else if (!context.HttpContext.RequestServices.GetRequiredService<UsedAnswers>().TryUse(nonce))
            {
                context.Fail(new UsedAnswerException());
            }

            return Task.CompletedTask;
        },
        OnUserInformationReceived = context =>
        {
            Complete((ClaimsIdentity)context.Principal!.Identity!, context.User.RootElement, settings);
            return Task.CompletedTask;
        },
        OnTicketReceived = EnterAsync,
        OnRemoteFailure = async context =>
        {
            context.HandleResponse();
            await RefuseAsync(context.HttpContext, StatusCodes.Status403Forbidden, $"Nobody is signed in: {WordsOf(context.Failure)}. Begin again at /sign-in.");
        },
    };

    /// <summary>What the token left out; what it says stays as it is.</summary>
    private static void Complete(ClaimsIdentity identity, JsonElement user, ProviderSettings settings)
    {
        foreach (string name in ((string?[])[settings.NameClaim, settings.RoleClaim]).OfType<string>().Where(name => identity.FindFirst(name) is null))
        {
            if (user.TryGetProperty(name, out JsonElement value))
            {
                IEnumerable<JsonElement> values = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
                identity.AddClaims(values.Where(one => one.ValueKind == JsonValueKind.String).Select(one => new Claim(name, one.GetString()!)));
            }
        }
    }

    private static async Task EnterAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        HttpContext http = context.HttpContext;
        var options = (OpenIdConnectOptions)context.Options;
        OpenIdConnectConfiguration metadata = await options.ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
        try
        {
            string? refusal = await http.RequestServices.GetRequiredService<ProviderSignIn>().EnterAsync(context.Principal!, metadata.Issuer, http);
            if (refusal is not null)
            {
                await Problems.WriteWordsAsync(http, StatusCodes.Status403Forbidden, refusal);
                return;
            }
        }
        catch (StorageException fault)
        {
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, $"Nobody is signed in: whose name it is could not be read or kept on the server: {fault.Message}");
            return;
        }

        http.Response.Redirect(context.ReturnUri ?? "/");
    }

    private static Task RefuseAsync(HttpContext context, int status, string words)
    {
        context.RequestServices.GetRequiredService<SignInAudit>().Refused(words, context);
        return Problems.WriteWordsAsync(context, status, words);
    }

    /// <summary>The handler's ways of saying that metadata or keys cannot be had.</summary>
    private static bool IsUnreachable(Exception fault) => fault is InvalidOperationException or HttpRequestException or IOException or TimeoutException or TaskCanceledException;

    private sealed class UsedAnswerException : Exception;
}
