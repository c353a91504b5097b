using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.App.Desktop;

/// <summary>
/// Ctrl+C, SIGTERM and a terminal that goes end the program cleanly. Closing the console window of Windows is the last of
/// these (CTRL_CLOSE_EVENT), and the process is ended as soon as its handler returns, or five seconds later: the handler
/// waits until the end is done.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    // Guards _isDone; pulsed when it is set. A Lock cannot be waited on.
    private readonly object _gate = new();
    private readonly PosixSignalRegistration[] _registrations;
    private bool _isDone;

    public StopSignals()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStop),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStop),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => OnHangUp(context, OperatingSystem.IsWindows())),
        ];
    }

    /// <summary>Cancelled by the first of them.</summary>
    public CancellationToken Token => _stop.Token;

    internal void OnHangUp(PosixSignalContext context, bool isWindows)
    {
        OnStop(context);
        if (!isWindows)
        {
            return;
        }

        lock (_gate)
        {
            while (!_isDone)
            {
                _ = Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>The end is done: what waits for it goes on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDone = true;
            Monitor.PulseAll(_gate);
        }

        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The end is done.
        }
    }
}
