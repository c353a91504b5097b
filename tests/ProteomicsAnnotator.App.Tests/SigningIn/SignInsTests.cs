using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.SigningIn.Provider;

namespace ProteomicsAnnotator.App.Tests.SigningIn;

public sealed class SignInsTests
{
    private readonly SignIns _signIns = new();

    [Fact]
    public void Page_WhenItsBrowserSignsInAsSomeoneElse_IsSuperseded()
    {
        SignIn alice = _signIns.Add("alice", false, null);
        SignIn bob = _signIns.Add("bob", false, alice.SessionId);
        Assert.True(_signIns.IsSuperseded(alice.SessionId));
        Assert.False(_signIns.IsSuperseded(bob.SessionId));
        Assert.Equal(bob, _signIns.CurrentOf(alice.SessionId));
        Assert.False(_signIns.TryGet(alice.SessionId, out _));
    }

    [Fact]
    public void Page_WhenItsBrowserSignsInAsTheSameUser_IsNotSuperseded()
    {
        SignIn first = _signIns.Add("alice", false, null);
        SignIn second = _signIns.Add("alice", false, first.SessionId);
        Assert.False(_signIns.IsSuperseded(first.SessionId));
        _signIns.Add("bob", false, second.SessionId);
        Assert.True(_signIns.IsSuperseded(first.SessionId));
    }

    [Fact]
    public void Page_WhenItsBrowserSignsOut_IsSupersededUntilTheUserIsBack()
    {
        SignIn alice = _signIns.Add("alice", false, null);
        _signIns.Remove(alice.SessionId);
        Assert.True(_signIns.IsSuperseded(alice.SessionId));
        Assert.False(_signIns.TryGet(alice.SessionId, out _));
        _signIns.Add("alice", false, alice.SessionId);
        Assert.False(_signIns.IsSuperseded(alice.SessionId));
    }

    [Fact]
    public void Confirm_OfASupersededPage_HoldsUntilTheNextChange()
    {
        SignIn alice = _signIns.Add("alice", false, null);
        SignIn bob = _signIns.Add("bob", false, alice.SessionId);
        _signIns.Confirm(alice.SessionId);
        Assert.False(_signIns.IsSuperseded(alice.SessionId));
        _signIns.Add("carol", false, bob.SessionId);
        Assert.True(_signIns.IsSuperseded(alice.SessionId));
    }

    /// <summary>After a restart all tabs of a browser sign in at once, with the one cookie that no session of this run has.</summary>
    [Fact]
    public void Tabs_ThatSignInWithOneDeadCookie_AreOfOneBrowser()
    {
        string dead = new('a', 64);
        SignIn first = _signIns.Add("alice", false, dead);
        SignIn second = _signIns.Add("alice", false, dead);
        Assert.False(_signIns.IsSuperseded(first.SessionId));
        _signIns.Remove(second.SessionId);
        Assert.True(_signIns.IsSuperseded(first.SessionId));
        _signIns.Add("bob", false, second.SessionId);
        Assert.True(_signIns.IsSuperseded(first.SessionId));
    }

    [Fact]
    public void Pages_OfTwoBrowsers_DoNotMeet()
    {
        SignIn alice = _signIns.Add("alice", false, null);
        _signIns.Add("bob", false, null);
        Assert.False(_signIns.IsSuperseded(alice.SessionId));
        Assert.True(_signIns.TryGet(alice.SessionId, out _));
    }

    [Fact]
    public void Change_OfASignIn_IsTold()
    {
        SignIn alice = _signIns.Add("alice", false, null);
        bool told = false;
        _signIns.Changed += () => told = _signIns.IsSuperseded(alice.SessionId);
        _signIns.Add("bob", false, alice.SessionId);
        Assert.True(told);
    }

    /// <summary>Its own time counts, also where its browser has signed in again since.</summary>
    [Fact]
    public void SignIn_OfABrowserWithALaterOne_EndsAfterItsOwnTime()
    {
        var time = new FakeTimeProvider();
        var signIns = new SignIns(time);
        SignIn first = signIns.Add("alice", isAdmin: false, former: null, TimeSpan.FromHours(8));
        time.Advance(TimeSpan.FromHours(7));
        SignIn second = signIns.Add("alice", isAdmin: false, first.SessionId, TimeSpan.FromHours(8));
        Assert.False(signIns.IsSuperseded(first.SessionId));

        time.Advance(TimeSpan.FromHours(1.1));

        Assert.True(signIns.IsSuperseded(first.SessionId));
        Assert.True(signIns.HasEnded(first.SessionId));
        Assert.Contains("has ended", new PageOwner(signIns, first).BlockedReason, StringComparison.Ordinal);
        Assert.Null(new PageOwner(signIns, second).BlockedReason);
        Assert.Equal(second, Assert.Single(signIns.All()));
        time.Advance(TimeSpan.FromHours(7));
        Assert.False(signIns.TryGet(second.SessionId, out _));
    }

