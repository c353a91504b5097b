using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>Evidence of everyone's votes, and what an admin decides to forget of it.</summary>
public sealed class ShareEvidenceTests : IDisposable
{
    private const string Journal = "20240102T000000Z-ws-7-0123456789ab";
    private const string Display = """{"channels":[{"key":"488","color":"#00ff00"}]}""";
    private static readonly BlockId[] Blocks = [.. Enumerable.Range(1, 4).Select(BlockId.OfNumber)];
    private static readonly DateTimeOffset Noon = new(2024, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ShareEvidenceTests()
    {
        Directory.CreateDirectory(_rig.Annotations);
        new SharedRoot(_rig.Settings()).Verify();
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Evidence_OfTheVotesThatCount_HasTheDisplayStateThatTheirLinesNameElsewhere()
    {
        WriteJournal();

        ShareEvidence evidence = (await ReadAsync()).Evidence;

        Assert.Equal(4, evidence.Times.Count);
        Assert.Null(evidence.Forgetting);
        Assert.Equal(
            [(1, 900, Display), (2, 5000, Display), (3, 700, null)],
            evidence.Votes.OrderBy(vote => vote.Key.Block).Select(vote => (Array.IndexOf(Blocks, vote.Key.Block) + 1, (int)vote.Value.Measured.ActiveMs!, vote.Value.Display)));
    }

    [Fact]
    public async Task Forgetting_LeavesOutEarlierDecisions_UntilALaterDecisionTakesItBack()
    {
        WriteJournal();
        var root = new SharedRoot(_rig.Settings());

        EvidenceForgetting first = ForgottenEvidence.Decide(root, Noon.AddMinutes(2));
        ShareEvidence forgotten = (await ReadAsync()).Evidence;
        EvidenceForgetting second = ForgottenEvidence.Decide(root, null);
        ShareEvidence restored = (await ReadAsync()).Evidence;

        Assert.Equal([BlockId.OfNumber(1), BlockId.OfNumber(3)], forgotten.Votes.Keys.Select(vote => vote.Block).Order());
        Assert.Equal((first.Id, 4), (forgotten.Forgetting!.Id, forgotten.Times.Count));
        Assert.True(second.Clock > first.Clock);
        Assert.Equal(3, restored.Votes.Count);
    }

    /// <summary>What the version before reads of these lines is what this one reads of lines of an unknown kind: nothing.</summary>
    [Fact]
    public async Task Forgetting_ChangesNoLabelAndIsNoFault()
    {
        WriteJournal();
        await using (LabelShare share = await _rig.OpenAsync())
        {
            _ = await (await share.OpenFinalLabelsAsync("ann", Ct)).SetAsync([LabelRig.Key("block_0001")], 3, Ct);
        }

        EvidenceForgetting decision = ForgottenEvidence.Decide(new SharedRoot(_rig.Settings()), Noon);

        string[] lines = await File.ReadAllLinesAsync(Path.Combine(_rig.Annotations, "history", "admin", decision.Id.Source + ".jsonl"), Ct);
        using JsonDocument line = JsonDocument.Parse(lines[1]);
        Assert.Equal(["seq", "clock", "at", "by", "forget"], line.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("2024-01-02T12:00:00+00:00", line.RootElement.GetProperty("forget").GetProperty("evidence_before").GetString());
        ShareSnapshot snapshot = await ReadAsync();
        Assert.Equal(3, snapshot.FinalLabels.Find(LabelRig.Key("block_0001"))?.Label);
        Assert.Empty(snapshot.Votes.NotCounted);
        Assert.Empty(snapshot.Votes.Unreadable);
    }

    [Theory]
    [InlineData("""{"seq":1,"clock":9,"at":"2024-01-03T00:00:00+00:00","forget":{"evidence_before":"yesterday"}}""")]
    [InlineData("""{"seq":1,"clock":9,"at":"2024-01-03T00:00:00+00:00","forget":true}""")]
    [InlineData("""{"seq":1,"clock":-9,"at":"2024-01-03T00:00:00+00:00","forget":{"evidence_before":"2024-01-03T00:00:00+00:00"}}""")]
    [InlineData("""{"forget":{"evidence_before":"2024-01-03T00:00:00+00:00"}""")]
    public async Task Forgetting_ThatMakesNoSense_ForgetsNothing(string line)
    {
        WriteJournal();
        _rig.WriteShare("history/admin/20240103T000000Z-ws-7-0123456789ab.jsonl", "{\"format\":1}\n" + line + "\n");

        Assert.Equal(3, (await ReadAsync()).Evidence.Votes.Count);
    }

    [Fact]
    public async Task Evidence_WhenNobodyKnowsWhatIsToBeForgotten_IsNotGiven()
    {
        WriteJournal();
        var files = new FaultyFiles { Fault = (_, path) => (path + "/").Contains("/history/admin/", StringComparison.Ordinal) ? new UnauthorizedAccessException("EACCES") : null };

        ShareSnapshot snapshot = await ShareSnapshot.ReadWithoutClosedAsync(new SharedRoot(_rig.Settings(files: files)), Ct);

        Assert.Empty(snapshot.Evidence.Votes);
        Assert.Contains("history/admin", snapshot.Evidence.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filter_FindsBlocksByOneAndTheSameVote()
    {
        WriteJournal();
        ReviewTable table = TableOf(await ReadAsync());

        Assert.Equal([1, 3], Matches(table, new EvidenceFilter { Within = TimeSpan.FromSeconds(1) }));
        Assert.Equal([1], Matches(table, new EvidenceFilter { Within = TimeSpan.FromSeconds(1), SlicesBelow = 0.1 }));
        Assert.Equal([2], Matches(table, new EvidenceFilter { View = "volume" }));
        Assert.Equal([3], Matches(table, new EvidenceFilter { Limits = "fixed" }));
        Assert.Equal([1, 2, 3, 4], Matches(table, EvidenceFilter.Everything));
        Assert.Empty(Matches(table.Without(new HashSet<string>(StringComparer.Ordinal) { "alice" }), new EvidenceFilter { Within = TimeSpan.FromHours(1) }));
    }

    /// <summary>Said to be another person's name, the labels count as that person's, and so does what was measured of them.</summary>
    [Fact]
    public async Task Evidence_OfANameThatIsAnotherPersons_IsThatPersons_AsTheVoteIs()
    {
        WriteJournal();
        _rig.WriteShare($"history/users/bob/{Journal}.jsonl", """
            {"format":1}
            {"seq":1,"clock":9,"at":"2024-01-02T11:00:00+00:00","block":"block_0002","label":2,"was":null,"via":"key","ev":{"active_ms":1,"view":"quad"}}
            {"seq":2,"clock":9,"at":"2024-01-02T13:00:00+00:00","block":"block_0003","label":1,"was":null,"via":"key","ev":{"active_ms":2,"view":"quad"}}

            """);

        await PeopleDecisions.WriteAsync(new SharedRoot(_rig.Settings()), new Dictionary<string, PersonChange>(StringComparer.Ordinal) { ["alice"] = new(null, new PersonSameness("bob")) }, "lead");

        ReviewTable table = TableOf(await ReadAsync());
        Assert.Equal(["bob"], table.Annotators.Select(column => column.Username));
        Assert.Equal([900, 5000, 2, null], table.Rows.Select(row => (int?)row.EvidenceOf("bob")?.Measured.ActiveMs));
    }

    [Fact]
    public async Task Export_HasEvidenceInColumnsOfItsOwn_AndTheWideTableIsAsItWas()
    {
        ReviewTable before = TableOf(await ReadAsync());
        string[] wide = Csv(CsvExport.Wide(before, Noon))[0];
        string[] head = Csv(LongCsvExport.Labels(before, ["A", "B", "C"], Noon))[0];
        WriteJournal();
        ReviewTable table = TableOf(await ReadAsync());
        string[][] rows = Csv(LongCsvExport.Labels(table, ["A", "B", "C"], Noon));

        Assert.Equal(head, rows[0]);
        Assert.Equal(["active_s", "slices_shown", "projected", "view", "limits", "suggestion", "via"], head[16..23]);
        Assert.Equal(["0.9", "0.03", "False", "slice", "auto", "False", "key"], rows[1][16..23]);
        Assert.Equal(["", "", "", "", "", "", ""], rows[4][16..23]);
        Assert.Equal([.. wide[..4], "user_alice_label", wide[^1]], Csv(CsvExport.Wide(table, Noon))[0]);
    }

    private static string[][] Csv(ReadOnlyMemory<byte> bytes) =>
        [.. System.Text.Encoding.UTF8.GetString(bytes.Span).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];

    private static int[] Matches(ReviewTable table, EvidenceFilter filter) =>
        [.. new ReviewFilter { Evidence = filter }.Select(table, new ReviewSort(ReviewSortKey.Block, false)).Select(index => index + 1)];

    private static ReviewTable TableOf(ShareSnapshot share) =>
        ReviewTable.Of(ReviewInput.Of(Blocks, share.Votes, share.FinalLabels) with { Evidence = share.Evidence });

    private Task<ShareSnapshot> ReadAsync() => ShareSnapshot.ReadAsync(new SharedRoot(_rig.Settings("ws-9")), Ct);

    /// <summary>Block 1 is decided twice, block 4 without evidence; block 3 names a line that is not there.</summary>
    private void WriteJournal()
    {
        string[] evidence =
        [
            $$"""1,"via":"key","ev":{"active_ms":400,"slices":0.01,"projected":false,"view":"slice","limits":"auto","suggestion":false,"display":{{Display}}}""",
            $$"""2,"via":"click","ev":{"active_ms":5000,"slices":0,"projected":true,"view":"volume","limits":"campaign","suggestion":false,"display":"{{Journal}}:1"}""",
            """3,"via":"key","ev":{"active_ms":700,"slices":0.5,"projected":false,"view":"slice","limits":"fixed","suggestion":false,"display":"20240101T000000Z-ws-7-0123456789ab:8"}""",
            """4""",
            $$"""1,"via":"key","ev":{"active_ms":900,"slices":0.03,"projected":false,"view":"slice","limits":"auto","suggestion":false,"display":"{{Journal}}:1"}""",
        ];
        IEnumerable<string> lines = evidence.Select((text, i) =>
        {
            string block = $"block_000{text[0]}";
            return $$"""{"seq":{{i + 1}},"clock":{{i + 1}},"at":"2024-01-02T12:0{{i}}:00+00:00","block":"{{block}}","label":2,"was":null{{text[1..]}}}""";
        });
        _rig.WriteShare($"history/users/alice/{Journal}.jsonl", "{\"format\":1}\n" + string.Join('\n', lines) + "\n");
    }
}
