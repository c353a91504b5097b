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
        await AssertWaitsAsync(next);

        inside.Dispose();
        (await next).Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Take_AnyOfTheWaitersGivesUp_TheOthersStillGoOneAtATimeInTheirOrder(int seed)
    {
        var random = new Random(seed);
        var turns = new FifoAsyncLock();
        int inside = 0;
        int most = 0;
        List<int> order = [];
        IDisposable first = await turns.TakeAsync(CancellationToken.None);
        CancellationTokenSource[] giveUp = [.. Enumerable.Range(0, 100).Select(_ => new CancellationTokenSource())];
        Task[] all = [.. giveUp.Select((source, number) => EnterAsync(number, source.Token))];
        int[] given = [.. Enumerable.Range(0, 100).Where(_ => random.Next(3) == 0)];
        foreach (int number in given)
        {
            await giveUp[number].CancelAsync();
        }

        first.Dispose();
        await Task.WhenAll(all);

        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(0, 100).Except(given), order);
        Array.ForEach(giveUp, source => source.Dispose());

        async Task EnterAsync(int number, CancellationToken cancellationToken)
        {
            try
            {
                using IDisposable turn = await turns.TakeAsync(cancellationToken);
                most = Math.Max(most, Interlocked.Increment(ref inside));
                order.Add(number);
                await Task.Yield();
                _ = Interlocked.Decrement(ref inside);
            }
            catch (OperationCanceledException)
            {
                // Given up.
            }
        }
    }

    /// <summary>What a step before set going has run when the pool has done this much behind it.</summary>
    private static async Task AssertWaitsAsync(Task task)
    {
        for (int i = 0; i < 500; i++)
        {
            await Task.Run(() => Assert.False(task.IsCompleted));
        }
    }
}
