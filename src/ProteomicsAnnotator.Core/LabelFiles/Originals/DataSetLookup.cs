using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles.Originals;

/// <summary>
/// The data sets below the configured data root, for who places files of the original program. The folders are looked
/// through again behind the answer, with pauses that are long beside the looking. Blocking until the first answer;
/// thread-safe.
/// </summary>
internal sealed class DataSetLookup(string dataRoot, TimeProvider time)
{
    private const int PauseFactor = 20;

    // Guards all other fields; pulsed when an index is there. A Lock cannot be waited on.
    private readonly object _gate = new();
    private bool _isLooking;
    private DataSetIndex? _index;
    private TimeSpan _pause;
    private long _ended;

    /// <summary>As found last.</summary>
    /// <param name="limit">How long the first answer is waited for.</param>
    /// <exception cref="StorageException">It is not there within the limit.</exception>
    public DataSetIndex Find(TimeSpan limit)
    {
        lock (_gate)
        {
            if (!_isLooking && (_index is null || time.GetElapsedTime(_ended) >= _pause))
            {
                _isLooking = true;
                _ = Task.Factory.StartNew(Look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }

            long deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
            while (_index is null && deadline - Environment.TickCount64 is > 0 and var left)
            {
                _ = Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue));
            }

            return _index
                ?? throw new StorageException(dataRoot, "its folders have not been looked through yet, so it is not known which data sets there are", new TimeoutException());
        }
    }

    private void Look()
    {
        long start = time.GetTimestamp();
        DataSetIndex? index = null;
        try
        {
            index = DataSetIndex.Find(dataRoot);
        }
        finally
        {
            lock (_gate)
            {
                _ended = time.GetTimestamp();
                _pause = time.GetElapsedTime(start, _ended) * PauseFactor;
                _isLooking = false;
                _index = index ?? _index;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
