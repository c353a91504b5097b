using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>
/// Who is signed in, by session id; kept in memory, so every start of the program begins signed out.
/// A browser has one cookie but may have several pages. A page keeps the user it was opened with, and
/// <see cref="IsSuperseded"/> tells it that its browser meanwhile signed out or in as someone else.
/// </summary>
public sealed class SignIns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Some session's <see cref="IsSuperseded"/> may have changed. Raised on the thread of the request.</summary>
    public event Action? Changed;

    /// <summary>
    /// Signs in. <paramref name="former"/> is what the browser's cookie named until now, signed out or not: it ties
    /// the pages of one browser together. A session id is never used for two users.
    /// </summary>
    public SignIn Add(string username, bool isAdmin, string? former)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var signIn = new SignIn(id, username, isAdmin);
        lock (_gate)
        {
            Browser browser = former is not null && _sessions.TryGetValue(former, out Session? older)
                ? older.Browser
                : new Browser();
            browser.Current = signIn;
            _sessions[id] = new Session(signIn, browser);
        }

        Changed?.Invoke();
        return signIn;
    }

    /// <summary>The sign-in that a cookie stands for; false once its browser signed out or signed in again.</summary>
    public bool TryGet([NotNullWhen(true)] string? sessionId, [NotNullWhen(true)] out SignIn? signIn)
    {
        signIn = null;
        lock (_gate)
        {
            if (sessionId is not null && _sessions.TryGetValue(sessionId, out Session? session)
                && session.Browser.Current?.SessionId == sessionId)
            {
                signIn = session.SignIn;
            }
        }

        return signIn is not null;
    }

    /// <summary>Signs the session's browser out.</summary>
    public void Remove(string sessionId)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(sessionId, out Session? session))
            {
                return;
            }

            session.Browser.Current = null;
        }

        Changed?.Invoke();
    }

    /// <summary>True while label keys of pages opened under this session must wait for a confirmation.</summary>
    public bool IsSuperseded(string sessionId)
    {
        lock (_gate)
        {
            return !_sessions.TryGetValue(sessionId, out Session? session) || IsSuperseded_NeedsLock(session);
        }
    }

    /// <summary>Both sessions belong to one browser, with any username; false when one of them is unknown.</summary>
    public bool IsSameBrowser(string? one, string? other)
    {
        lock (_gate)
        {
            return one is not null && other is not null
                && _sessions.TryGetValue(one, out Session? first) && _sessions.TryGetValue(other, out Session? second)
                && ReferenceEquals(first.Browser, second.Browser);
        }
    }

    /// <summary>Who the browser of this session is signed in as now; null when it is signed out.</summary>
    public SignIn? CurrentOf(string sessionId)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(sessionId, out Session? session) ? session.Browser.Current : null;
        }
    }

    /// <summary>
    /// The annotator confirms that pages of this session keep the user they were opened with. Holds until the browser's
    /// sign-in changes again.
    /// </summary>
    public void Confirm(string sessionId)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(sessionId, out Session? session))
            {
                return;
            }

            session.ConfirmedAgainst = session.Browser.Current?.SessionId ?? SignedOut;
        }

        Changed?.Invoke();
    }

    private const string SignedOut = "";

    private static bool IsSuperseded_NeedsLock(Session session)
    {
        SignIn? current = session.Browser.Current;
        return !string.Equals(current?.Username, session.SignIn.Username, StringComparison.Ordinal)
            && !string.Equals(session.ConfirmedAgainst, current?.SessionId ?? SignedOut, StringComparison.Ordinal);
    }

    private sealed class Browser
    {
        public SignIn? Current { get; set; }
    }

    private sealed class Session(SignIn signIn, Browser browser)
    {
        public SignIn SignIn { get; } = signIn;

        public Browser Browser { get; } = browser;

        public string? ConfirmedAgainst { get; set; }
    }
}

/// <summary>One sign-in of one browser. The session id is what the browser's cookie names; it is never shown.</summary>
public sealed record SignIn(string SessionId, string Username, bool IsAdmin);
