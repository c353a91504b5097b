using System.Security.Cryptography;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>A sign-in with its times. Whoever has it holds the lock of <see cref="SignIns"/>.</summary>
internal sealed class Session(SignIn signIn, Browser browser, TimeSpan? lifetime, long madeAt)
{
    /// <summary>Of a session id, in characters.</summary>
    public const int IdLength = 64;

    public SignIn SignIn { get; } = signIn;

    public Browser Browser { get; } = browser;

    /// <summary>Null: it does not end by itself.</summary>
    public TimeSpan? Lifetime { get; } = lifetime;

    public long MadeAt { get; } = madeAt;

    /// <summary>For good, before its time; its page still hears that it is.</summary>
    public bool IsEnded { get; set; }

    public string? ConfirmedAgainst { get; set; }

    /// <summary>When it was made, or a proxy named its person last.</summary>
    public long UsedAt { get; set; }

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));

}

/// <summary>What the pages of one browser have in common. Whoever has it holds the lock of <see cref="SignIns"/>.</summary>
internal sealed class Browser
{
    public SignIn? Current { get; set; }

    public bool HasSignedOut { get; set; }

    /// <summary>When a proxy named the person of one of its sessions last; null: none ever did.</summary>
    public long? ConfirmedAt { get; set; }

    /// <summary>Somebody signed out, and nobody signed in since.</summary>
    public bool IsSignedOut => Current is null && HasSignedOut;
}

/// <summary>
/// The browsers of cookies that name no session of this run. After a restart the tabs of a browser sign in at the same time, all with
/// the one dead cookie: they belong together, so that a sign-out in one ends the others. Whoever has it holds the lock of
/// <see cref="SignIns"/>.
/// </summary>
internal sealed class FormerBrowsers
{
    private const int Most = 4096;

    private readonly Dictionary<string, Browser> _browsers = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <param name="cookie">From the browser; what cannot be a session id is not kept.</param>
    public Browser Of(string cookie)
    {
        if (cookie.Length != Session.IdLength)
        {
            return new Browser();
        }

        if (!_browsers.TryGetValue(cookie, out Browser? browser))
        {
            _browsers[cookie] = browser = new Browser();
            _order.Enqueue(cookie);
            if (_order.Count > Most)
            {
                _ = _browsers.Remove(_order.Dequeue());
            }
        }

        return browser;
    }
}
