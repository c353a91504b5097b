namespace ProteomicsAnnotator.App.Circuits;

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

    /// <summary>The sign-in that the connection's cookie named when it was made; null: none.</summary>
    public string? Connection
    {
        get => _connection;
        set => _connection = value;
    }
}
