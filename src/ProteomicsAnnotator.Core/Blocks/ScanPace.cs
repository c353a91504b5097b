namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>When a running scan shows what it has: after 100 ms, then at doubling distances up to 2 s.</summary>
internal sealed class ScanPace(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private TimeSpan _distance = TimeSpan.FromMilliseconds(100);
    private long _last = time.GetTimestamp();

    /// <summary>True for one of the callers who ask at the same time.</summary>
    public bool IsDue()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _last)) < _distance || !_gate.TryEnter())
        {
            return false;
        }

        try
        {
            if (time.GetElapsedTime(_last) < _distance)
            {
                return false;
            }

            Volatile.Write(ref _last, time.GetTimestamp());
            _distance = _distance * 2 < Longest ? _distance * 2 : Longest;
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }
}
