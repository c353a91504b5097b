using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>
/// The network between a page and the program: the browser's HTTP proxy. Websockets pass through it as tunnels (CONNECT),
/// all else as plain requests, so that the circuit can be broken or held up alone. What is held up arrives later, in order.
/// </summary>
internal sealed class NetworkProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _program;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Pair> _pairs = [];
    private readonly Task _accepting;
    private TaskCompletionSource? _upHeld;
    private TaskCompletionSource? _downHeld;
    private bool _isCut;

    public NetworkProxy(string link)
    {
        _program = new IPEndPoint(IPAddress.Loopback, new Uri(link).Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Ends every connection, and each new one at once.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _isCut = true;
        }

        Break(_ => true);
    }

    public void Restore()
    {
        lock (_gate)
        {
            _isCut = false;
        }
    }

    /// <summary>Ends the websockets; new ones are let through.</summary>
    public void BreakCircuit() => Break(pair => pair.IsTunnel);

    /// <summary>Nothing passes on websockets in these directions, also on new ones, until <see cref="Release"/>.</summary>
    public void HoldCircuit(bool up, bool down)
    {
        lock (_gate)
        {
            _upHeld ??= up ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            _downHeld ??= down ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _upHeld?.SetResult();
            _downHeld?.SetResult();
            (_upHeld, _downHeld) = (null, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        Break(_ => true);
        Release();
        await _accepting;
        _ending.Dispose();
    }

    private void Break(Func<Pair, bool> which)
    {
        Pair[] broken;
        lock (_gate)
        {
            broken = [.. _pairs.Where(which)];
        }

        foreach (Pair pair in broken)
        {
            pair.Break();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_ending.Token));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket browser)
    {
        using var program = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var pair = new Pair(browser, program);
        lock (_gate)
        {
            if (_isCut)
            {
                pair.Break();
                return;
            }

            _pairs.Add(pair);
        }

        try
        {
            await pair.Program.ConnectAsync(_program, _ending.Token);
            await PumpBothAsync(pair);
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // Either side has gone, or the network broke.
        }

        lock (_gate)
        {
            _pairs.Remove(pair);
        }
    }

    private async Task PumpBothAsync(Pair pair)
    {
        await using var up = new NetworkStream(pair.Browser);
        await using var down = new NetworkStream(pair.Program);
        byte[] first = new byte[16 * 1024];
        int count = await up.ReadAsync(first, _ending.Token);
        pair.IsTunnel = Encoding.ASCII.GetString(first, 0, count).StartsWith("CONNECT ", StringComparison.Ordinal);
        if (pair.IsTunnel)
        {
            await up.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _ending.Token);
        }
        else
        {
            await down.WriteAsync(first.AsMemory(0, count), _ending.Token);
        }

        await Task.WhenAny(PumpAsync(pair, up, down, () => _upHeld), PumpAsync(pair, down, up, () => _downHeld));
    }

    private async Task PumpAsync(Pair pair, NetworkStream from, NetworkStream to, Func<TaskCompletionSource?> held)
    {
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, _ending.Token)) > 0)
        {
            if (pair.IsTunnel)
            {
                TaskCompletionSource? waiting;
                lock (_gate)
                {
                    waiting = held();
                }

                await (waiting?.Task ?? Task.CompletedTask).WaitAsync(_ending.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _ending.Token);
        }
    }

    private sealed class Pair(Socket browser, Socket program) : IDisposable
    {
        public Socket Browser { get; } = browser;

        public Socket Program { get; } = program;

        /// <summary>A websocket's; false until its first bytes have been seen.</summary>
        public bool IsTunnel { get; set; }

        /// <summary>As a network does that fails: a reset, without what is still under way.</summary>
        public void Break()
        {
            foreach (Socket side in (Socket[])[Browser, Program])
            {
                side.Close(timeout: 0);
            }
        }

        public void Dispose()
        {
            Browser.Dispose();
            Program.Dispose();
        }
    }
}
