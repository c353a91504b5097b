namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// When the derived file is written next: a quarter of a second after the first unsaved label (many follow), one
/// write at a time, and after a write a pause of at least four times what it took.
/// </summary>
internal sealed class RewriteThrottle(TimeProvider time)
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);
    private readonly Lock _gate = new();
    private bool _isPlanned;
    private long _lastEnd;
    private TimeSpan _pause;

    /// <summary>False when a write is planned already.</summary>
    public bool TryPlan(out TimeSpan due)
    {
        lock (_gate)
        {
            due = Gathering;
            if (_isPlanned)
            {
                return false;
            }

            TimeSpan left = _lastEnd == 0 ? TimeSpan.Zero : _pause - time.GetElapsedTime(_lastEnd);
            due = left > Gathering ? left : Gathering;
            _isPlanned = true;
            return true;
        }
    }

    public void Begin()
    {
        lock (_gate)
        {
            _isPlanned = false;
        }
    }

    public void End(TimeSpan duration)
    {
        lock (_gate)
        {
            _lastEnd = time.GetTimestamp();
            _pause = 4 * duration;
        }
    }
}
