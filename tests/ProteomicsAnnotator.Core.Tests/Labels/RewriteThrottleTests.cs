using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Core.Tests.Labels;

public sealed class RewriteThrottleTests
{
    [Fact]
    public void Writes_TakeAtMostAFifthOfTheTime()
    {
        var time = new FakeTimeProvider();
        var pause = new RewriteThrottle(time);
        TimeSpan writing = TimeSpan.FromSeconds(3);
        DateTimeOffset start = time.GetUtcNow();
        for (int i = 0; i < 10; i++)
        {
            Assert.True(pause.TryPlan(out TimeSpan due));
            Assert.False(pause.TryPlan(out _));
            time.Advance(due);
            pause.Begin();
            time.Advance(writing);
            pause.End(writing);
        }

        Assert.True(time.GetUtcNow() - start >= 9 * 5 * writing);
        Assert.True(pause.TryPlan(out TimeSpan next));
        Assert.Equal(4 * writing, next);
    }

    [Fact]
    public void FirstWrite_IsDueWithinHalfASecond()
    {
        Assert.True(new RewriteThrottle(new FakeTimeProvider()).TryPlan(out TimeSpan due));
        Assert.InRange(due, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }
}
