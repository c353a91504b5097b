using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Circuits;

/// <summary>
/// Ends the circuits of a server whose person signed out, whose sign-in is over, or who may do something else than when the page was opened. Its
/// connection is cut, and the circuit is never connected again: the page loads anew, as whoever it is now, or not at all.
/// </summary>
public sealed class CircuitEnds : IDisposable
{
    private readonly CircuitSeats _seats;
    private readonly SignIns _signIns;

    public CircuitEnds(CircuitSeats seats, SignIns signIns)
    {
        (_seats, _signIns) = (seats, signIns);
        signIns.Changed += Look;
    }

    public void Dispose() => _signIns.Changed -= Look;

    /// <summary>Also for what ends without a change, such as a proxy's word.</summary>
    public void Look()
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
