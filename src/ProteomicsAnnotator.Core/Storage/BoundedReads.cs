using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Runs blocking readings of single files, several at once, and gives up waiting for one that does not come back within
/// the limit: a file that hangs costs only who needs it. It is refused at once until that reading has come back, so that
/// nothing piles up, and read again then. The whole process shares what hangs. Thread-safe.
/// </summary>
internal sealed class BoundedReads(TimeProvider time)
{
    /// <summary>Of one file or folder; shorter than every limit of an operation that reads several.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(3);

    /// <summary>The limit for other files while something hangs, or did a moment ago: there may be many.</summary>
    private static readonly TimeSpan BesideOthers = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(30);

    /// <summary>Of the real time, whatever clock is given: a thread may not have been begun yet.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(200);

    private const int AtOnce = 8;
    private const int MostHanging = 32;
    private static readonly ConcurrentDictionary<string, int> Hanging = new(StringComparer.Ordinal);
    private static long _lastGivenUp = long.MinValue;

    /// <summary>Timestamp of that clock after which nothing more is begun.</summary>
    public static long DeadlineOf(TimeProvider time, TimeSpan limit) => time.GetTimestamp() + (long)(limit.TotalSeconds * time.TimestampFrequency);

    /// <summary>In the order of the paths; each has its value or the error it failed with.</summary>
    /// <param name="paths">What is read; the name of what hangs.</param>
    /// <param name="read">Throws a file error, or anything else, which ends all.</param>
    /// <param name="limit">Of each; null: <see cref="Usual"/>.</param>
    /// <param name="deadline">Timestamp after which no further one is begun; null: none.</param>
    public IReadOnlyList<BoundedRead<T>> Each<T>(IReadOnlyList<string> paths, Func<string, T> read, TimeSpan? limit = null, long? deadline = null) =>
        paths.Count == 0 ? [] : new Round<T>(this, paths, read).Run(limit ?? Usual, deadline);

    /// <exception cref="StorageException">It failed, or does not come back.</exception>
    public T One<T>(string path, Func<T> read, TimeSpan? limit = null, long? deadline = null)
    {
        BoundedRead<T> only = Each([path], _ => read(), limit, deadline)[0];
        if (only.Error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return only.Value!;
    }

    private static StorageException? RefusalOf(string path) =>
        Hanging.ContainsKey(path) ? NoAnswer(path)
        : Hanging.Count >= MostHanging ? new StorageException(path, StorageFault.ShareDoesNotAnswer, new TimeoutException())
        : null;

    private static StorageException NoAnswer(string path) => new(path, "it does not answer", new TimeoutException());

    private sealed class Round<T>(BoundedReads owner, IReadOnlyList<string> paths, Func<string, T> read)
    {
        private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
        private readonly object _gate = new();
        private readonly BoundedRead<T>[] _done = new BoundedRead<T>[paths.Count];
        private readonly Dictionary<int, (long Start, long RealStart)> _running = [];
        private ExceptionDispatchInfo? _bug;
        private long? _deadline;
        private int _next;
        private int _left = paths.Count;

        public BoundedRead<T>[] Run(TimeSpan limit, long? deadline)
        {
            _deadline = deadline;
            for (int i = 0; i < Math.Min(AtOnce, paths.Count); i++)
            {
                Start();
            }

            lock (_gate)
            {
                while (_left > 0)
                {
                    _ = Monitor.Wait(_gate, Tick);
                    GiveUp_NeedsLock(limit);
                }
            }

            _bug?.Throw();
            return _done;
        }

        private void Start() => _ = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        private void Work()
        {
            while (Take() is { } index)
            {
                (T? value, StorageException? error) = (default, RefusalOf(paths[index]) ?? (IsOver() ? TooLate(index) : null));
                try
                {
                    value = error is null ? read(paths[index]) : default;
                }
                catch (Exception fault) when (StorageFault.IsFileError(fault))
                {
                    error = StorageException.From(paths[index], fault);
                }
                catch (Exception fault) when (!StorageFault.IsFileError(fault))
                {
                    _bug = ExceptionDispatchInfo.Capture(fault);
                }

                if (!Finish(index, new BoundedRead<T>(paths[index], value, error)))
                {
                    return;
                }
            }
        }

        private bool IsOver() => _deadline is { } end && owner.Now > end;

        private StorageException TooLate(int index) => new(paths[index], "it was not read: reading the share takes too long", new TimeoutException());

        private int? Take()
        {
            lock (_gate)
            {
                if (_next == paths.Count)
                {
                    return null;
                }

                _running[_next] = (owner.Now, Stopwatch.GetTimestamp());
                return _next++;
            }
        }

        /// <summary>False when it was given up before: another worker has replaced this one.</summary>
        private bool Finish(int index, BoundedRead<T> result)
        {
            lock (_gate)
            {
                if (!_running.Remove(index))
                {
                    _ = Hanging.TryRemove(paths[index], out _);
                    return false;
                }

                Keep_NeedsLock(index, result);
                return true;
            }
        }

        private void Keep_NeedsLock(int index, BoundedRead<T> result)
        {
            _done[index] = result;
            if (--_left == 0)
            {
                Monitor.Pulse(_gate);
            }
        }

        private void GiveUp_NeedsLock(TimeSpan limit)
        {
            foreach (int index in _running.Where(item => owner.IsOver(item.Value, limit)).Select(item => item.Key).ToList())
            {
                _ = _running.Remove(index);
                Hanging[paths[index]] = 0;
                Volatile.Write(ref _lastGivenUp, Stopwatch.GetTimestamp());
                Keep_NeedsLock(index, new BoundedRead<T>(paths[index], default, NoAnswer(paths[index])));
                Start();
            }
        }
    }

    private long Now => time.GetTimestamp();

    private bool IsOver((long Start, long RealStart) begun, TimeSpan limit)
    {
        long last = Volatile.Read(ref _lastGivenUp);
        bool isBesideOthers = last != long.MinValue && Stopwatch.GetElapsedTime(last) < Moment;
        return time.GetElapsedTime(begun.Start) > (isBesideOthers && limit > BesideOthers ? BesideOthers : limit)
            && Stopwatch.GetElapsedTime(begun.RealStart) > Least;
    }
}

/// <summary>What reading one file gave: its value, or why there is none.</summary>
internal readonly record struct BoundedRead<T>(string Path, T? Value, StorageException? Error);
