using System.Diagnostics.CodeAnalysis;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// One decoding of one channel, shared by all who wait for it. It is cancelled when the last of them leaves before it
/// is done, and its memory is let go when the cache has dropped it and nobody waits.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or handle holds nothing.")]
internal sealed class SharedDecode
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private Volume? _volume;
    private int _waiters;
    private bool _dropped;
    private bool _abandoned;

    public SharedDecode(Func<CancellationToken, Task<Volume>> load)
    {
        Completion = Task.Run(() => RunAsync(load));
    }

    /// <summary>The volume belongs to this load: share it while joined.</summary>
    public Task<Volume> Completion { get; }

    /// <summary>What decoding found out; null before it is done.</summary>
    public VolumeMetadata? Metadata
    {
        get
        {
            lock (_gate)
            {
                return _volume?.Metadata;
            }
        }
    }

    /// <summary>False when the load was cancelled: start another.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            _waiters += _abandoned ? 0 : 1;
            return !_abandoned;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _waiters--;
            Settle_NeedsLock();
        }
    }

    /// <summary>The cache no longer keeps it; those who wait still get it.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _dropped = true;
            Settle_NeedsLock();
        }
    }

    private void Settle_NeedsLock()
    {
        if (_waiters > 0)
        {
            return;
        }

        if (!Completion.IsCompleted && _volume is null)
        {
            _abandoned = true;
            _ = _cancellation.CancelAsync();
        }
        else if (_dropped)
        {
            _abandoned = true;
            _volume?.Dispose();
        }
    }

    private async Task<Volume> RunAsync(Func<CancellationToken, Task<Volume>> load)
    {
        Volume volume = await load(_cancellation.Token);
        lock (_gate)
        {
            _volume = volume;
            if (_abandoned)
            {
                volume.Dispose();
                throw new OperationCanceledException(_cancellation.Token);
            }
        }

        return volume;
    }
}
