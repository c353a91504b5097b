using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.App.SigningIn.Provider;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>
/// Who is signed in, by session id; kept in memory, so every start of the program begins signed out.
/// A browser has one cookie but may have several pages. A page keeps the user it was opened with, and
/// <see cref="IsSuperseded"/> tells it that its browser meanwhile signed out or in as someone else.
/// </summary>
/// <param name="time">Null: the system's.</param>
public sealed class SignIns(TimeProvider? time = null)
{
    /// <summary>
    /// A page whose proxy has not said again for so long who it is has to be loaded again: somebody signed out there. Pages ask every few
    /// seconds whether the server is there, in the background once a minute.
    /// </summary>
    private static readonly TimeSpan MostUnconfirmed = TimeSpan.FromMinutes(3);

    /// <summary>Scripts that were silent for so long sign in again, as far as a line about it goes.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    /// <summary>Of one person on a server; the oldest go first, and their pages have to be loaded again.</summary>
    private const int MostOfOnePerson = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SignIn> _scripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _ofPerson = new(StringComparer.Ordinal);
    private readonly FormerBrowsers _formerBrowsers = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>What a person may do on a server, asked again for every request and label; null: what the sign-in says.</summary>
    public CurrentRights? Rights { get; private set; }

    /// <summary>How much a person may ask of a server; null: it is one's own.</summary>
    public PersonLimits? Limits { get; init; }

    /// <summary>Some session's <see cref="IsSuperseded"/> may have changed. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>
    /// Signs in. <paramref name="former"/>, signed out or not, ties the pages of one browser together. A session id is never used for
    /// two users.
    /// </summary>
    /// <param name="username">Who signs in.</param>
    /// <param name="isAdmin">On one's own machine; a server asks again for each request.</param>
    /// <param name="former">What the browser's cookie named until now.</param>
    /// <param name="lifetime">When it ends by itself; null: it does not.</param>
    /// <param name="identity">The account at the provider; null: people do not sign in at one.</param>
    public SignIn Add(string username, bool isAdmin, string? former, TimeSpan? lifetime = null, ProviderIdentity? identity = null)
    {
        string id = Session.NewId();
        var signIn = new SignIn(id, username, isAdmin) { Identity = identity };
        lock (_gate)
        {
            // Of a session that is over too: its tabs sign in anew at the same time.
            Browser browser = former is null ? new Browser() : _sessions.GetValueOrDefault(former)?.Browser ?? _formerBrowsers.Of(former);
            browser.Current = signIn;
            browser.HasSignedOut = false;
            _sessions[id] = new Session(signIn, browser, lifetime, _time.GetTimestamp()) { UsedAt = _time.GetTimestamp() };
            ForgetOldest_NeedsLock(signIn);
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
            if (sessionId is not null && Find_NeedsLock(sessionId) is { } session && session.Browser.Current?.SessionId == sessionId)
            {
                signIn = session.SignIn;
                session.UsedAt = _time.GetTimestamp();
            }
        }

        return signIn is not null;
    }

    /// <summary>From now on pages and requests follow what a person may do.</summary>
    public void Follow(CurrentRights rights)
    {
        Rights = rights;
        rights.Changed += () => Changed?.Invoke();
    }

    /// <summary>Why the person is not let in any more, in words; null: they are.</summary>
    public string? WhyNotIn(SignIn signIn) => Rights?.WhyNotIn(signIn.Username, signIn.Identity);

    public bool IsAdmin(SignIn signIn) => Rights is { } rights ? rights.IsAdmin(signIn.Username, signIn.Identity) : signIn.IsAdmin;

    /// <summary>
    /// The sign-in of a request that a proxy signed in: the browser's, where its cookie is of this person, else one that all of this
    /// person's scripts have. A cookie of somebody else shows that the browser has changed hands: its pages wait from now on.
    /// </summary>
    /// <param name="sessionId">What the cookie names.</param>
    /// <param name="username">Who the proxy says it is.</param>
    /// <param name="isNew">It is the first one of this person without a page, or the first one after an hour.</param>
    public SignIn OfProxy(string? sessionId, string username, out bool isNew)
    {
        SignIn script;
        bool isSomebodyElse;
        isNew = false;
        lock (_gate)
        {
            Session? session = sessionId is null ? null : Find_NeedsLock(sessionId);
            if (session?.SignIn.Username == username && session.Browser.Current?.SessionId == sessionId)
            {
                session.Browser.ConfirmedAt = session.UsedAt = _time.GetTimestamp();
                return session.SignIn;
            }

            isSomebodyElse = session?.Browser.Current is { } current && current.Username != username;
            if (isSomebodyElse)
            {
                session!.Browser.Current = null;
            }

            if (!_scripts.TryGetValue(username, out script!))
            {
                isNew = true;
                script = new SignIn(Session.NewId(), username, IsAdmin: false);
                _scripts[username] = script;
                _sessions[script.SessionId] = new Session(script, new Browser { Current = script }, lifetime: null, _time.GetTimestamp()) { UsedAt = _time.GetTimestamp() };
            }

            Session of = _sessions[script.SessionId];
            isNew |= _time.GetElapsedTime(of.UsedAt) > Silence;
            of.UsedAt = _time.GetTimestamp();
        }

        if (isSomebodyElse)
        {
            Changed?.Invoke();
        }

        return script;
    }

