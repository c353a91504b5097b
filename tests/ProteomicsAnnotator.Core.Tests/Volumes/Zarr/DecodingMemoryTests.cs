using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>However many read at once, chunks in work take no more than their limit.</summary>
public sealed class DecodingMemoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_ByMany_StaysWithinTheLimit_AndEveryoneHasATurn()
    {
        var memory = new DecodingMemory(100);
        long most = 0;
        int done = 0;
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Factory.StartNew(
            () =>
            {
                for (int round = 0; round < 50; round++)
                {
                    long bytes = 10 + ((i + round) % 7 * 15);
                    memory.Take(bytes, Token);
                    InterlockedMax(ref most, memory.Taken);
                    Thread.Yield();
                    memory.GiveBack(bytes);
                    Interlocked.Increment(ref done);
                }
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal((24 * 50, 0), (done, memory.Taken));
        Assert.InRange(most, 10, 100);
    }

    [Fact]
    public async Task Take_MoreThanThereIs_GoesOnAlone_AndNobodyOvertakes()
    {
        var memory = new DecodingMemory(100);
        memory.Take(10, Token);
        var large = Task.Factory.StartNew(() => memory.Take(500, Token), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Eventually(() => memory.Waiting == 1);
        var small = Task.Factory.StartNew(() => memory.Take(10, Token), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Eventually(() => memory.Waiting == 2);

        Assert.Equal(10, memory.Taken);
        memory.GiveBack(10);
        await large;
        Assert.Equal(500, memory.Taken);
        memory.GiveBack(500);
        await small;
        Assert.Equal(10, memory.Taken);
    }

    [Fact]
    public async Task TakeUpTo_WaitsForOnePart_AndTakesOthersWhileNobodyWaits()
    {
        var memory = new DecodingMemory(100);
        Assert.Equal(3, memory.TakeUpTo(3, 20, Token));
        Assert.Equal(2, memory.TakeUpTo(5, 20, Token));
        Assert.Equal(100, memory.Taken);
        var next = Task.Factory.StartNew(() => memory.TakeUpTo(4, 30, Token), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Eventually(() => memory.Waiting == 1);

        memory.GiveBack(60);

        Assert.Equal(2, await next);
        Assert.Equal(100, memory.Taken);
    }

    [Fact]
    public async Task Take_GivenUp_LetsTheNextOneGo()
    {
        var memory = new DecodingMemory(100);
        memory.Take(100, Token);
        using var cancellation = new CancellationTokenSource();
        var first = Task.Factory.StartNew(() => memory.Take(50, cancellation.Token), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Eventually(() => memory.Waiting == 1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        memory.GiveBack(100);
        memory.Take(100, Token);
        Assert.Equal(100, memory.Taken);
    }

    private static async Task Eventually(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(5, Token);
        }
    }

    private static void InterlockedMax(ref long most, long value)
    {
        long known = Interlocked.Read(ref most);
        while (value > known && Interlocked.CompareExchange(ref most, value, known) != known)
        {
            known = Interlocked.Read(ref most);
        }
    }
}
