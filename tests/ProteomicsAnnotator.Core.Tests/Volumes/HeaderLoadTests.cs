using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

public sealed class HeaderLoadTests
{
    [Fact]
    public async Task TryWait_LastWaiterLeaves_CancelsAndGivesUp()
    {
        var seen = new TaskCompletionSource<CancellationToken>();
        var load = new HeaderLoad(token =>
        {
            seen.SetResult(token);
            token.WaitHandle.WaitOne();
            throw new OperationCanceledException(token);
        });
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Assert.True(load.TryWait(out Task<FileHeader>? one, first.Token));
        Assert.True(load.TryWait(out Task<FileHeader>? two, second.Token));
        CancellationToken token = await seen.Task;

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(token.IsCancellationRequested);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);

        Assert.False(load.TryWait(out _, CancellationToken.None));
        Assert.True(token.WaitHandle.WaitOne(TimeSpan.FromMinutes(3)));
    }
}