    /// <summary>The proxy that named the session's person has not done so again, though a page asks every few seconds.</summary>
    public bool IsUnconfirmed(string sessionId)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(sessionId, out Session? session) && session.Browser.ConfirmedAt is { } at && _time.GetElapsedTime(at) > MostUnconfirmed;
        }
    }

    /// <summary>Every sign-in that has not ended, of every browser that is not signed out.</summary>
    public IReadOnlyList<SignIn> All()
    {
        lock (_gate)
        {
            return [.. _sessions.Values.Where(session => !IsOver(session) && !session.Browser.IsSignedOut).Select(session => session.SignIn)];
        }
    }

    /// <summary>Forgets those whose time is over, so that pages that nobody touches end too.</summary>
    public void EndExpired() => EndAll(IsOver);

    /// <summary>Ends sign-ins for good, other than signing a browser out: their pages have to be loaded again, whoever signs in there next.</summary>
    public void End(IReadOnlyCollection<SignIn> ended) => EndAll(session => ended.Contains(session.SignIn));

    /// <summary>The sign-in of the page is over for good, whoever its browser is signed in as.</summary>
    public bool HasEnded(string sessionId)
    {
        lock (_gate)
        {
            return Find_NeedsLock(sessionId) is null;
        }
    }

    /// <summary>Signs the session's browser out.</summary>
    public void Remove(string sessionId)
    {
        lock (_gate)
        {
            if (Find_NeedsLock(sessionId) is not { } session)
            {
                return;
            }

            session.Browser.Current = null;
            session.Browser.HasSignedOut = true;
        }

        Changed?.Invoke();
    }

    /// <summary>It is or was a session of this run.</summary>
    public bool Knows(string? sessionId)
    {
        lock (_gate)
        {
            return sessionId is not null && _sessions.ContainsKey(sessionId);
        }
    }

    /// <summary>Somebody signed out in the browser of this session, and nobody signed in since, however long ago.</summary>
    public bool HasSignedOut(string? sessionId)
    {
        lock (_gate)
        {
            return sessionId is not null && _sessions.TryGetValue(sessionId, out Session? session) && session.Browser.IsSignedOut;
        }
    }

    /// <summary>True while label keys of pages opened under this session must wait for a confirmation.</summary>
    public bool IsSuperseded(string sessionId)
    {
        lock (_gate)
        {
            return Find_NeedsLock(sessionId) is not { } session || IsSuperseded_NeedsLock(session);
        }
    }

    /// <summary>
    /// Both sessions belong to one browser, with any username; on a server to one person, in any browser. False when one of them is
    /// unknown or has ended.
    /// </summary>
    public bool IsSameBrowser(string? one, string? other)
    {
        lock (_gate)
        {
            return one is not null && other is not null
                && Find_NeedsLock(one) is { } first && Find_NeedsLock(other) is { } second
                && (Rights is null ? ReferenceEquals(first.Browser, second.Browser) : IsOfSamePerson(first.SignIn, second.SignIn));
        }
    }

    /// <summary>Who the browser of this session is signed in as now; null when it is signed out.</summary>
    public SignIn? CurrentOf(string sessionId)
    {
        lock (_gate)
        {
            return Find_NeedsLock(sessionId)?.Browser.Current;
        }
    }

    /// <summary>
    /// On one's own machine: the annotator confirms that pages of this session keep the user they were opened with. Holds until the browser's
    /// sign-in changes again.
    /// </summary>
    public void Confirm(string sessionId)
    {
        lock (_gate)
        {
            if (Rights is not null || !_sessions.TryGetValue(sessionId, out Session? session))
            {
                return;
            }

            session.ConfirmedAgainst = session.Browser.Current?.SessionId ?? SignedOut;
        }

        Changed?.Invoke();
    }

    private const string SignedOut = "";

    /// <summary>Null: there is none, or its own time is over, also where its browser has a later one.</summary>
    private Session? Find_NeedsLock(string sessionId) => _sessions.GetValueOrDefault(sessionId) is { } session && !IsOver(session) ? session : null;

    private bool IsOver(Session session) => session.IsEnded || session.Lifetime is { } lifetime && _time.GetElapsedTime(session.MadeAt) >= lifetime;

    private static bool IsOfSamePerson(SignIn? one, SignIn other) => one?.Username == other.Username && one.Identity == other.Identity;

    private void EndAll(Func<Session, bool> which)
    {
        bool any = false;
        lock (_gate)
        {
            foreach (Session session in _sessions.Values.Where(session => !session.IsEnded && !session.Browser.IsSignedOut && which(session)).ToList())
            {
                any = true;
                SignIn signIn = session.SignIn;
                session.Browser.Current = session.Browser.Current == signIn ? null : session.Browser.Current;
                session.IsEnded = true;
            }
        }

        if (any)
        {
            Changed?.Invoke();
        }
    }

    private void ForgetOldest_NeedsLock(SignIn added)
    {
        if (Rights is null)
        {
            return;
        }

        if (!_ofPerson.TryGetValue(added.Username, out List<string>? own))
        {
            _ofPerson[added.Username] = own = [];
        }

        own.Add(added.SessionId);
        while (own.Count > MostOfOnePerson)
        {
            // What is over goes first; whatever was used last is a page that somebody works at.
            string idle = own.MinBy(id => _sessions.TryGetValue(id, out Session? session) && !IsOver(session) && !session.Browser.IsSignedOut ? session.UsedAt : long.MinValue)!;
            _ = own.Remove(idle);
            _ = _sessions.Remove(idle);
        }
    }

    private static bool IsSuperseded_NeedsLock(Session session)
    {
        SignIn? current = session.Browser.Current;
        return !IsOfSamePerson(current, session.SignIn)
            && !string.Equals(session.ConfirmedAgainst, current?.SessionId ?? SignedOut, StringComparison.Ordinal);
    }
}

/// <summary>One sign-in of one browser. The session id is what the browser's cookie names; it is never shown.</summary>
public sealed record SignIn(string SessionId, string Username, bool IsAdmin)
{
    /// <summary>The account at the provider that it was made for; null: people do not sign in at one.</summary>
    public ProviderIdentity? Identity { get; init; }
}
