using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Circuits;

/// <summary>
/// Every circuit of this run by its secret, and for a while those that ended. A circuit's secret alone must not open another
/// person's page, and the framework does not check whose connection presents it.
/// </summary>
public sealed class CircuitSeats(SignIns signIns)
{
    /// <summary>Of those that ended; one that is open is never forgotten.</summary>
    private const int Kept = 4096;
    private static readonly AsyncLocal<CircuitSeat?> OfCall = new();

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CircuitSeat> _bySecret = new(StringComparer.Ordinal);
    private readonly HashSet<CircuitSeat> _open = [];
    private readonly Queue<CircuitSeat> _ended = [];

    /// <summary>The circuit that the current call is about; null outside of such a call.</summary>
    public static CircuitSeat? Current
    {
        get => OfCall.Value;
        set => OfCall.Value = value;
    }

    /// <summary>All that have not ended, as they are now.</summary>
    public IReadOnlyList<CircuitSeat> Open
    {
        get
        {
            lock (_gate)
            {
                return [.. _open];
            }
        }
    }

    /// <summary>Whoever knows the secret may ask for it.</summary>
    public void Add(string secret, CircuitSeat seat)
    {
        lock (_gate)
        {
            seat.Secret = secret;
            _bySecret[secret] = seat;
            if (seat.IsClosed)
            {
                Keep_NeedsLock(seat);
            }
            else
            {
                _ = _open.Add(seat);
            }
        }
    }

    /// <summary>The circuit has ended; its page may ask for another one in its place for a while.</summary>
    public void Close(CircuitSeat seat)
    {
        seat.LetGo();
        lock (_gate)
        {
            seat.IsClosed = true;
            if (_open.Remove(seat))
            {
                Keep_NeedsLock(seat);
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

        seat = seat is { IsOver: true } || seat is { Session: { } owner } && !signIns.IsSameBrowser(owner, connection) ? null : seat;
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

        seat.WasAdmin = signIns.CurrentOf(session) is { } signIn && signIns.IsAdmin(signIn);
        seat.Session = session;
        return true;
    }

    private void Keep_NeedsLock(CircuitSeat seat)
    {
        _ended.Enqueue(seat);
        while (_ended.Count > Kept)
        {
            _ = _bySecret.Remove(_ended.Dequeue().Secret);
        }
    }
}

/// <summary>The owner of a circuit: nobody until a page that needs a sign-in opens in it.</summary>
public sealed class CircuitSeat
{
    private volatile string? _session;
    private volatile string? _connection;
    private readonly Lock _cutting = new();
    private Action? _cut;
    private volatile bool _isOver;
    private volatile bool _wasAdmin;

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

    /// <summary>What the page knows its circuit by. Guarded by <see cref="CircuitSeats"/>.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The framework has let go of it. Guarded by <see cref="CircuitSeats"/>.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Its page was opened with an admin's rights.</summary>
    public bool WasAdmin
    {
        get => _wasAdmin;
        set => _wasAdmin = value;
    }

    /// <summary>Nobody may have it any more.</summary>
    public bool IsOver => _isOver;

    /// <summary>Cuts the connection that is about it now.</summary>
    public void ConnectBy(Action cut)
    {
        lock (_cutting)
        {
            if (!_isOver)
            {
                _cut = cut;
                return;
            }
        }

        cut();
    }

    /// <summary>Cuts its connection, once however often it is asked, and every later one.</summary>
    public void End()
    {
        Action? cut;
        lock (_cutting)
        {
            cut = _isOver ? null : _cut;
            _isOver = true;
        }

        cut?.Invoke();
        LetGo();
    }

    /// <summary>Of the connection, which is not kept for as long as the seat is.</summary>
    public void LetGo()
    {
        lock (_cutting)
        {
            _cut = null;
        }
    }
}
