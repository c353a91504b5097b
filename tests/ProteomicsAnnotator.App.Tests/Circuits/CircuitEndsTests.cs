using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.App.Circuits;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.App.SigningIn.Provider;

namespace ProteomicsAnnotator.App.Tests.Circuits;

/// <summary>Whose page is cut off, and cannot be connected again.</summary>
public sealed class CircuitEndsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SignIns _signIns;
    private readonly CircuitSeats _seats;
    private readonly CircuitEnds _ends;
    private readonly SessionSweep _sweep;
    private readonly List<string> _cut = [];

    public CircuitEndsTests()
    {
        _signIns = new SignIns(_time);
        _seats = new CircuitSeats(_signIns);
        _ends = new CircuitEnds(_seats, _signIns);
        _sweep = new SessionSweep(_signIns, bindings: null, roles: null, _time, _ => { });
        _sweep.Swept += _ends.Look;
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _ends.Dispose();
    }

    [Fact]
    public void SignOut_EndsEveryPageOfThatBrowser_AndNobodyElses()
    {
        SignIn alice = _signIns.Add("alice", isAdmin: false, former: null);
        SignIn bob = _signIns.Add("bob", isAdmin: false, former: null);
        Open("first", alice);
        Open("second", alice);
        Open("bob's", bob);

        _signIns.Remove(alice.SessionId);

        Assert.Equal(["first", "second"], _cut.Order(StringComparer.Ordinal));
        Assert.False(_seats.TryGet("first", alice.SessionId, out _));
        Assert.True(_seats.TryGet("bob's", bob.SessionId, out _));
    }

    /// <summary>Whoever connects while it ends is cut off as well.</summary>
    [Fact]
    public void Connection_OfACircuitThatIsOver_IsCut()
    {
        SignIn alice = _signIns.Add("alice", isAdmin: false, former: null);
        CircuitSeat seat = Open("first", alice);
        _signIns.Remove(alice.SessionId);
        seat.ConnectBy(() => _cut.Add("later"));
        Assert.Equal(["first", "later"], _cut);
    }

    [Fact]
    public async Task SignIn_WhoseTimeIsOver_EndsItsPagesWithinTenSeconds()
    {
        SignIn alice = _signIns.Add("alice", isAdmin: false, former: null, lifetime: TimeSpan.FromHours(8));
        Open("first", alice);
        _time.Advance(TimeSpan.FromHours(7.99));
        Assert.True(_signIns.TryGet(alice.SessionId, out _));
        Assert.Empty(_cut);

        _time.Advance(TimeSpan.FromHours(0.01));

        Assert.False(_signIns.TryGet(alice.SessionId, out _));
        await Eventually.IsTrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(2));
                return _cut is ["first"];
            },
            "the page is cut off");
        Assert.False(_signIns.HasSignedOut(alice.SessionId));
    }

    [Fact]
    public async Task Proxy_ThatNamesNobodyAnyMore_EndsThePages()
    {
        SignIn alice = _signIns.Add("alice", isAdmin: false, former: null);
        Open("first", alice);
        _ = _signIns.OfProxy(alice.SessionId, "alice", out _);
        await Eventually.IsTrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(2));
                return _cut is ["first"];
            },
            "the page is cut off");
    }

    [Fact]
    public void Page_ThatWasOpenedWithOtherRights_IsCut()
    {
        SignIn alice = _signIns.Add("alice", isAdmin: false, former: null);
        Open("first", alice).WasAdmin = true;
        _ = _signIns.Add("bob", isAdmin: false, former: null);
        Assert.Equal(["first"], _cut);
    }

    [Fact]
    public void Circuits_ThatAreOpen_AreNeverForgotten_AndThoseThatEndedAreBounded()
    {
        SignIn alice = _signIns.Add("alice", isAdmin: false, former: null);
        Open("old", alice);
        for (int i = 0; i < 5000; i++)
        {
            _seats.Close(Open($"gone {i}", alice));
        }

        Assert.True(_seats.TryGet("old", alice.SessionId, out _));
        Assert.False(_seats.TryGet("gone 0", alice.SessionId, out _));
        Assert.True(_seats.TryGet("gone 4999", alice.SessionId, out _));
        Assert.Single(_seats.Open);
    }

    private CircuitSeat Open(string secret, SignIn signIn)
    {
        var seat = new CircuitSeat { Connection = signIn.SessionId };
        seat.ConnectBy(() => _cut.Add(secret));
        _seats.Add(secret, seat);
        Assert.True(_seats.TryTake(seat, signIn.SessionId));
        return seat;
    }
}
