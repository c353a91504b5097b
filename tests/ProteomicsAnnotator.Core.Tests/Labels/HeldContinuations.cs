using System.Collections.Concurrent;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Holds back what comes after the first await of an operation: for the moment between two of its steps.</summary>
internal sealed class HeldContinuations : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _held = new();
    private volatile bool _isReleased;

    public int Count => _held.Count;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (_isReleased)
        {
            ThreadPool.QueueUserWorkItem(_ => d(state));
        }
        else
        {
            _held.Enqueue((d, state));
        }
    }

    public Task<T> Start<T>(Func<Task<T>> operation)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            return operation();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Lets go what is held, and from now on everything.</summary>
    public void Release()
    {
        _isReleased = true;
        while (_held.TryDequeue(out (SendOrPostCallback Callback, object? State) held))
        {
            ThreadPool.QueueUserWorkItem(_ => held.Callback(held.State));
        }
    }
}
