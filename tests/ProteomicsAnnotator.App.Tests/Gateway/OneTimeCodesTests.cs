using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.App.Gateway;

namespace ProteomicsAnnotator.App.Tests.Gateway;

public sealed class OneTimeCodesTests
{
    [Fact]
    public void Code_After60Seconds_IsWorthNothing()
    {
        var time = new FakeTimeProvider();
        var codes = new OneTimeCodes(time);
        string late = codes.Issue();
        string inTime = codes.Issue();
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(codes.TryUse(inTime));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(codes.TryUse(late));
    }
}
