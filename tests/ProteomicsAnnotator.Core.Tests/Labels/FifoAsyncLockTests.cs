using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Core.Tests.Labels;

public sealed class FifoAsyncLockTests
{
    [Fact]
    public async Task Take_OneAtATimeInTheOrderOfTheCalls()
    {
        var turns = new FifoAsyncLock();
        int inside = 0;
        int most = 0;
        List<int> order = [];
        IDisposable first = await turns.TakeAsync(CancellationToken.None);
        Task[] all = [.. Enumerable.Range(0, 50).Select(EnterAsync)];

        first.Dispose();
        await Task.WhenAll(all);

        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(0, 50), order);

        async Task EnterAsync(int number)
        {
            using IDisposable turn = await turns.TakeAsync(CancellationToken.None);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            order.Add(number);
            await Task.Yield();
            _ = Interlocked.Decrement(ref inside);
        }
    }

    [Fact]
    public async Task Take_AWaiterGivesUp_TheNextOneStillWaitsForTheOneInside()
    {
        var turns = new FifoAsyncLock();
        IDisposable inside = await turns.TakeAsync(CancellationToken.None);
        using var giveUp = new CancellationTokenSource();
        Task<IDisposable> given = turns.TakeAsync(giveUp.Token);
        Task<IDisposable> next = turns.TakeAsync(CancellationToken.None);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.NotSame(next, await Task.WhenAny(next, Task.Delay(200, TestContext.Current.CancellationToken)));

        inside.Dispose();
        (await next).Dispose();
    }
}
