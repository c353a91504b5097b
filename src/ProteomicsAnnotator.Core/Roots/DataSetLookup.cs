using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>
/// The data sets below the configured data root, for who places files of the original program. The folders are looked
/// through once for all who ask, and again behind an answer, with pauses that are long beside the looking. Thread-safe.
/// </summary>
internal sealed class DataSetLookup(LabelShareSettings settings)
{
    private const int PauseFactor = 20;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    // Guards all other fields; pulsed when an index is there. A Lock cannot be waited on.
    private readonly object _gate = new();
    private bool _isLooking;
    private DataSetIndex? _index;
    private TimeSpan _pause;
    private long _ended;

    private TimeProvider Time => settings.TimeProvider;

    /// <summary>As found last. Never waits: see <see cref="Await"/>.</summary>
    /// <exception cref="StorageException">The first look has not ended yet.</exception>
    public DataSetIndex Latest()
    {
        lock (_gate)
        {
            BeginIfDue_NeedsLock();
            return _index
                ?? throw new StorageException(settings.DataRoot, "its folders have not been looked through yet, so it is not known which data sets there are", new TimeoutException());
        }
    }

    /// <summary>Blocking: returns once a look has ended, or after the limit.</summary>
    public void Await(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        long start = Time.GetTimestamp();
        lock (_gate)
        {
            BeginIfDue_NeedsLock();
            while (_index is null && _isLooking && Time.GetElapsedTime(start) < limit)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _ = Monitor.Wait(_gate, Tick);
            }
        }
    }

    private void BeginIfDue_NeedsLock()
    {
        if (!_isLooking && (_index is null || Time.GetElapsedTime(_ended) >= _pause))
        {
            _isLooking = true;
            _ = Task.Factory.StartNew(Look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private void Look()
    {
        long start = Time.GetTimestamp();
        DataSetIndex? index = null;
        try
        {
            index = settings.FindDataSets(settings.DataRoot);
        }
        finally
        {
            lock (_gate)
            {
                _ended = Time.GetTimestamp();
                _pause = Time.GetElapsedTime(start, _ended) * PauseFactor;
                _isLooking = false;
                _index = index ?? _index;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
