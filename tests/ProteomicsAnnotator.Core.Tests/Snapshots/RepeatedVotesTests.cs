using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

public sealed class RepeatedVotesTests : IDisposable
{
    private readonly LabelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    // The final label was set at noon; a pair is (hour, label), 0 a clear.
    [Theory]
    [InlineData("10=2 13=2", 2, true)]
    [InlineData("10=2 13=3", 3, false)]
    [InlineData("10=2 13=3 14=2", 2, true)]
    [InlineData("9=1 10=2 13=1", 1, false)]
    [InlineData("10=2 11=0 13=2", 2, false)]
    [InlineData("13=2", 2, false)]
    [InlineData("12=2 13=2", 2, true)]
    [InlineData("10=2 13=2 14=2", 2, true)]
    public async Task Find_VoteAfterTheFinalLabel_IsRepeatedOnlyIfItSaysTheSame(string decisions, int now, bool isRepeated)
    {
        WriteJournal("alice", decisions);
        LaterVote vote = new("alice", BlockId.Parse("block_0001"), now, At(12));

        IReadOnlySet<LaterVote> found = await RepeatedVotes.FindAsync(new SharedRoot(_rig.Settings("ws-9")), [vote], TestContext.Current.CancellationToken);

        Assert.Equal(isRepeated, found.Contains(vote));
    }

    /// <summary>What the person said then may have been said under another name.</summary>
    [Theory]
    [InlineData("10=2", "13=2", 2, true)]
    [InlineData("10=2 13=3", "14=2", 2, true)]
    [InlineData("10=3", "13=2", 2, false)]
    [InlineData("9=2", "10=3 13=2", 2, false)]
    public async Task Find_OfTwoNamesOfOnePerson_GoesByThePerson(string before, string after, int now, bool isRepeated)
    {
        WriteJournal("alyce", before);
        WriteJournal("alice", after);
        var root = new SharedRoot(_rig.Settings("ws-9"));
        LaterVote vote = new("alice", BlockId.Parse("block_0001"), now, At(12));
        Assert.Empty(await RepeatedVotes.FindAsync(root, [vote], TestContext.Current.CancellationToken));

        await PeopleDecisions.WriteAsync(new SharedRoot(_rig.Settings()), new Dictionary<string, PersonChange>(StringComparer.Ordinal) { ["alyce"] = new(null, new PersonSameness("alice")) }, "lead");

        Assert.Equal(isRepeated, (await RepeatedVotes.FindAsync(root, [vote], TestContext.Current.CancellationToken)).Contains(vote));
    }

    [Fact]
    public async Task Find_NoJournalTells_IsNotRepeated()
    {
        WriteJournal("alice", "10=2");
        LaterVote[] votes = [new("bob", BlockId.Parse("block_0001"), 2, At(12)), new("alice", BlockId.Parse("block_0002"), 2, At(12))];

        Assert.Empty(await RepeatedVotes.FindAsync(new SharedRoot(_rig.Settings("ws-9")), votes, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Find_AJournalCannotBeRead_IsNotRepeated_AndOthersVotesAre()
    {
        WriteJournal("alice", "10=2 13=2");
        WriteJournal("bob", "10=2 13=2");
        _rig.WriteShare("history/users/alice/20240102T090000Z-ws-6-ba9876543210.jsonl", """
            {"format":1,"program":"1.0.0","host":"ws-6"}
            {"seq":1,"clock":2,"at":"2024-01-02T11:00:00+00:00","block":"block_0001","label":3,"was":2}

            """);
        var files = new FaultyFiles { Fault = (done, path) => done == "Read" && path.Contains("-ws-6-", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null };
        LaterVote[] votes = [new("alice", BlockId.Parse("block_0001"), 2, At(12)), new("bob", BlockId.Parse("block_0001"), 2, At(12))];

        Assert.Equal(
            ["bob"],
            (await RepeatedVotes.FindAsync(new SharedRoot(_rig.Settings("ws-9", files)), votes, TestContext.Current.CancellationToken)).Select(vote => vote.Username));
    }

    /// <summary>An admin's final label must not fail for it once it is stored.</summary>
    [Fact]
    public async Task Find_WhoseNamesAreOnePersonsCannotBeRead_NothingIsRepeated()
    {
        WriteJournal("alice", "10=2 13=2");
        _rig.WriteShare("admin/decisions/20240102T090000Z-ws-6-ba9876543210.json", "{");
        LaterVote vote = new("alice", BlockId.Parse("block_0001"), 2, At(12));

        Assert.Empty(await RepeatedVotes.FindAsync(new SharedRoot(_rig.Settings("ws-9")), [vote], TestContext.Current.CancellationToken));
    }

    private static DateTimeOffset At(int hour) => new(2024, 1, 2, hour, 0, 0, TimeSpan.Zero);

    private void WriteJournal(string user, string decisions)
    {
        IEnumerable<string> lines = decisions.Split(' ').Select((decision, i) =>
        {
            string[] pair = decision.Split('=');
            return $$"""{"seq":{{i + 1}},"clock":{{i + 1}},"at":"2024-01-02T{{pair[0].PadLeft(2, '0')}}:00:00+00:00","block":"block_0001","label":{{(pair[1] == "0" ? "null" : pair[1])}},"was":null}""";
        });
        _rig.WriteShare(
            $"history/users/{user}/20240102T080000Z-ws-5-abc.jsonl",
            string.Concat(lines.Prepend("""{"format":1,"program":"1.0.0","host":"ws-5","account":"x","data_root":"/d","classes":[]}""").Select(line => line + "\n")));
    }
}
