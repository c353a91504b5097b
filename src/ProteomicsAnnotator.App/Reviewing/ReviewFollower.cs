using System.Threading.Channels;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// Runs a round whenever it is woken, one at a time, with a pause of twice the round's time: many changes become one round,
/// and a slow share is not asked all the time.
/// </summary>
/// <param name="round">Must not throw but when cancelled.</param>
/// <param name="time">Measures rounds and pauses.</param>
internal sealed class ReviewFollower(Func<CancellationToken, Task> round, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task _following = Task.CompletedTask;

    public void Start() => _following = Task.Run(FollowAsync, CancellationToken.None);

    public void Wake() => _wakes.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task FollowAsync()
    {
        await foreach (bool _ in _wakes.Reader.ReadAllAsync(_closing.Token))
        {
            long start = time.GetTimestamp();
            await round(_closing.Token);
            TimeSpan pause = time.GetElapsedTime(start) * 2;
            await Task.Delay(pause < ShortestPause ? ShortestPause : pause, time, _closing.Token);
        }
    }
}
