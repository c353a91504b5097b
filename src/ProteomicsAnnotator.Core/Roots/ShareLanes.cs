using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>
/// Runs blocking operations on a share and gives up waiting, not the operation, after a limit. While one hangs, no other
/// one of its lane is begun; while one of the share's own lane hangs, none at all. Thread-safe.
/// </summary>
/// <param name="root">Path of the share, for what is said.</param>
/// <param name="time">Measures the limits.</param>
/// <param name="probe">Tells whether the share itself answers, when an operation of another lane has not.</param>
/// <param name="probeLimit">How long the probe may take.</param>
internal sealed class ShareLanes(string root, TimeProvider time, Action probe, TimeSpan probeLimit)
{
    /// <summary>The share's own lane.</summary>
    public const string Whole = "";

    private readonly ConcurrentDictionary<string, int> _hanging = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Raised when an operation begins to hang, or has come back.</summary>
    public event Action? Changed;

    /// <summary>An operation of this lane, or of the share's own, has not come back within its limit.</summary>
    public bool IsHanging(string lane) => _hanging.ContainsKey(Whole) || _hanging.ContainsKey(lane);

    /// <exception cref="StorageException">It failed, did not come back in time, or an earlier one still hangs.</exception>
    public async Task<T> RunAsync<T>(Func<T> operation, TimeSpan limit, string lane)
    {
        if (IsHanging(lane))
        {
            throw new StorageException(root, StorageFault.ShareDoesNotAnswer);
        }

        Task<T> running = Task.Run(operation);
        Task waiting = ((Task)running).WaitAsync(limit, time);
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!running.IsCompleted)
        {
            _ = _hanging.AddOrUpdate(lane, 1, static (_, count) => count + 1);
            _ = ReleaseAsync(running, lane);
            if (lane != Whole)
            {
                _ = ProbeAsync();
            }

            Changed?.Invoke();
            throw new StorageException(root, StorageFault.ShareDoesNotAnswer, new TimeoutException());
        }

        try
        {
            return await running;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(root, error);
        }
    }

    /// <summary>Whether it is one file that hangs, or the share: then all others need not find it out one by one.</summary>
    private async Task ProbeAsync()
    {
        try
        {
            _ = await RunAsync(
                () =>
                {
                    probe();
                    return true;
                },
                probeLimit,
                Whole);
        }
        catch (StorageException)
        {
            // Known by now, or found at the next poll.
        }
    }

    private async Task ReleaseAsync(Task running, string lane)
    {
        await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        lock (_gate)
        {
            int left = _hanging.AddOrUpdate(lane, 0, static (_, count) => count - 1);
            if (left == 0)
            {
                _ = _hanging.TryRemove(KeyValuePair.Create(lane, 0));
            }
        }

        Changed?.Invoke();
    }
}
