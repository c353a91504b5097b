namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Calls once when nothing has happened for a while; the next event starts it again.</summary>
internal sealed class QuietTimer : IDisposable
{
    private readonly TimeSpan _quiet;
    private readonly ITimer _timer;

    public QuietTimer(TimeProvider time, TimeSpan quiet, Action call)
    {
        _quiet = quiet;
        _timer = time.CreateTimer(_ => call(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Restart() => _timer.Change(_quiet, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
