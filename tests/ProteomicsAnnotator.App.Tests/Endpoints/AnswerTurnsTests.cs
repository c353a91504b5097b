using ProteomicsAnnotator.App.Endpoints;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

public sealed class AnswerTurnsTests
{
    [Fact]
    public async Task Take_TheSeventeenth_WaitsForOneThatEndsAndOtherLinesDoNot()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var turns = new AnswerTurns();
        var taken = new Queue<IDisposable>();
        for (int i = 0; i < 16; i++)
        {
            taken.Enqueue(await turns.TakeAsync("alice", token));
        }

        Task<IDisposable> next = turns.TakeAsync("alice", token);
        using var leaving = new CancellationTokenSource();
        Task<IDisposable> gone = turns.TakeAsync("alice", leaving.Token);
        (await turns.TakeAsync("bob", token)).Dispose();
        Assert.False(next.IsCompleted);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        taken.Dequeue().Dispose();
        taken.Enqueue(await next);
        foreach (IDisposable turn in taken)
        {
            turn.Dispose();
        }

        (await turns.TakeAsync("alice", token)).Dispose();
    }
}
