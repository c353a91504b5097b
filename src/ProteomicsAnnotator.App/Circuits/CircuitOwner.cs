using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ProteomicsAnnotator.App.Circuits;

/// <summary>Lives with one circuit and answers the page that opens in it.</summary>
public sealed class CircuitOwner : CircuitHandler
{
    private readonly CircuitSeats _seats;
    private readonly CircuitSeat? _seat;

    public CircuitOwner(CircuitSeats seats)
    {
        _seats = seats;
        _seat = CircuitSeats.Current;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_seat is not null)
        {
            _seats.Close(_seat);
        }

        return Task.CompletedTask;
    }

    /// <summary>This sign-in may open its page here. Without a circuit, as in a component's test, any may.</summary>
    public bool TryTake(string session) => _seat is null || _seats.TryTake(_seat, session);
}
