using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ProteomicsAnnotator.App.Http;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>
/// The session cookie -> the annotator, with role "admin" where roles.json says so. Signed out: 401. Signed in without
/// the role: 403. On a server roles and campaign are asked for each request, and behind a proxy the proxy says who it is.
/// </summary>
public sealed class SessionAuthentication : AuthenticationHandler<AuthenticationSchemeOptions>
{
    public const string SchemeName = "session";
    public const string AdminRole = "admin";
    public const string SessionClaim = "session";
    public const string SignedInPolicy = "signed-in";
    public const string AdminPolicy = "admin";

    private readonly SignIns _signIns;
    private readonly ServerAddress _address;
    private string? _refusal;

    public SessionAuthentication(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory logger,
        SignIns signIns,
        ServerAddress address)
        : base(options, logger, UrlEncoder.Default)
    {
        _signIns = signIns;
        _address = address;
    }

    private static ClaimsPrincipal PrincipalOf(SignIn signIn, bool isAdmin)
    {
        var identity = new ClaimsIdentity(SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.Name, signIn.Username));
        identity.AddClaim(new Claim(SessionClaim, signIn.SessionId));
        if (isAdmin)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, AdminRole));
        }

        return new ClaimsPrincipal(identity);
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        SignIn? signIn = Find();
        _refusal = signIn is null ? null : _signIns.WhyNotIn(signIn);
        AuthenticateResult result = signIn is not null && _refusal is null
            ? AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(signIn, _signIns.IsAdmin(signIn)), SchemeName))
            : AuthenticateResult.NoResult();
        return Task.FromResult(result);
    }

    private SignIn? Find()
    {
        string? cookie = Request.Cookies[_address.SessionCookie];
        if (Context.Features.Get<SignIn>() is { } entered)
        {
            return entered;
        }

        if (Context.Features.Get<ProxyUser>() is { } user)
        {
            SignIn script = _signIns.OfProxy(cookie, user.Username, out bool isNew);
            if (isNew)
            {
                SignInAudit.SignedIn(script, _signIns.IsAdmin(script), Context);
            }

            return script;
        }

        return _signIns.TryGet(cookie, out SignIn? signIn) ? signIn : null;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        _refusal is { } reason
            ? Problems.WriteWordsAsync(Context, StatusCodes.Status403Forbidden, reason)
            : Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "Sign in first: POST /api/session.");

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "Only admins may do this.");
}
