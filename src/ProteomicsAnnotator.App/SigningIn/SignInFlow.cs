using ProteomicsAnnotator.App.Http;
using ProteomicsAnnotator.App.Settings;
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

    public SignInFlow(SignIns signIns, LabelShare share, AnnotatorOptions options, ServerAddress address, EvidenceRecording evidence)
    {
        _evidence = evidence;
        _signIns = signIns;
        _share = share;
        _options = options;
        _address = address;
    }

    public async Task<SignInOutcome> SignInAsync(string? name, HttpContext context)
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

        await _share.OpenUserAsync(username, context.RequestAborted);
        await _evidence.AskAsync(username);
        string? former = context.Request.Cookies[_address.SessionCookie];
        SignIn signIn = _signIns.Add(username, _options.Roles.IsAdmin(username), former);
        context.Response.Cookies.Append(_address.SessionCookie, signIn.SessionId, StrictCookie.Options);
        LastUsername.Write(_options, username);
        return new SignInOutcome(signIn, null);
    }

    /// <summary>The cookie stays: it ties the pages of this browser to the next sign-in, and opens nothing.</summary>
    public void SignOut(HttpContext context)
    {
        if (context.Request.Cookies[_address.SessionCookie] is { } sessionId)
        {
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
        return last is not null && _options.Classes.ConflictsWith(last.Names).Count > 0
            ? new OtherClassNames(_options.Classes.Names, last.Names, last.Username, last.Host)
            : null;
    }
}

/// <summary>A sign-in, or words why not.</summary>
public sealed record SignInOutcome(SignIn? SignIn, string? Refusal);

/// <summary>Classes whose numbers mean something else to those who labelled on this share before.</summary>
/// <param name="Here">Class names by label value, 1..N.</param>
/// <param name="There">The same where the last labels were given.</param>
/// <param name="Username">Who gave them.</param>
/// <param name="Host">On which machine.</param>
public sealed record OtherClassNames(
    IReadOnlyList<string> Here, IReadOnlyList<string> There, string Username, string Host);
