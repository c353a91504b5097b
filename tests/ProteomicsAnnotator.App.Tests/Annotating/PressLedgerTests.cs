using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Tests.Annotating;

public sealed class PressLedgerTests
{
    private static readonly LabelOutcome Accepted = new(true, null);

    private readonly PressLedger _ledger = new();

    [Fact]
    public async Task Press_UnderWay_IsNeitherAcceptedNorRefusedUntilItIsDecided()
    {
        var disk = new TaskCompletionSource<LabelOutcome>();
        Task<LabelOutcome> pressed = _ledger.OnceAsync(1, () => disk.Task);

        Assert.Null((await _ledger.SettleAsync(1)).Outcome);
        disk.SetResult(Accepted);

        Assert.Same(Accepted, await pressed);
        Assert.Same(Accepted, (await _ledger.SettleAsync(1)).Outcome);
    }

    [Fact]
    public async Task Press_ThatTheDisksRefused_IsRefusedWithTheReason_HoweverOftenItIsAsked()
    {
        LabelOutcome outcome = await _ledger.OnceAsync(1, () => Task.FromException<LabelOutcome>(new StorageException("a.jsonl", "no disk")));

        Assert.Equal((false, false, "a.jsonl: no disk"), (outcome.Accepted, outcome.IsUnknown, outcome.Reason));
        Assert.Same(outcome, (await _ledger.SettleAsync(1)).Outcome);
    }

    /// <summary>A fault that nobody foresaw may have come after the decision was stored: that is never told as refused.</summary>
    [Fact]
    public async Task Press_ThatFailedInAnUnforeseenWay_StaysUnknownUntilItIsSeenToStand()
    {
        bool stands = false;
        LabelOutcome outcome = await _ledger.OnceAsync(1, () => Task.FromException<LabelOutcome>(new InvalidOperationException("the page is gone")), () => stands);

        Assert.Equal((false, true, "It is NOT KNOWN whether your decision is stored: the page is gone"), (outcome.Accepted, outcome.IsUnknown, outcome.Sentence));
        Assert.True((await _ledger.SettleAsync(1)).Outcome?.IsUnknown);

        stands = true;
        Assert.True((await _ledger.SettleAsync(1)).Outcome?.Accepted);
    }

    [Fact]
    public async Task Press_BehindWhichADiskFailed_IsUnknownUntilItIsKnown_AndStaysWhatItIsThen()
    {
        LabelOutcome? known = null;
        LabelOutcome unknown = LabelOutcome.Unknown("It is NOT KNOWN") with { Later = () => known };
        await _ledger.OnceAsync(1, () => Task.FromResult(unknown));
        Assert.True((await _ledger.SettleAsync(1)).Outcome?.IsUnknown);

        known = Accepted;
        Assert.Same(Accepted, (await _ledger.SettleAsync(1)).Outcome);

        known = LabelOutcome.Refused("not there");
        Assert.Same(Accepted, (await _ledger.SettleAsync(1)).Outcome);
    }

    [Fact]
    public async Task Presses_BeyondThoseRemembered_AreNeverCarriedOutAgain()
    {
        int carriedOut = 0;
        for (int press = 1; press <= 2000; press++)
        {
            await _ledger.OnceAsync(press, Decide);
        }

        for (int press = 1; press <= 2000; press += 50)
        {
            await _ledger.OnceAsync(press, Decide);
        }

        Assert.Equal(2000, carriedOut);

        Task<LabelOutcome> Decide()
        {
            carriedOut++;
            return Task.FromResult(Accepted);
        }
    }

    [Fact]
    public async Task Presses_MoreAtOnceThanAPersonMakes_AreRefusedAndTakenLater()
    {
        var disk = new TaskCompletionSource<LabelOutcome>();
        Task<LabelOutcome>[] pressed = [.. Enumerable.Range(1, 200).Select(press => _ledger.OnceAsync(press, () => disk.Task))];
        disk.SetResult(Accepted);

        LabelOutcome[] outcomes = await Task.WhenAll(pressed);

        Assert.Equal(32, outcomes.Count(outcome => outcome.Accepted));
        Assert.All(outcomes.Skip(32), outcome => Assert.Contains("too many keys", outcome.Reason, StringComparison.Ordinal));
        Assert.True((await _ledger.OnceAsync(201, () => Task.FromResult(Accepted))).Accepted);
    }
}
