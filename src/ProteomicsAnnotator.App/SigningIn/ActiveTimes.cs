namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>
/// When a person was at work, as far as decisions have it: what two windows measured at the same time counts once, for the
/// decision that came first. Thread-safe.
/// </summary>
/// <param name="time">Its timestamps never go back.</param>
public sealed class ActiveTimes(TimeProvider time)
{
    /// <summary>Of one press; earlier ones are only part of its sum.</summary>
    public const int MostSpans = 32;

    private const int MostCounted = 4096;
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();

    // In milliseconds since the start; the oldest go first.
    private readonly Queue<(long From, long To)> _counted = [];

    /// <summary>Spans in ms before now as times; what makes no sense is left out.</summary>
    public IReadOnlyList<(long From, long To)> At(IReadOnlyList<IReadOnlyList<long>> spans)
    {
        long now = (long)time.GetElapsedTime(_start).TotalMilliseconds;
        return [.. spans.Take(MostSpans)
            .Where(span => span is [var from, var to] && from >= to && to >= 0 && from <= TimeSpan.FromDays(1).TotalMilliseconds)
            .Select(span => (now - span[0], now - span[1]))];
    }

    /// <summary>How much of it decisions have already.</summary>
    public long CountedMs(IReadOnlyList<(long From, long To)> spans)
    {
        lock (_gate)
        {
            return spans.Sum(span => Overlap_NeedsLock(span));
        }
    }

    /// <summary>A decision has it now.</summary>
    public void Count(IReadOnlyList<(long From, long To)> spans)
    {
        lock (_gate)
        {
            foreach ((long From, long To) span in spans)
            {
                foreach ((long From, long To) part in Missing_NeedsLock(span))
                {
                    _counted.Enqueue(part);
                }
            }

            while (_counted.Count > MostCounted)
            {
                _ = _counted.Dequeue();
            }
        }
    }

    /// <summary>What is counted never overlaps itself.</summary>
    private long Overlap_NeedsLock((long From, long To) span) =>
        _counted.Sum(counted => Math.Max(0, Math.Min(span.To, counted.To) - Math.Max(span.From, counted.From)));

    private List<(long From, long To)> Missing_NeedsLock((long From, long To) span)
    {
        List<(long From, long To)> missing = [];
        long from = span.From;
        foreach ((long From, long To) counted in _counted.Where(counted => counted.To > span.From && counted.From < span.To).Order())
        {
            if (counted.From > from)
            {
                missing.Add((from, counted.From));
            }

            from = Math.Max(from, counted.To);
        }

        if (from < span.To)
        {
            missing.Add((from, span.To));
        }

        return missing;
    }
}
