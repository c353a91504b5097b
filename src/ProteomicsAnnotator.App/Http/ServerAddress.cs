using System.Net;
using System.Net.Sockets;

namespace ProteomicsAnnotator.App.Http;

/// <summary>
/// The loopback socket of this run, bound before the server is built, so that the port can be part of the cookies'
/// names: browsers send a cookie to every port of a host. It listens from the start: a browser that is opened meanwhile
/// waits in the socket's queue until the server takes it.
/// </summary>
public sealed class ServerAddress : IDisposable
{
    private readonly Socket _socket;

    private ServerAddress(Socket socket)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public int Port => EndPoint.Port;

    /// <summary>Without a trailing slash.</summary>
    public string Origin => $"http://127.0.0.1:{Port}";

    public string TokenCookie => $"annotator-access-{Port}";

    public string SessionCookie => $"annotator-session-{Port}";

    public string FormCookie => $"annotator-form-{Port}";

    /// <summary>Binds 127.0.0.1. Port 0 takes a free one. Null when the port is taken or not ours to take.</summary>
    public static ServerAddress? TryBind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return new ServerAddress(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Handed to the server, which owns the socket from then on.</summary>
    public Socket Socket => _socket;

    public void Dispose() => _socket.Dispose();
}
