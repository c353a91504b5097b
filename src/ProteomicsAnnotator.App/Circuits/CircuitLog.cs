using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ProteomicsAnnotator.App.Circuits;

/// <summary>
/// Logs that a page's connection broke, and when it was back. A page that closes says goodbye at once; nothing is logged
/// about it.
/// </summary>
public sealed partial class CircuitLog : CircuitHandler, IDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly ILogger<CircuitLog> _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closed = new();
    private long? _brokenAt;

    public CircuitLog(ILogger<CircuitLog> log, TimeProvider time)
    {
        _log = log;
        _time = time;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _brokenAt = _time.GetTimestamp();
        _ = LogIfItStaysAwayAsync(_brokenAt.Value);
        return Task.CompletedTask;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_brokenAt is { } since)
        {
            _brokenAt = null;
            LogBack(_log, _time.GetElapsedTime(since).TotalMilliseconds);
        }

        return Task.CompletedTask;
    }

    public override async Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _brokenAt = null;
        await _closed.CancelAsync();
    }

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    private async Task LogIfItStaysAwayAsync(long since)
    {
        try
        {
            await Task.Delay(Goodbye, _time, _closed.Token);
            if (_brokenAt == since)
            {
                LogBroken(_log);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection to a page broke. The page connects again by itself when it can.")]
    private static partial void LogBroken(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection to a page broke and was back after {Milliseconds:0} ms.")]
    private static partial void LogBack(ILogger log, double milliseconds);
}
