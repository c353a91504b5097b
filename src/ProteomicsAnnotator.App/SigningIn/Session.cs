namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>A sign-in with its times. Whoever has it holds the lock of <see cref="SignIns"/>.</summary>
internal sealed class Session(SignIn signIn, Browser browser, TimeSpan? lifetime, long madeAt)
{
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

    /// <summary>When a proxy named its person last; null: none ever did.</summary>
    public long? ConfirmedAt { get; set; }
}

/// <summary>What the pages of one browser have in common. Whoever has it holds the lock of <see cref="SignIns"/>.</summary>
internal sealed class Browser
{
    public SignIn? Current { get; set; }

    public bool HasSignedOut { get; set; }

    /// <summary>Somebody signed out, and nobody signed in since.</summary>
    public bool IsSignedOut => Current is null && HasSignedOut;
}
