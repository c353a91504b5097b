using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Tests.Database;

/// <summary>What is stored of decisions, and what a second arrival changes. Expected values are read with plain SQL.</summary>
public sealed class DecisionWriterTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncLifetime
{
    private StoreRig _rig = null!;
    private DecisionWriter _writer = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await StoreRig.StartAsync(postgres.Server);
        _writer = _rig.Writer();
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Decision_IsALineBehindTheHeader_AsItWouldBeInAFile()
    {
        DecisionAnswer answer = await _writer.StoreAsync(StoreRig.Label(2, "a"));

        Assert.Equal((DecisionOutcome.Stored, null), (answer.Outcome, answer.Reason));
        Assert.Equal(
            """{"format":1,"program":"test","host":"node1","account":"nobody","data_root":"/data","classes":["a","b","c"]}""",
            await _rig.AskAsync("SELECT content FROM line WHERE number = 1"));
        Assert.Equal("""{"seq":1,"clock":1,"at":"2024-01-02T10:30:01+00:00","block":"block_0001","label":2,"was":null}""", await _rig.LinesAsync());
        Assert.Equal("users/alice|label|1|block_0001|2", await _rig.AskAsync("SELECT concat_ws('|', owner, kind, clock, block, label) FROM line WHERE number = 2"));
    }

    [Fact]
    public async Task Clock_IsOneMoreThanTheHighestOfThatPerson_WhicheverNodeWrites()
    {
        await using DecisionWriter other = _rig.Writer();
        _ = await _writer.StoreAsync(StoreRig.Label(1, "a"));
        _ = await other.StoreAsync(StoreRig.Label(2, "b", journal: "20240102T103000Z-node2-aaaaaaaaaaaa"));
        _ = await _writer.StoreAsync(StoreRig.Label(3, "c", user: "bob", journal: "20240102T103000Z-node1-bbbbbbbbbbbb"));

        DecisionAnswer last = await _writer.StoreAsync(StoreRig.Label(3, "d", seq: 2));

        Assert.Equal(3, Assert.Single(last.Events).Clock);
        Assert.Equal("1,2,3", await _rig.AskAsync("SELECT string_agg(clock::text, ',' ORDER BY clock) FROM line WHERE owner = 'users/alice' AND clock IS NOT NULL"));
        Assert.Equal(1, await _rig.CountAsync("SELECT clock FROM line WHERE owner = 'users/bob' AND number = 2"));
    }

    [Fact]
    public async Task DeliveredTwice_IsOne_AndIsAnsweredWithWhatStands()
    {
        _ = await _writer.StoreAsync(StoreRig.Label(2, "a"));

        // Another node gets it from the proxy: its own journal, its own number.
        await using DecisionWriter other = _rig.Writer();
        DecisionAnswer again = await other.StoreAsync(StoreRig.Label(2, "a", seq: 7, journal: "20240102T103000Z-node2-aaaaaaaaaaaa"));

        Assert.Equal(DecisionOutcome.StoredBefore, again.Outcome);
        Assert.Equal((new EventId(StoreRig.Journal, 1), 1L, 2), (again.Events[0].Id, again.Events[0].Clock, again.Events[0].Label));
        Assert.Equal(1, await _rig.CountAsync("SELECT count(*) FROM line WHERE number > 1"));
    }

