using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Tests.Database;

/// <summary>What is so already when it is asked for leaves its id and its place among the keys of its page, and no line.</summary>
public sealed class IdleDecisionTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncLifetime
{
    private const string Lines = "SELECT count(*) FROM line WHERE number > 1";
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
    public async Task SentAgain_OnceItWouldChangeSomething_ChangesNothing()
    {
        DecisionAnswer first = await _writer.StoreAsync(Idle("a", knownClock: 0));
        _ = await _writer.StoreAsync(StoreRig.Label(2, "b", seq: 2));

        DecisionAnswer again = await _writer.StoreAsync(Clear("a", seq: 3));

        Assert.Equal((DecisionOutcome.Stored, DecisionOutcome.StoredBefore), (first.Outcome, again.Outcome));
        Assert.Null(Assert.Single(again.Idle).Label);
        Assert.Equal(1, await _rig.CountAsync(Lines));
    }

    /// <summary>Another node has stored a label that this one does not know: it is cleared.</summary>
    [Fact]
    public async Task WhereMoreIsStoredThanItsNodeKnows_ItIsALine()
    {
        _ = await _writer.StoreAsync(StoreRig.Label(2, "b", journal: "20240102T103000Z-node2-aaaaaaaaaaaa"));

        DecisionAnswer answer = await _writer.StoreAsync(Idle("a", knownClock: 0));

        Assert.Equal((DecisionOutcome.Stored, 2), (answer.Outcome, Assert.Single(answer.Events).Clock));
        Assert.Equal(1, await _rig.CountAsync("SELECT count(*) FROM line WHERE clock = 2 AND label IS NULL"));
    }

    [Fact]
    public async Task EarlierKeyOfItsPage_IsSuperseded()
    {
        _ = await _writer.StoreAsync(Idle("a", knownClock: 0) with { Turn = ("page", 6) });

        DecisionAnswer late = await _writer.StoreAsync(StoreRig.Label(2, "b", seq: 2) with { Turn = ("page", 5) });

        Assert.Equal(DecisionOutcome.Superseded, late.Outcome);
        Assert.Equal(0, await _rig.CountAsync(Lines));
    }

    [Theory]
    [InlineData(DecisionKind.Mark, DecisionKind.Label, DecisionOutcome.Superseded)]
    [InlineData(DecisionKind.Label, DecisionKind.Mark, DecisionOutcome.Superseded)]
    [InlineData(DecisionKind.Second, DecisionKind.Label, DecisionOutcome.Superseded)]
    [InlineData(DecisionKind.Repeat, DecisionKind.Repeat, DecisionOutcome.Superseded)]
    [InlineData(DecisionKind.Repeat, DecisionKind.Label, DecisionOutcome.Stored)]
    [InlineData(DecisionKind.Label, DecisionKind.Repeat, DecisionOutcome.Stored)]
    public async Task LaterKeyOfThePageAboutTheBlock_SupersedesWhateverItSaid_ButNothingTellsOfARepeat(object later, object earlier, object expected)
    {
        _ = await _writer.StoreAsync(Of((DecisionKind)later, "later", 2) with { Turn = ("page", 6) });

        DecisionAnswer late = await _writer.StoreAsync(Of((DecisionKind)earlier, "earlier", 3) with { Turn = ("page", 5) });

        Assert.Equal(expected, late.Outcome);
    }

    [Fact]
    public async Task OnlyWhatStandsUnderTheId_IsAnsweredWhereNothingNewIsStored()
    {
        _ = await _writer.StoreAsync(StoreRig.Label(2, "a"));
        _ = await _writer.StoreAsync(Idle("idle", knownClock: 1));

        DecisionAnswer[] answers =
        [
            await _writer.StoreAsync(StoreRig.Label(2, "a", seq: 3) with { WhyNot = "it is closed" }),
            await _writer.StoreAsync(Clear("idle", seq: 4) with { WhyNot = "it is closed" }),
            await _writer.StoreAsync(StoreRig.Label(2, "new", seq: 5) with { WhyNot = "it is closed" }),
        ];

        Assert.Equal([DecisionOutcome.StoredBefore, DecisionOutcome.StoredBefore, DecisionOutcome.Refused], answers.Select(answer => answer.Outcome));
        Assert.Equal("nothing was stored: it is closed", answers[2].Reason);
        Assert.Equal(1, await _rig.CountAsync(Lines));
    }

    private static DecisionRequest Clear(string id, long seq)
    {
        DecisionRequest request = StoreRig.Label(2, id, seq);
        return request with { Events = [.. request.Events.Select(item => Other(item, DecisionKind.Label, null))] };
    }

    private static DecisionRequest Idle(string id, long knownClock)
    {
        DecisionRequest request = Clear(id, 1);
        return request with { Events = [], Idle = request.Events, KnownClock = knownClock };
    }

    private static DecisionRequest Of(DecisionKind kind, string id, long seq)
    {
        DecisionRequest request = StoreRig.Label(2, id, seq);
        return request with
        {
            Events = [.. request.Events.Select(item => Other(item, kind, kind == DecisionKind.Mark ? null : item.Label))],
        };
    }

    private static LabelEvent Other(LabelEvent item, DecisionKind kind, int? label) => new()
    {
        Id = item.Id,
        Clock = item.Clock,
        At = item.At,
        Key = item.Key,
        Kind = kind,
        Label = label,
        Mark = kind == DecisionKind.Mark ? new MarkChange(true, null) : default,
        By = kind == DecisionKind.Second ? "boss" : null,
    };
}
