using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Tests.SigningIn;

/// <summary>Two windows of one person: a second counts for one decision, whoever measured it.</summary>
public sealed class ActiveTimesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ActiveTimes _times;

    public ActiveTimesTests()
    {
        _times = new ActiveTimes(_time);
        _time.Advance(TimeSpan.FromHours(1));
    }

    [Fact]
    public void TwoWindowsThatMeasureTheSameSeconds_CountThemOnce()
    {
        Assert.Equal(5000, Decide([5000, 0]));
        _time.Advance(TimeSpan.FromSeconds(2));

        // The other window counts the last seven seconds; five of them are the first one's.
        Assert.Equal(2000, Decide([7000, 0]));
        Assert.Equal(0, Decide([7000, 0]));
    }

    [Fact]
    public void SpansBetweenOthers_CountWhereTheyDoNotOverlap()
    {
        Assert.Equal(3000, Decide([10_000, 9000], [5000, 3000]));
        Assert.Equal(9000, Decide([12_000, 0]));
        Assert.Equal(0, Decide([12_000, 0], [10_000, 9000]));
    }

    [Fact]
    public void PressThatIsNotStored_TakesNoTime()
    {
        _ = _times.CountedMs(_times.At([[5000, 0]]));

        Assert.Equal(5000, Decide([5000, 0]));
    }

    [Fact]
    public void SpansThatMakeNoSense_AreLeftOut()
    {
        Assert.Empty(_times.At([[1], [1, 2], [5, -1], [long.MaxValue, 0], [], [1, 2, 3]]));
        Assert.Equal(ActiveTimes.MostSpans, _times.At([.. Enumerable.Range(0, 100).Select(i => (IReadOnlyList<long>)[i + 1L, i])]).Count);
    }

    [Fact]
    public void ManyDecisions_AreForgottenFromTheOldestOn()
    {
        for (int i = 0; i < 5000; i++)
        {
            _ = Decide([1, 0]);
            _time.Advance(TimeSpan.FromMilliseconds(3));
        }

        Assert.Equal(0, Decide([4, 3]));
        Assert.Equal(1, Decide([14_998, 14_997]));
    }

    /// <summary>How much of it no decision has yet.</summary>
    private long Decide(params long[][] spans)
    {
        IReadOnlyList<(long From, long To)> times = _times.At(spans);
        long all = times.Sum(span => span.To - span.From);
        long left = all - _times.CountedMs(times);
        _times.Count(times);
        return left;
    }
}