    [Fact]
    public async Task DeliveredTwiceAtOnce_IsOne()
    {
        await using DecisionWriter other = _rig.Writer();

        DecisionAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            (i % 2 == 0 ? _writer : other).StoreAsync(StoreRig.Label(2, "a", seq: i + 1, journal: $"20240102T103000Z-node{i}-aaaaaaaaaaaa"))));

        Assert.Single(answers, answer => answer.Outcome == DecisionOutcome.Stored);
        Assert.Equal(7, answers.Count(answer => answer.Outcome == DecisionOutcome.StoredBefore));
        Assert.Single(answers.Select(answer => answer.Events[0].Id).Distinct());
    }

    [Fact]
    public async Task Late_BehindALaterOneOfTheSamePageAndBlock_IsSuperseded()
    {
        _ = await _writer.StoreAsync(StoreRig.Label(3, "later", seq: 2) with { Turn = ("page", 6) });

        DecisionAnswer late = await _writer.StoreAsync(StoreRig.Label(2, "earlier") with { Turn = ("page", 5) });

        Assert.Equal(DecisionOutcome.Superseded, late.Outcome);
        Assert.Equal(3, await _rig.CountAsync("SELECT label FROM line WHERE number > 1"));
    }

    [Theory]
    [InlineData("page", 7, "block_0001", DecisionOutcome.Stored)]
    [InlineData("another page", 5, "block_0001", DecisionOutcome.Stored)]
    [InlineData("page", 5, "block_0002", DecisionOutcome.Stored)]
    [InlineData("page", 5, "block_0001", DecisionOutcome.Superseded)]
    public async Task OnlyALaterOne_OfThePageAndTheBlock_Supersedes(string page, long number, string block, object expected)
    {
        _ = await _writer.StoreAsync(StoreRig.Label(3, "first", seq: 2) with { Turn = ("page", 6) });

        DecisionAnswer answer = await _writer.StoreAsync(StoreRig.Label(2, "second", seq: 3, block: block) with { Turn = (page, number) });

        Assert.Equal(expected, answer.Outcome);
    }

    [Fact]
    public async Task SentAgain_BehindALaterOne_IsAnsweredWithWhatStands()
    {
        _ = await _writer.StoreAsync(StoreRig.Label(2, "earlier") with { Turn = ("page", 5) });
        _ = await _writer.StoreAsync(StoreRig.Label(3, "later", seq: 2) with { Turn = ("page", 6) });

        DecisionAnswer again = await _writer.StoreAsync(StoreRig.Label(2, "earlier") with { Turn = ("page", 5) });

        Assert.Equal(DecisionOutcome.StoredBefore, again.Outcome);
        Assert.Equal(2, await _rig.CountAsync("SELECT count(*) FROM line WHERE number > 1"));
    }

    [Fact]
    public async Task IdOfAnotherPerson_IsRefused_AndSaysNothingOfTheDecision()
    {
        _ = await _writer.StoreAsync(StoreRig.Label(2, "a", user: "bob"));

        DecisionAnswer answer = await _writer.StoreAsync(StoreRig.Label(2, "a"));

        Assert.Equal((DecisionOutcome.Refused, 0), (answer.Outcome, answer.Events.Count));
        Assert.Equal(0, await _rig.CountAsync("SELECT count(*) FROM line WHERE owner = 'users/alice'"));
    }

    [Fact]
    public async Task TwoWritersOfOnePerson_AtOnce_GiveEachClockOnce()
    {
        const int Each = 40;
        await using DecisionWriter other = _rig.Writer();

        DecisionAnswer[] answers = await Task.WhenAll(new[] { _writer, other }.Select((writer, node) => StoreManyAsync(writer, node, Each))
            .ToArray()).ContinueWith(static all => all.Result.SelectMany(one => one).ToArray(), TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);

        Assert.All(answers, answer => Assert.Equal(DecisionOutcome.Stored, answer.Outcome));
        Assert.Equal("80|80|80", await _rig.AskAsync("SELECT concat_ws('|', count(clock), count(DISTINCT clock), max(clock)) FROM line"));
        Assert.Equal(82, await _rig.CountAsync("SELECT count(*) FROM line"));
    }

    [Fact]
    public async Task StepOfSeveralDecisions_IsStoredWhole_AndFoundWhole()
    {
        DecisionRequest one = StoreRig.Label(2, "a");
        DecisionRequest both = one with { Events = [.. one.Events, .. StoreRig.Label(1, "a", seq: 2, block: "block_0002").Events] };

        DecisionAnswer first = await _writer.StoreAsync(both);
        DecisionAnswer again = await _writer.StoreAsync(both);

        Assert.Equal([1L, 2L], first.Events.Select(item => item.Clock));
        Assert.Equal(first.Events.Select(item => (item.Id, item.Clock, item.Label)), again.Events.Select(item => (item.Id, item.Clock, item.Label)));
    }

    private static async Task<DecisionAnswer[]> StoreManyAsync(DecisionWriter writer, int node, int count)
    {
        List<DecisionAnswer> answers = [];
        for (int i = 1; i <= count; i++)
        {
            answers.Add(await writer.StoreAsync(StoreRig.Label(1, $"{node}-{i}", i, journal: $"20240102T103000Z-node{node}-aaaaaaaaaaaa")));
        }

        return [.. answers];
    }
}
