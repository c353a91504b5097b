using System.Collections.Concurrent;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>Counts the reads that the cache begins, and can hold them as a slow share would.</summary>
internal sealed class SlowShare : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly SemaphoreSlim _changed = new(0);
    private TaskCompletionSource? _held;
    private int _reads;
    private int _cancelled;
    private readonly ConcurrentQueue<string> _paths = new();

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>The files in the order in which their voxels were read.</summary>
    public IReadOnlyCollection<string> Paths => _paths;

    public int Cancelled => Volatile.Read(ref _cancelled);

    public void Dispose() => _changed.Dispose();

    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _held?.TrySetResult();

    public async Task BeforeReadAsync(string path, CancellationToken cancellationToken)
    {
        Assert.True(Path.IsPathRooted(path));
        _paths.Enqueue(path);
        Interlocked.Increment(ref _reads);
        _changed.Release();
        try
        {
            await (_held?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            _changed.Release();
            throw;
        }
    }

    public Task WaitForReadsAsync(int count) => WaitAsync(() => Reads >= count);

    public Task WaitForCancelledAsync(int count) => WaitAsync(() => Cancelled >= count);

    private async Task WaitAsync(Func<bool> reached)
    {
        while (!reached())
        {
            Assert.True(await _changed.WaitAsync(Patience), "the cache did not get there");
        }
    }
}
