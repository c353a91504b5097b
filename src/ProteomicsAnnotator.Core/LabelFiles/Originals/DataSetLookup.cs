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

    // Guards all other fields.
    private readonly Lock _gate = new();
    private Task<DataSetIndex>? _looking;
    private DataSetIndex? _index;
    private TimeSpan _pause;
    private long _ended;

    /// <summary>As found last.</summary>
    /// <param name="limit">How long the first answer is waited for.</param>
    /// <exception cref="StorageException">It is not there within the limit.</exception>
    public DataSetIndex Find(TimeSpan limit)
    {
        Task<DataSetIndex> looking;
        lock (_gate)
        {
            if (_looking is null && (_index is null || time.GetElapsedTime(_ended) >= _pause))
            {
                _looking = Task.Factory.StartNew(Look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }

            if (_index is { } known)
            {
                return known;
            }

            looking = _looking!;
        }

        return looking.Wait(limit)
            ? looking.Result
            : throw new StorageException(dataRoot, "its folders have not been looked through yet, so it is not known which data sets there are", new TimeoutException());
    }

    private DataSetIndex Look()
    {
        long start = time.GetTimestamp();
        DataSetIndex index = _index ?? DataSetIndex.Empty;
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
                _looking = null;
                _index = index;
            }
        }

        return index;
    }
}
