using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn.Provider;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>Signs annotators in and out: checks the name, creates the user's file, sets the session cookie.</summary>
public sealed class SignInFlow
{
    private readonly SignIns _signIns;
    private readonly LabelShare _share;
    private readonly AnnotatorOptions _options;
    private readonly ServerAddress _address;
    private readonly EvidenceRecording _evidence;
    private readonly Roster _roster;
    private readonly SignInAudit _audit;

    public SignInFlow(SignIns signIns, LabelShare share, AnnotatorOptions options, ServerAddress address, EvidenceRecording evidence, SignInAudit audit)
    {
        _audit = audit;
        _evidence = evidence;
        _signIns = signIns;
        _share = share;
        _options = options;
        _address = address;
        _roster = new Roster(share.Plan, options.Roles);
    }

    /// <param name="name">As it was typed, or as a proxy or provider says it.</param>
    /// <param name="context">The request.</param>
    /// <param name="identity">The account at the provider that the name belongs to; null: nobody signs in at one.</param>
    public async Task<SignInOutcome> SignInAsync(string? name, HttpContext context, ProviderIdentity? identity = null)
    {
        if (_options.SettingsProblem is { } problem)
        {
            return new SignInOutcome(null, problem);
        }

        if (!Username.TryParse(name, out string? username))
        {
            string because = Username.OddCharacterIn(name) is { } odd ? $" because of its {(odd == " " ? "space" : odd)}" : "";
            return new SignInOutcome(null, $"This is no username{because}: expected {Username.Rule}.");
        }

        // On a server nobody is asked whether a name is meant.
        if (_signIns.Rights is { } rights && await rights.AskWhyNotInAsync(username, rights.RoleOf(identity)) is { } reason)
        {
            _audit.Refused(reason, context);
            return new SignInOutcome(null, reason) { IsForbidden = true };
        }

        await _share.OpenUserAsync(username, context.RequestAborted);
        await _evidence.AskAsync(username);
        string? former = context.Request.Cookies[_address.SessionCookie];
        bool isAtProvider = _options.Serve?.Provider is not null;
        bool isAdmin = _signIns.Rights?.IsAdmin(username, identity) ?? _options.Roles.IsAdmin(username);
        SignIn signIn = _signIns.Add(username, isAdmin, former, isAtProvider ? ProviderRoles.Lifetime : null, identity);
        CookieOptions cookie = _address.Cookie;
        // The provider leads back here: a cookie that another site's link does not take along would be missing on the page behind it.
        cookie.SameSite = isAtProvider ? SameSiteMode.Lax : cookie.SameSite;
        context.Response.Cookies.Append(_address.SessionCookie, signIn.SessionId, cookie);
        if (_options.Serve is null)
        {
            LastUsername.Write(_options, username);
        }
        else
        {
            SignInAudit.SignedIn(signIn, _signIns.IsAdmin(signIn), context);
        }

        return new SignInOutcome(signIn, null);
    }

    /// <summary>
    /// A page that a proxy signs in gets the session that ties it to its browser. On other requests, and where the browser has one
    /// of this person, nothing happens.
    /// </summary>
    /// <returns>Why the person is not let in, in words; null: they are.</returns>
    public async Task<string?> EnterAsync(HttpContext context)
    {
        if (context.Features.Get<ProxyUser>() is not { } user
            || !IsOpening(context.Request)
            || (_signIns.TryGet(context.Request.Cookies[_address.SessionCookie], out SignIn? own) && own.Username == user.Username))
        {
            return null;
        }

        SignInOutcome outcome = await SignInAsync(user.Username, context);
        if (outcome.SignIn is { } signIn)
        {
            context.Features.Set(signIn);
        }

        return outcome.Refusal;
    }

    /// <summary>Somebody opens the page: not a picture or a frame on another site, which would make a session each time. Tools do not say.</summary>
    private static bool IsOpening(HttpRequest request) => request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document";

    /// <summary>A name that nobody in the campaign has; null: somebody has it, there is no plan, it is no username, or nobody is asked.</summary>
    public Task<NotOnRoster?> FindNotOnRosterAsync(string? name) =>
        _options.Serve is null && Username.TryParse(name, out string? username) ? _roster.FindAsync(username) : Task.FromResult<NotOnRoster?>(null);

    /// <summary>The cookie stays: it ties the pages of this browser to the next sign-in, and opens nothing.</summary>
    public void SignOut(HttpContext context)
    {
        if (context.Request.Cookies[_address.SessionCookie] is { } sessionId)
        {
            if (_options.Serve is not null && _signIns.TryGet(sessionId, out SignIn? signIn))
            {
                SignInAudit.SignedOut(signIn.Username, context);
            }

            _signIns.Remove(sessionId);
        }
    }

    /// <summary>"known: 1,204 labels, last on HOST", "new annotator" or "not a username"; the rule stands beside it.</summary>
    public async Task<string> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        if (!Username.TryParse(name, out string? username))
        {
            return "not a username";
        }

        KnownUser known = await _share.LookUpAsync(username, cancellationToken);
        return known switch
        {
            { IsKnown: null } => $"It is unknown whether {username} has labels: {known.Problem}",
            { IsKnown: false } => "new annotator",
            { HasOnlyOriginals: true } => "known: labels of the original program",
            { LastHost: null } => $"known: {Counted.Of(known.LabelCount, "label")}",
            _ => $"known: {Counted.Of(known.LabelCount, "label")}, last on {known.LastHost}",
        };
    }

    /// <summary>The class names of the last labels on the share, if they give a number another meaning than here; else null.</summary>
    public async Task<OtherClassNames?> FindOtherClassNamesAsync(CancellationToken cancellationToken)
    {
        ClassNamesOnShare? last = await _share.ReadClassNamesAsync(cancellationToken);
        return last is not null && _options.Classes.ConflictsWith(last.Names, _share.CampaignSettings.Current.ClassChanges.Explains).Count > 0
            ? new OtherClassNames(_options.Classes.Names, last.Names, last.Username, last.Host)
            : null;
    }
}

/// <summary>A sign-in, or words why not.</summary>
public sealed record SignInOutcome(SignIn? SignIn, string? Refusal)
{
    /// <summary>The name is one, and has no right to be here.</summary>
    public bool IsForbidden { get; init; }
}

/// <summary>Classes whose numbers mean something else to those who labelled on this share before.</summary>
/// <param name="Here">Class names by label value, 1..N.</param>
/// <param name="There">The same where the last labels were given.</param>
/// <param name="Username">Who gave them.</param>
/// <param name="Host">On which machine.</param>
public sealed record OtherClassNames(
    IReadOnlyList<string> Here, IReadOnlyList<string> There, string Username, string Host);
