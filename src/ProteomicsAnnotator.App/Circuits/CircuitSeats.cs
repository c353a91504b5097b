using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Circuits;

/// <summary>
/// Every circuit of this run by its secret, and for a while those that ended. A circuit's secret alone must not open another
/// person's page, and the framework does not check whose connection presents it.
/// </summary>
public sealed class CircuitSeats(SignIns signIns)
{
    private const int Kept = 4096;
    private static readonly AsyncLocal<CircuitSeat?> OfCall = new();

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CircuitSeat> _bySecret = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>The circuit that the current call is about; null outside of such a call.</summary>
    public static CircuitSeat? Current
    {
        get => OfCall.Value;
        set => OfCall.Value = value;
    }

    public void Add(string secret, CircuitSeat seat)
    {
        lock (_gate)
        {
            _bySecret[secret] = seat;
            _order.Enqueue(secret);
            while (_order.Count > Kept)
            {
                _ = _bySecret.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>
    /// True where nobody owns the circuit yet, or the browser that connects signed in its page. That browser may have signed
    /// in as someone else since; the page then says so and waits for an answer.
    /// </summary>
    public bool TryGet(string? secret, string? connection, [NotNullWhen(true)] out CircuitSeat? seat)
    {
        lock (_gate)
        {
            seat = secret is not null ? _bySecret.GetValueOrDefault(secret) : null;
        }

        seat = seat is { Session: { } owner } && !signIns.IsSameBrowser(owner, connection) ? null : seat;
        return seat is not null;
    }

    /// <summary>Gives the circuit to the sign-in of the page that opens in it.</summary>
    /// <returns>False: the circuit belongs to another browser's sign-in, or its connection does.</returns>
    public bool TryTake(CircuitSeat seat, string session)
    {
        if ((seat.Session is { } owner && !signIns.IsSameBrowser(owner, session))
            || (seat.Connection is { } connection && !signIns.IsSameBrowser(connection, session)))
        {
            return false;
        }

        seat.Session = session;
        return true;
    }
}

/// <summary>The owner of a circuit: nobody until a page that needs a sign-in opens in it.</summary>
public sealed class CircuitSeat
{
    private volatile string? _session;
    private volatile string? _connection;

    /// <summary>The sign-in of the page in it.</summary>
    public string? Session
    {
        get => _session;
        set => _session = value;
    }

    /// <summary>The sign-in that the cookie named when the connection was made; null: none.</summary>
    public string? Connection
    {
        get => _connection;
        set => _connection = value;
    }
}
