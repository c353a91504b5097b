using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ProteomicsAnnotator.App.Http;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>
/// The session cookie -> the annotator, with role "admin" where roles.json says so. Signed out: 401. Signed in without
/// the role: 403.
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

    public static ClaimsPrincipal PrincipalOf(SignIn signIn)
    {
        var identity = new ClaimsIdentity(SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.Name, signIn.Username));
        identity.AddClaim(new Claim(SessionClaim, signIn.SessionId));
        if (signIn.IsAdmin)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, AdminRole));
        }

        return new ClaimsPrincipal(identity);
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        AuthenticateResult result = _signIns.TryGet(Request.Cookies[_address.SessionCookie], out SignIn? signIn)
            ? AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(signIn), SchemeName))
            : AuthenticateResult.NoResult();
        return Task.FromResult(result);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "Sign in first: POST /api/session.");

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "Only admins may do this.");
}
