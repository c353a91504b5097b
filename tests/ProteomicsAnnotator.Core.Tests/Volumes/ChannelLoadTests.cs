using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

public sealed class ChannelLoadTests
{
    [Fact]
    public async Task Leave_OneOfTwoWaiters_GoesOnForTheOther()
    {
        var hold = new TaskCompletionSource();
        var seen = new TaskCompletionSource<CancellationToken>();
        var load = new SharedDecode(async token =>
        {
            seen.SetResult(token);
            await hold.Task.WaitAsync(token);
            throw new InvalidOperationException("there is no volume in this test");
        });
        CancellationToken token = await seen.Task;
        Assert.True(load.TryJoin());
        Assert.True(load.TryJoin());

        load.Leave();
        Assert.False(token.IsCancellationRequested);
        Assert.True(load.TryJoin());
        load.Leave();
        load.Leave();

        Assert.False(load.TryJoin());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load.Completion);
        Assert.True(token.IsCancellationRequested);
    }
}
