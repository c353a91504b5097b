using System.Net;
using System.Net.Sockets;

namespace ProteomicsAnnotator.App.Http;

/// <summary>
/// The socket of this run, bound before the server is built, so that the port can be part of the cookies'
/// names: browsers send a cookie to every port of a host. It listens from the start: a browser that is opened meanwhile
/// waits in the socket's queue until the server takes it.
/// </summary>
public sealed class ServerAddress : IDisposable
{
    private readonly Socket _socket;

    private ServerAddress(Socket socket, Uri? publicUrl, bool isTls)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        Url = publicUrl ?? new Uri($"{(isTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://{EndPoint}");
    }

    public IPEndPoint EndPoint { get; }

    public int Port => EndPoint.Port;

    /// <summary>What browsers have in their address line: scheme, host and port.</summary>
    public Uri Url { get; }

    /// <summary>The same without a trailing slash.</summary>
    public string Origin => Url.GetLeftPart(UriPartial.Authority);

    /// <summary>Browsers reach it over TLS.</summary>
    public bool IsSecure => Url.Scheme == Uri.UriSchemeHttps;

    public string TokenCookie => CookieName("access");

    public string SessionCookie => CookieName("session");

    public string FormCookie => CookieName("form");

    /// <summary>
    /// How the program sets every cookie: gone with the browser, unreadable for scripts, never sent by another site. Over TLS a link
    /// on another site leads in; a browser takes a Secure cookie on plain HTTP not everywhere.
    /// </summary>
    public CookieOptions Cookie => new()
    {
        HttpOnly = true,
        Secure = IsSecure,
        SameSite = IsSecure ? SameSiteMode.Lax : SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
    };

    /// <summary>Binds 127.0.0.1. Port 0 takes a free one. Null when the port is taken or not ours to take.</summary>
    public static ServerAddress? TryBind(int port) => TryBind(new IPEndPoint(IPAddress.Loopback, port), null);

    /// <summary>The same at any address of this machine.</summary>
    /// <param name="listen">Port 0 takes a free one.</param>
    /// <param name="publicUrl">What browsers have in their address line; null: this address.</param>
    /// <param name="isTls">This program does TLS itself.</param>
    public static ServerAddress? TryBind(IPEndPoint listen, Uri? publicUrl, bool isTls = false)
    {
        var socket = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(listen);
            socket.Listen();
            return new ServerAddress(socket, publicUrl, isTls);
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

    /// <summary>A name that begins so is taken by browsers only with Secure, this host and the path /.</summary>
    public string CookieName(string use) => IsSecure ? $"__Host-annotator-{use}" : $"annotator-{use}-{Port}";
}