    /// <summary>Nothing is asked of it meanwhile: a page that nobody touches hears of it, once.</summary>
    [Fact]
    public void SignIn_WhoseTimeIsOver_IsTold_AndASignOutIsRemembered()
    {
        var time = new FakeTimeProvider();
        var signIns = new SignIns(time);
        _ = signIns.Add("alice", isAdmin: false, former: null, TimeSpan.FromHours(8));
        SignIn left = signIns.Add("bob", isAdmin: false, former: null, TimeSpan.FromHours(8));
        signIns.Remove(left.SessionId);
        int told = 0;
        signIns.Changed += () => told++;
        signIns.EndExpired();
        Assert.Equal(0, told);

        time.Advance(TimeSpan.FromHours(8));
        signIns.EndExpired();
        signIns.EndExpired();

        Assert.Equal(1, told);
        Assert.True(signIns.HasSignedOut(left.SessionId));
    }

    /// <summary>A page of the former account stays blocked when the name's new account signs in in the same browser.</summary>
    [Fact]
    public void Page_OfAnotherAccount_IsNotThatOfANamesake()
    {
        SignIn former = _signIns.Add("alice", isAdmin: false, former: null, identity: new ProviderIdentity("https://login.example", "1"));
        SignIn later = _signIns.Add("alice", isAdmin: false, former.SessionId, identity: new ProviderIdentity("https://login.example", "2"));
        Assert.True(_signIns.IsSuperseded(former.SessionId));

        _signIns.End([former]);

        Assert.True(_signIns.HasEnded(former.SessionId));
        Assert.True(_signIns.TryGet(later.SessionId, out _));
        Assert.False(_signIns.IsSuperseded(later.SessionId));
    }

    [Fact]
    public void Page_ForWhichAProxyNamesNobodyForMinutes_IsUnconfirmedUntilItDoes()
    {
        var time = new FakeTimeProvider();
        var signIns = new SignIns(time);
        SignIn page = signIns.Add("alice", isAdmin: false, former: null);
        Assert.Equal(page, signIns.OfProxy(page.SessionId, "alice", out bool isNew));
        time.Advance(TimeSpan.FromMinutes(2.9));
        Assert.False(signIns.IsUnconfirmed(page.SessionId));
        time.Advance(TimeSpan.FromMinutes(0.2));
        Assert.True(signIns.IsUnconfirmed(page.SessionId));

        _ = signIns.OfProxy(page.SessionId, "alice", out _);

        Assert.False(signIns.IsUnconfirmed(page.SessionId));
        Assert.False(isNew);
    }

    /// <summary>Requests carry the cookie of the tab that signed in last, whichever page they are of.</summary>
    [Fact]
    public void Tabs_OfOneBrowser_AreConfirmedTogether()
    {
        var time = new FakeTimeProvider();
        var signIns = new SignIns(time);
        SignIn first = signIns.Add("alice", isAdmin: false, former: new('b', 64));
        SignIn second = signIns.Add("alice", isAdmin: false, former: new('b', 64));
        _ = signIns.OfProxy(second.SessionId, "alice", out _);
        Assert.False(signIns.IsUnconfirmed(first.SessionId));

        time.Advance(TimeSpan.FromMinutes(3.1));

        Assert.True(signIns.IsUnconfirmed(first.SessionId));
        Assert.True(signIns.IsUnconfirmed(second.SessionId));
    }

    /// <summary>Without a page's cookie all requests of a person have one sign-in, and never another person's.</summary>
    [Fact]
    public void Requests_ThatAProxySignsInWithoutACookie_HaveOneSignInForEachPerson()
    {
        SignIn page = _signIns.Add("boss", isAdmin: true, former: null);

        SignIn alice = _signIns.OfProxy("guessed", "alice", out bool isFirst);
        SignIn again = _signIns.OfProxy(null, "alice", out bool isSecond);
        SignIn thief = _signIns.OfProxy(page.SessionId, "alice", out _);

        Assert.Equal((true, false), (isFirst, isSecond));
        Assert.Equal((alice, alice), (again, thief));
        Assert.False(alice.IsAdmin);
        Assert.True(_signIns.IsSuperseded(page.SessionId));
    }
}
