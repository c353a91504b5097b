namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>
/// What all readings together take for the chunks that they are decoding. A thread that finds no room waits for its turn; one that wants more than
/// there is goes on alone.
/// </summary>
/// <param name="mostBytes">Of all of them.</param>
internal sealed class DecodingMemory(long mostBytes)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly LinkedList<object> _turns = new();
    private long _taken;

    /// <summary>Of all stores.</summary>
    public static DecodingMemory Shared { get; } = new(1L << 30);

    public long Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken;
            }
        }
    }

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _turns.Count;
            }
        }
    }

    /// <summary>Blocking. Who has some must not wait for more.</summary>
    /// <param name="bytes">Given back by <see cref="GiveBack"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public void Take(long bytes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            LinkedListNode<object> turn = _turns.AddLast(new object());
            try
            {
                while (_turns.First != turn || (_taken > 0 && _taken + bytes > mostBytes))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Monitor.Wait(_gate, Glance);
                }

                _taken += bytes;
            }
            finally
            {
                _turns.Remove(turn);
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Blocking. Waits for one part, and takes of further ones what is free then and nobody waits for: one thread of a reading waits, not all of them.</summary>
    /// <param name="most">Parts, at least 1.</param>
    /// <param name="bytes">Of a part.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many parts were taken; <see cref="GiveBack"/> takes all of them.</returns>
    public int TakeUpTo(int most, long bytes, CancellationToken cancellationToken)
    {
        Take(bytes, cancellationToken);
        lock (_gate)
        {
            int more = _turns.Count > 0 ? 0 : (int)Math.Clamp((mostBytes - _taken) / bytes, 0, most - 1);
            _taken += more * bytes;
            return 1 + more;
        }
    }

    public void GiveBack(long bytes)
    {
        lock (_gate)
        {
            _taken -= bytes;
            Monitor.PulseAll(_gate);
        }
    }
}
