namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Calls for the derived file to be written behind the decisions, as <see cref="RewriteThrottle"/> says when. Thread-safe.</summary>
/// <param name="time">For the pauses.</param>
/// <param name="rewrite">Never throws.</param>
internal sealed class RewriteSchedule(TimeProvider time, Func<Task> rewrite) : IAsyncDisposable
{
    private readonly RewriteThrottle _throttle = new(time);
    private readonly CancellationTokenSource _stopping = new();

    // Guards _running.
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Starts within half a second, unless the last write was too recent.</summary>
    public void Request()
    {
        if (_throttle.TryPlan(out TimeSpan due))
        {
            Task later = RunLaterAsync(due);
            lock (_gate)
            {
                _running = _running.IsCompleted ? later : Task.WhenAll(_running, later);
            }
        }
    }

    /// <summary>A write took this long: the next one waits in proportion.</summary>
    public void NoteEnd(TimeSpan duration) => _throttle.End(duration);

    /// <summary>Begins no further one.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    /// <summary>Returns when none is running.</summary>
    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            running = _running;
        }

        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunLaterAsync(TimeSpan due)
    {
        try
        {
            await Task.Delay(due, time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _throttle.Begin();
        await rewrite();
    }
}
