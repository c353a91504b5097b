namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Lets callers in one at a time, in the order they came.</summary>
internal sealed class FifoAsyncLock
{
    private readonly Lock _gate = new();
    private Task _tail = Task.CompletedTask;

    /// <summary>Completes when it is the caller's turn, which ends with the disposal of the result.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            before = _tail;
            _tail = end.Task;
        }

        try
        {
            await before.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _ = before.ContinueWith(_ => end.TrySetResult(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        return new Turn(end);
    }

    private sealed class Turn(TaskCompletionSource end) : IDisposable
    {
        public void Dispose() => end.TrySetResult();
    }
}
