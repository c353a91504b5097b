using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using ProteomicsAnnotator.Core.Database;

namespace ProteomicsAnnotator.Core.Tests.Database;

/// <summary>Who follows the lines of others gets each of them, whatever happens to transactions and connections.</summary>
public sealed class LineFollowerTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncLifetime
{
    private const string Listeners = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'proteomics-annotator'";
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<(string, long), int> _seen = new();
    private StoreRig _rig = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await StoreRig.StartAsync(postgres.Server);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    /// <summary>A takes its number, B takes the next one and commits, a look sees B, A commits.</summary>
    [Fact]
    public async Task TransactionHeldOpen_WhileOthersCommit_IsFoundByTheNextLook_AndNothingTwice()
    {
        await using NpgsqlDataSource source = _rig.Address.Open(isPooled: false);
        await using NpgsqlConnection reader = await source.OpenConnectionAsync(Ct);
        await using NpgsqlConnection late = await source.OpenConnectionAsync(Ct);
        string since = await NewLines.ReadAsync(reader, null, Take);
        await using NpgsqlTransaction held = await late.BeginTransactionAsync(Ct);
        await using (var insert = new NpgsqlCommand("INSERT INTO line (owner, journal, number, content) VALUES ('users/late', 'late', 1, 'late')", late))
        {
            _ = await insert.ExecuteNonQueryAsync(Ct);
        }

        _ = await _rig.AskAsync("INSERT INTO line (owner, journal, number, content) VALUES ('users/quick', 'quick', 1, 'quick')");
        since = await NewLines.ReadAsync(reader, since, Take);
        Assert.Equal([("quick", 1L)], _seen.Keys);
        await held.CommitAsync(Ct);
        since = await NewLines.ReadAsync(reader, since, Take);
        _ = await NewLines.ReadAsync(reader, since, Take);

        Assert.Equal([("late", 1L), ("quick", 1L)], _seen.Keys.Order());
        Assert.All(_seen.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task Notification_BringsALine_WithoutAPoll()
    {
        await using LineFollower follower = await FollowAsync(Never);
        await using DecisionWriter writer = _rig.Writer();

        _ = await writer.StoreAsync(StoreRig.Label(2, "a"));

        await UntilAsync(() => _seen.ContainsKey((StoreRig.Journal, 2)));
        Assert.Equal(1, follower.CatchUps);
    }

    [Fact]
    public async Task Poll_BringsALine_WithoutANotification()
    {
        await using LineFollower follower = await FollowAsync(TimeSpan.FromMilliseconds(100));

        _ = await _rig.AskAsync("INSERT INTO line (owner, journal, number, content) VALUES ('users/quick', 'quick', 1, 'quick')");

        await UntilAsync(() => _seen.ContainsKey(("quick", 1)));
        Assert.Equal(1, follower.CatchUps);
    }

    [Fact]
    public async Task ConnectionThatIsEnded_IsReplaced_AndNothingIsLeftOut()
    {
        await using LineFollower follower = await FollowAsync(Never);
        await using DecisionWriter writer = _rig.Writer();

        _ = await _rig.AskAsync($"SELECT pg_terminate_backend(pid) {Listeners}");
        for (int i = 1; i <= 20; i++)
        {
            Assert.Equal(DecisionOutcome.Stored, (await writer.StoreAsync(StoreRig.Label(1, $"r{i}", i))).Outcome);
        }

        await UntilAsync(() => Enumerable.Range(1, 21).All(number => _seen.ContainsKey((StoreRig.Journal, number))));
        Assert.True(follower.CatchUps >= 2);
        Assert.Null(follower.Fault);
    }

    /// <summary>As when packets are dropped without a word: the server's side of the connection answers nothing any more.</summary>
    [Fact]
    public async Task ConnectionThatHangs_IsFoundByALook_AndReplaced()
    {
        await using LineFollower follower = await FollowAsync(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));
        string process = Convert.ToString(await _rig.AskAsync($"SELECT pid {Listeners} LIMIT 1"), CultureInfo.InvariantCulture)!;
        await SignalAsync("-STOP", process);
        try
        {
            _ = await _rig.AskAsync("INSERT INTO line (owner, journal, number, content) VALUES ('users/quick', 'quick', 1, 'quick')");

            await UntilAsync(() => _seen.ContainsKey(("quick", 1)));
            Assert.True(follower.CatchUps >= 2);
        }
        finally
        {
            await SignalAsync("-CONT", process);
        }
    }

    [Fact]
    public async Task LinesThatAreNoText_AreGivenAsTheyWereWritten()
    {
        _ = await _rig.AskAsync("INSERT INTO line (owner, journal, number, bytes) VALUES ('users/odd', 'odd', 1, '\\x00ff')");
        List<StoredLine> found = [];
        await using NpgsqlDataSource source = _rig.Address.Open(isPooled: false);
        await using NpgsqlConnection reader = await source.OpenConnectionAsync(Ct);

        _ = await NewLines.ReadAsync(reader, null, found.AddRange);

        Assert.Equal([0, 0xFF], Assert.Single(found).Bytes.ToArray());
    }

    private void Take(IReadOnlyList<StoredLine> lines)
    {
        foreach (StoredLine line in lines)
        {
            _ = _seen.AddOrUpdate((line.Journal, line.Number), 1, static (_, times) => times + 1);
        }
    }

    private async Task<LineFollower> FollowAsync(TimeSpan poll, TimeSpan? limit = null)
    {
        var follower = new LineFollower(_rig.Address, Take) { Poll = poll, Limit = limit ?? TimeSpan.FromSeconds(30) };
        follower.Begin();
        await UntilAsync(() => follower.CatchUps == 1 && follower.Fault is null);
        return follower;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (int attempt = 0; !condition(); attempt++)
        {
            Assert.True(attempt < 1200, "it did not come to that");
            await Task.Delay(50, Ct);
        }
    }

    private static async Task SignalAsync(string signal, string process)
    {
        using Process kill = Process.Start("/bin/kill", [signal, process]);
        await kill.WaitForExitAsync(Ct);
    }
}
