namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Blocks whose volumes are being read for somebody or sent to them, so that what is read ahead waits for those that are awaited.</summary>
/// <param name="time">The clock.</param>
internal sealed class Deliveries(TimeProvider time)
{
    /// <summary>A page that has a volume uploads and paints it, and needs the processor for that.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    /// <summary>A slow reader holds nobody up for longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Delivery> _underWay = new(StringComparer.Ordinal);

    /// <summary>Disposing the result ends it.</summary>
    /// <param name="location">Of the block.</param>
    public IDisposable Begin(string location)
    {
        lock (_gate)
        {
            if (!_underWay.TryGetValue(location, out Delivery? delivery))
            {
                _underWay[location] = delivery = new Delivery();
            }

            delivery.Count++;
            return new Ending(this, location);
        }
    }

    /// <summary>Returns once nothing of the block is under way, and a little later; at once where nothing is.</summary>
    public async Task WaitAsync(string location, CancellationToken cancellationToken)
    {
        long begin = time.GetTimestamp();
        while (EndOf(location) is { } end && Longest - time.GetElapsedTime(begin) is { Ticks: > 0 } left)
        {
            await Task.WhenAny(end, Task.Delay(left, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (end.IsCompleted)
            {
                await Task.Delay(Rest, time, cancellationToken);
            }
        }
    }

    private Task? EndOf(string location)
    {
        lock (_gate)
        {
            return _underWay.GetValueOrDefault(location)?.Done.Task;
        }
    }

    private void End(string location)
    {
        lock (_gate)
        {
            Delivery delivery = _underWay[location];
            delivery.Count--;
            if (delivery.Count == 0)
            {
                _underWay.Remove(location);
                delivery.Done.SetResult();
            }
        }
    }

    private sealed class Delivery
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }

    private sealed class Ending(Deliveries deliveries, string location) : IDisposable
    {
        private int _isEnded;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isEnded, 1) == 0)
            {
                deliveries.End(location);
            }
        }
    }
}
