using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Npgsql;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Tests.Database;

/// <summary>Servers that go without a word, commits that never end, and what of it stays behind.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SilentServerTests : IAsyncLifetime
{
    private const double Limit = 4.5;
    private const string Own = "FROM pg_stat_activity WHERE application_name = 'proteomics-annotator'";
    private const string WaitingForStandby = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    private readonly List<int> _stopped = [];
    private StoreRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await StoreRig.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (int process in _stopped)
        {
            await SignalAsync("CONT", process);
        }

        await _rig.DisposeAsync();
    }

    /// <summary>Whoever answered on the open connections is silent; a new connection is answered, as by the server that has its place.</summary>
    [Fact]
    public async Task IdleConnectionsThatNobodyAnswersOn_CostOneRequestASecondConnection_AndNoneAnother()
    {
        await using DecisionWriter writer = _rig.Writer(Limit);
        await Task.WhenAll(Enumerable.Range(1, 6).Select(i => writer.StoreAsync(Label(i, "warm", user: $"warm{i}"))));
        await UntilAsync(async () => await _rig.AskAsync($"SELECT bool_and(state = 'idle') {Own}") is true);
        foreach (string process in ((string)(await _rig.AskAsync($"SELECT string_agg(pid::text, ',') {Own}"))!).Split(','))
        {
            _stopped.Add(int.Parse(process, CultureInfo.InvariantCulture));
            await SignalAsync("STOP", _stopped[^1]);
        }

        DecisionAnswer first = await writer.StoreAsync(Label(1, "first"));
        DecisionAnswer second = await writer.StoreAsync(Label(2, "second"));

        Assert.NotEmpty(_stopped);
        Assert.Equal((DecisionOutcome.Stored, DecisionOutcome.Stored), (first.Outcome, second.Outcome));
        Assert.Equal(2, await _rig.CountAsync("SELECT count(*) FROM line WHERE request IN ('first1', 'second2')"));
    }

    [Fact]
    public async Task HostsOfAListThatNeverAnswer_LeaveTimeForTheOneThatDoes()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        string silent = string.Join(',', new[] { first, second }.Select(listener => listener.LocalEndpoint.ToString()));
        await using var writer = new DecisionWriter(StoreRig.AddressOf(_rig.Text.Replace("Host=", $"Host={silent},", StringComparison.Ordinal)), TimeProvider.System) { Limit = TimeSpan.FromSeconds(Limit) };

        DecisionAnswer answer = await writer.StoreAsync(Label(1, "a"));
        for (int attempt = 0; attempt < 3 && !answer.IsStored; attempt++)
        {
            answer = await writer.StoreAsync(Label(1, "a"));
        }

        Assert.True(answer.IsStored, answer.Reason);
    }

    [Theory]
    [InlineData("Host=a", 4)]
    [InlineData("Host=a;Timeout=0", 4)]
    [InlineData("Host=a;Timeout=2", 2)]
    [InlineData("Host=a,b;Timeout=0", 1)]
    [InlineData("Host=a,b,c,d,e", 1)]
    public void Timeout_IsBounded_AlsoWhereNoneIsAskedFor(string text, int expected)
    {
        using NpgsqlDataSource source = StoreRig.AddressOf(text + ";Database=d").Open(isPooled: false);

        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(source.ConnectionString).Timeout);
    }

    [Fact]
    public async Task DecisionThatNoLineCanHold_IsRefusedWithItsOwnReason()
    {
        await using DecisionWriter writer = _rig.Writer();
        DecisionRequest request = Label(1, "a");
        LabelEvent tooLong = new()
        {
            Id = new EventId(StoreRig.Journal, 1),
            Clock = 1,
            At = request.Events[0].At,
            Key = new LabelKey("/" + new string('r', 70_000), BlockId.Parse("block_0001")),
            Label = 1,
        };

        DecisionAnswer answer = await writer.StoreAsync(request with { Events = [tooLong] });

        Assert.Equal(DecisionOutcome.Refused, answer.Outcome);
        Assert.StartsWith("nothing was stored: the decision about block_0001 cannot be written so that it is read again", answer.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await _rig.CountAsync($"SELECT count(*) {Own}"));
    }

    /// <summary>A commit that is given up leaves a backend on the server that only the standby ends.</summary>
    [Fact]
    public async Task StandbyThatIsGone_LeavesFewCommitsInDoubt_AndComesBackByItself()
    {
        await using var writer = new DecisionWriter(StoreRig.AddressOf(_rig.Text + ";Maximum Pool Size=4"), TimeProvider.System) { Limit = TimeSpan.FromSeconds(3) };
        await _rig.Server.SetAsync("synchronous_standby_names = 'nobody'");
        await UntilAsync(async () => await _rig.AskAsync("SELECT current_setting('synchronous_standby_names') = 'nobody'") is true);
        int sent = 0;
        await UntilAsync(async () =>
        {
            DecisionAnswer answer = await writer.StoreAsync(Label(++sent, "doubt"));
            Assert.Equal(DecisionOutcome.NotConfirmed, answer.Outcome);
            return await _rig.CountAsync(WaitingForStandby) >= 2;
        });

        DecisionAnswer[] more = await Task.WhenAll(Enumerable.Range(1, 6).Select(_ => writer.StoreAsync(Label(Interlocked.Increment(ref sent), "doubt"))));
        DecisionAnswer last = await writer.StoreAsync(Label(++sent, "doubt"));

        Assert.All(more, answer => Assert.Equal(DecisionOutcome.NotConfirmed, answer.Outcome));
        Assert.Equal($"not confirmed: {_rig.Address.Name}: the standby does not answer. It may be stored; the same decision is to be sent again", last.Reason);
        Assert.InRange(await _rig.CountAsync(WaitingForStandby), 2, 3);

        await _rig.Server.SetAsync("synchronous_standby_names = ''");
        await UntilAsync(async () => (await writer.StoreAsync(Label(1, "after", user: "zoe"))).IsStored);
    }

    [Fact]
    public async Task TakesThatAreGivenUp_LeaveNoTurnBehind()
    {
        await using var connections = new WriterConnections(StoreRig.AddressOf(_rig.Text + ";Maximum Pool Size=2"));
        for (int i = 0; i < 200; i++)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(i % 12));
            try
            {
                (NpgsqlConnection connection, _) = await connections.TakeAsync(limit.Token);
                connections.Drop(connection);
            }
            catch (OperationCanceledException)
            {
                // As meant.
            }
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        (NpgsqlConnection one, _) = await connections.TakeAsync(patience.Token);
        (NpgsqlConnection two, _) = await connections.TakeAsync(patience.Token);

        await UntilAsync(async () => await _rig.CountAsync($"SELECT count(*) {Own}") == 2);
        connections.Drop(one);
        connections.Drop(two);
    }

    private static DecisionRequest Label(int number, string id, string? user = null) =>
        StoreRig.Label(1, $"{id}{number}", user: user ?? $"{id}{number}", journal: $"20240102T103000Z-node1-{number:x12}");

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (int attempt = 0; !await isSo(); attempt++)
        {
            Assert.True(attempt < 200, "it did not come to that");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
