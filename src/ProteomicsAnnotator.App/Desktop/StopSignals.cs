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
    private readonly ManualResetEventSlim _isDone = new();
    private readonly PosixSignalRegistration[] _registrations;

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
        if (isWindows)
        {
            _isDone.Wait();
        }
    }

    /// <summary>The end is done: what waits for it goes on.</summary>
    public void Dispose()
    {
        _isDone.Set();
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
