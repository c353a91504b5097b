using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.App.SigningIn;

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
