using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Reviewing;

/// <summary>Figures of one table after another, while what is to be given is read slowly.</summary>
public sealed class FigureComputationTests
{
    [Fact]
    public async Task TableThatComesMeanwhile_HasTheListOfOpenVotes_AndIsNotWaitedFor()
    {
        using var answer = new ManualResetEventSlim(initialState: true);
        int asked = 0;
        await using var computation = new FigureComputation(
            3,
            () => (DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc),
            table =>
            {
                Interlocked.Increment(ref asked);
                answer.Wait();
                return VoteDemand.OfEach(2);
            },
            _ => { },
            Assert.Fail);
        computation.Start(Table());
        await Eventually.IsTrueAsync(() => computation.Newest is { IsComplete: true }, "figures");
        answer.Reset();
        await computation.StopAsync();
        ReviewTable second = Table();

        computation.Start(second);

        await Eventually.IsTrueAsync(() => asked == 2 && ReferenceEquals(computation.Newest!.Table, second), "the second table");
        Assert.Equal([BlockId.OfNumber(1)], computation.Newest!.NeedingVotes!);
        await computation.StopAsync();
        Assert.False(answer.IsSet);
        ReviewTable third = Table();
        computation.Start(third);
        answer.Set();
        await Eventually.IsTrueAsync(() => computation.Newest is { IsComplete: true } newest && ReferenceEquals(newest.Table, third), "the third table");
    }

    private static ReviewTable Table() => ReviewTable.Of(new ReviewInput([BlockId.OfNumber(1)], [], new Dictionary<BlockId, FinalLabel>()));
}
