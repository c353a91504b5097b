using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Circuits;

/// <summary>
/// Ends the circuits of a server whose person signed out, whose sign-in is over, or who may do something else than when the page was opened. Its
/// connection is cut, and the circuit is never connected again: the page loads anew, as whoever it is now, or not at all.
/// </summary>
public sealed class CircuitEnds : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CircuitSeats _seats;
    private readonly SignIns _signIns;
    private readonly PeriodicTimer _timer;

    public CircuitEnds(CircuitSeats seats, SignIns signIns, TimeProvider time)
    {
        (_seats, _signIns, _timer) = (seats, signIns, new PeriodicTimer(Interval, time));
        signIns.Changed += Look;
        _ = FollowAsync();
    }

    public void Dispose()
    {
        _signIns.Changed -= Look;
        _timer.Dispose();
    }

    /// <summary>What ends by itself, such as a sign-in after hours, is no change.</summary>
    private async Task FollowAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            Look();
        }
    }

    private void Look()
    {
        foreach (CircuitSeat seat in _seats.Open)
        {
            if (seat is { Session: { } session, IsOver: false } && IsOver(seat, session))
            {
                seat.End();
            }
        }
    }

    private bool IsOver(CircuitSeat seat, string session) =>
        _signIns.CurrentOf(session) is not { } signIn || _signIns.IsSuperseded(session) || _signIns.IsUnconfirmed(session)
        || _signIns.IsAdmin(signIn) != seat.WasAdmin;
}
