using System.Diagnostics;
using Npgsql;
using ProteomicsAnnotator.Core.Database;

namespace ProteomicsAnnotator.Core.Tests.Database;

/// <summary>A database that is away, hangs, warns or takes no writes, for real.</summary>
public sealed class DecisionFailureTests : IAsyncLifetime
{
    private const double Limit = 4.5;

    /// <summary>Far above the limit, far below for ever: a busy machine decides nothing here.</summary>
    private static readonly TimeSpan Bounded = TimeSpan.FromSeconds(30);

    private StoreRig _rig = null!;
    private DecisionWriter _writer = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await StoreRig.StartAsync();
        _writer = _rig.Writer(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task DatabaseAway_IsRefusedInWords_AndWorksAgainByItself()
    {
        await _rig.Writer().StoreAsync(StoreRig.Label(1, "before", seq: 1));
        await StoreUntilStoredAsync(StoreRig.Label(1, "warm", seq: 2));
        await _rig.Server.StopAsync();

        DecisionAnswer away = await BoundedAsync(StoreRig.Label(2, "a", seq: 3) with { IsFirstTry = true });
        await _rig.Server.StartAgainAsync();
        DecisionAnswer back = await StoreUntilStoredAsync(StoreRig.Label(2, "a", seq: 3));

        Assert.Equal(DecisionOutcome.Refused, away.Outcome);
        Assert.StartsWith($"nothing was stored: {_rig.Address.Name}: it cannot be reached", away.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-shown", away.Reason, StringComparison.Ordinal);
        Assert.Equal(DecisionOutcome.Stored, back.Outcome);
        Assert.Equal(3, await _rig.CountAsync("SELECT count(*) FROM line WHERE number > 1"));
    }

    [Fact]
    public async Task DatabaseAway_OfADecisionThatMayHaveBeenSentBefore_IsNotCalledRefused()
    {
        await _rig.Server.StopAsync();

        DecisionAnswer answer = await BoundedAsync(StoreRig.Label(2, "a"));

        Assert.Equal(DecisionOutcome.NotConfirmed, answer.Outcome);
    }

    [Fact]
    public async Task TransactionHeldOpen_WithThePersonsLock_IsNotWaitedForLong_AndHoldsUpNobodyElse()
    {
        await using DecisionWriter patient = _rig.Writer();
        await using NpgsqlConnection other = await _rig.Address.Open(isPooled: false).OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using NpgsqlTransaction held = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended('annotator person ' || current_schema() || ' users/alice', 0))", other))
        {
            _ = await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Task<DecisionAnswer> alice = BoundedAsync(StoreRig.Label(2, "a"));
        DecisionAnswer bob = await patient.StoreAsync(StoreRig.Label(2, "b", user: "bob"));

        Assert.Equal(DecisionOutcome.Stored, bob.Outcome);
        Assert.Equal(DecisionOutcome.NotConfirmed, (await alice).Outcome);
        await held.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.Equal(DecisionOutcome.Stored, (await patient.StoreAsync(StoreRig.Label(2, "a"))).Outcome);
    }

    [Fact]
    public async Task CommitThatWaitsForItsStandby_IsNotConfirmed_IsNotCancelled_AndCountsOnce()
    {
        await _rig.Server.SetAsync("synchronous_standby_names = 'nobody'");
        await UntilAsync("SELECT current_setting('synchronous_standby_names') = 'nobody'");

        DecisionAnswer first = await BoundedAsync(StoreRig.Label(2, "a"));

        Assert.Equal(DecisionOutcome.NotConfirmed, first.Outcome);
        Assert.StartsWith("not confirmed: ", first.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await _rig.CountAsync("SELECT count(*) FROM line"));

        // The connection is gone, the commit is not: it holds the person's lock.
        DecisionAnswer second = await BoundedAsync(StoreRig.Label(2, "a"));
        Assert.Equal(DecisionOutcome.NotConfirmed, second.Outcome);
        Assert.DoesNotContain("canceling wait", _rig.Server.Log, StringComparison.Ordinal);

        await _rig.Server.SetAsync("synchronous_standby_names = ''");
        DecisionAnswer last = await StoreUntilStoredAsync(StoreRig.Label(2, "a"));

        Assert.Equal(DecisionOutcome.StoredBefore, last.Outcome);
        Assert.Equal(1, await _rig.CountAsync("SELECT count(*) FROM line WHERE number > 1"));
    }

    [Fact]
    public async Task CommitWithAWarning_IsNotConfirmed_NorIsItsSecondTry_WhileTheStandbyIsAway()
    {
        await _rig.Server.SetAsync("synchronous_standby_names = 'nobody'");
        await UntilAsync("SELECT current_setting('synchronous_standby_names') = 'nobody'");
        await using DecisionWriter patient = _rig.Writer();
        const string Waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

        Task<DecisionAnswer> storing = patient.StoreAsync(StoreRig.Label(2, "a"));
        await UntilAsync($"SELECT count(*) > 0 {Waiting}");
        _ = await _rig.AskAsync($"SELECT pg_cancel_backend(pid) {Waiting}");
        DecisionAnswer warned = await storing;
        DecisionAnswer again = await BoundedAsync(StoreRig.Label(2, "a"));

        Assert.Equal(DecisionOutcome.NotConfirmed, warned.Outcome);
        Assert.Contains("canceling wait for synchronous replication", warned.Reason, StringComparison.Ordinal);
        Assert.Equal(1, await _rig.CountAsync("SELECT count(*) FROM line WHERE number > 1"));
        Assert.Equal(DecisionOutcome.NotConfirmed, again.Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DatabaseThatTakesNoWrites_IsRefusedInWords(bool isStandby)
    {
        _ = await StoreUntilStoredAsync(StoreRig.Label(2, "a"));
        if (isStandby)
        {
            await _rig.Server.StopAsync("fast");
            await _rig.Server.BecomeStandbyAsync();
            await _rig.Server.StartAgainAsync();
        }
        else
        {
            await _rig.Server.SetAsync("default_transaction_read_only = on");
            await UntilAsync("SELECT current_setting('default_transaction_read_only') = 'on'");
        }

        DecisionAnswer answer = await BoundedAsync(StoreRig.Label(3, "b", seq: 2) with { IsFirstTry = true });

        Assert.Equal((DecisionOutcome.Refused, $"nothing was stored: {_rig.Address.Name}: {DatabaseFault.TakesNoWrites}"), (answer.Outcome, answer.Reason));
        if (isStandby)
        {
            await _rig.Server.PromoteAsync();
            Assert.Equal(DecisionOutcome.Stored, (await StoreUntilStoredAsync(StoreRig.Label(3, "b", seq: 2))).Outcome);
        }
    }

    [Fact]
    public async Task ServerStoppedInTheMiddle_LosesNothingThatWasAnswered_AndDoublesNothing()
    {
        List<string> stored = [];
        Task storing = Task.Run(async () =>
        {
            for (int i = 1; i <= 60; i++)
            {
                bool isAgain = false;
                while (true)
                {
                    DecisionAnswer answer = await _writer.StoreAsync(StoreRig.Label(1, $"r{i}", i) with { IsFirstTry = !isAgain });
                    isAgain |= answer.Outcome == DecisionOutcome.NotConfirmed;
                    if (answer.IsStored)
                    {
                        stored.Add($"r{i}");
                        break;
                    }

                    Assert.NotEqual(DecisionOutcome.Superseded, answer.Outcome);
                    await Task.Delay(20);
                }
            }
        });
        for (int round = 0; round < 3; round++)
        {
            await UntilAsync($"SELECT count(*) > {round * 10} FROM line");
            await _rig.Server.StopAsync();
            await _rig.Server.StartAgainAsync();
        }

        await storing;

        Assert.Equal(60, stored.Count);
        Assert.Equal("60|60|60", await _rig.AskAsync("SELECT concat_ws('|', count(*), count(DISTINCT request), max(clock)) FROM line WHERE number > 1"));
    }

    private async Task<DecisionAnswer> BoundedAsync(DecisionRequest request)
    {
        var time = Stopwatch.StartNew();
        DecisionAnswer answer = await _writer.StoreAsync(request);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, Bounded);
        return answer;
    }

    private async Task<DecisionAnswer> StoreUntilStoredAsync(DecisionRequest request)
    {
        for (int attempt = 0; ; attempt++)
        {
            DecisionAnswer answer = await _writer.StoreAsync(request);
            if (answer.IsStored)
            {
                return answer;
            }

            Assert.True(attempt < 100, answer.Reason);
            await Task.Delay(100);
        }
    }

    private async Task UntilAsync(string condition)
    {
        for (int attempt = 0; await _rig.AskAsync(condition) is not true; attempt++)
        {
            Assert.True(attempt < 600, $"it did not come to that: {condition}");
            await Task.Delay(50);
        }
    }
}
