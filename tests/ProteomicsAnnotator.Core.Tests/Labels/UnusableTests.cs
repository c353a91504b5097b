using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>A block that cannot be judged: it has no label, to every program, and the later of the two counts.</summary>
public sealed class UnusableTests : IDisposable
{
    private const string First = "block_0001";
    private const string Second = "block_0002";
    private const string Elsewhere = "history/users/alice/20240102T102900Z-ws-2-0123456789ab.jsonl";
    private const string Header = """{"format":1,"program":"1.0","host":"ws-2"}""";
    private static readonly MarkChange Torn = new() { Unusable = "torn" };
    private static readonly MarkChange Usable = new() { Unusable = "" };
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Unusable_OfALabelledBlock_IsOneLineThatClearsTheLabel_AndOneStep()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key(First), 2, [], Ct);
            Assert.Equal(LabelPlace.Share, (await labels.MarkAsync(LabelRig.Key(First), Torn, Ct)).Place);
            Assert.Equal((null, "torn", true), (labels.Find(LabelRig.Key(First)), labels.Unusable(), labels.Current.IsDone(LabelRig.Key(First))));
            Assert.Empty(OwnReader.Merge(_rig.Journals));

            UndoResult undone = await labels.UndoAsync(Ct);
            Assert.Equal((UndoOutcome.Done, 2, default(BlockMark)), (undone.Outcome, undone.Current, undone.Mark));
            Assert.Equal((2, null), (labels.Find(LabelRig.Key(First))?.Label, labels.Unusable()));
            Assert.Equal(new Dictionary<string, int> { [First] = 2 }, OwnReader.Merge(_rig.Journals));
            await labels.RedoAsync(Ct);
        }

        JsonElement[] lines = [.. LabelRig.JournalLines(Assert.Single(_rig.JournalFiles()))];
        Assert.Equal(
            (First, JsonValueKind.Null, 2, "torn"),
            (lines[2].GetProperty("block").GetString(), lines[2].GetProperty("label").ValueKind, lines[2].GetProperty("was").GetInt32(), lines[2].GetProperty("unusable").GetString()));
        Assert.Equal(JsonValueKind.Null, lines[3].GetProperty("unusable").ValueKind);
        Assert.Empty(OwnReader.Merge(_rig.Journals));
        JsonElement file = await _rig.ReadUserFileAsync();
        Assert.Empty(file.GetProperty("annotations").EnumerateObject());
        Assert.Equal("""{"unusable":"torn"}""", MarkReading.Compact(file.GetProperty("marks").GetProperty(First)));
    }

    [Fact]
    public async Task Label_OfABlockThatCouldNotBeJudged_TakesItBackInItsLine_AndUndoBringsItBack()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.MarkAsync(LabelRig.Key(First), new MarkChange(true, "dim") { Unusable = "torn" }, Ct);
        await labels.SetAsync(LabelRig.Key(First), 3, [], Ct);

        Assert.Equal((3, new BlockMark(true, "dim")), (labels.Find(LabelRig.Key(First))?.Label, labels.MarkOf(LabelRig.Key(First))));
        JsonElement line = LabelRig.JournalLines(Assert.Single(_rig.JournalFiles())).Last();
        Assert.Equal((3, JsonValueKind.Null), (line.GetProperty("label").GetInt32(), line.GetProperty("unusable").ValueKind));
        Assert.Equal((null, "torn"), ((await labels.UndoAsync(Ct)).Current, labels.Unusable()));
        Assert.Equal((3, null), ((await labels.RedoAsync(Ct)).Current, labels.Unusable()));
    }

    [Fact]
    public async Task Unusable_TakenBack_LeavesABlockWithoutALabel()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.MarkAsync(LabelRig.Key(First), Torn, Ct);
        await labels.MarkAsync(LabelRig.Key(First), Usable, Ct);
        Assert.False(labels.Current.IsDone(LabelRig.Key(First)));
        Assert.Equal("torn", (await labels.UndoAsync(Ct)).Mark.Unusable);
    }

    [Theory]
    [InlineData(5, 6, null, "torn")]
    [InlineData(6, 5, 1, null)]
    public async Task LabelHereAndUnusableThere_TheLaterCounts_InEveryReading(int labelClock, int markClock, int? label, string? unusable)
    {
        _rig.WriteShare(Elsewhere, $$$"""
            {{{Header}}}
            {"seq":1,"clock":{{{labelClock}}},"at":"2024-01-02T10:31:00+00:00","block":"block_0001","label":1,"was":null}
            {"seq":2,"clock":{{{markClock}}},"at":"2024-01-02T10:31:00+00:00","mark":{"block":"block_0001","unusable":"torn"}}

            """);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);

        Assert.Equal((label, unusable), (labels.Find(LabelRig.Key(First))?.Label, labels.Unusable()));
        await share.FlushAsync(LabelRig.Patient.Closing);
        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            UserVotes alice = Assert.Single(votes.Users);
            Assert.Equal(
                (label is not null, unusable, true),
                (alice.Votes.ContainsKey(BlockId.Parse(First)), alice.Marks.GetValueOrDefault(BlockId.Parse(First)).Unusable, alice.IsDone(BlockId.Parse(First))));
        }
    }

    /// <summary>A program that knows labels only gives one, and takes it back: the block was judged after all.</summary>
    [Fact]
    public async Task LabelOfAnOlderProgram_TakesItBack_AlsoOnceCleared()
    {
        _rig.WriteShare(Elsewhere, $$"""
            {{Header}}
            {"seq":1,"clock":1,"at":"2024-01-02T10:31:00+00:00","block":"block_0001","label":null,"was":null,"unusable":"torn"}
            {"seq":2,"clock":2,"at":"2024-01-02T10:32:00+00:00","block":"block_0001","label":1,"was":null}
            {"seq":3,"clock":3,"at":"2024-01-02T10:33:00+00:00","block":"block_0001","label":null,"was":1}
            {"seq":4,"clock":4,"at":"2024-01-02T10:34:00+00:00","block":"block_0002","label":2,"was":null,"unusable":"both at once: the label counts"}

            """);
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal((null, default), (labels.Find(LabelRig.Key(First)), labels.MarkOf(LabelRig.Key(First))));
        Assert.Equal((2, default), (labels.Find(LabelRig.Key(Second))?.Label, labels.MarkOf(LabelRig.Key(Second))));
    }

    [Fact]
    public async Task OfTwoMachines_EachSeesTheLater()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        await here.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await Eventually.IsTrueAsync(() => there.Find(LabelRig.Key(First)) is not null, "the label is seen there");
        await there.MarkAsync(LabelRig.Key(First), Torn, Ct);
        await Eventually.IsTrueAsync(() => here.Find(LabelRig.Key(First)) is null && here.Unusable() == "torn", "it cannot be judged here either");
        await here.SetAsync(LabelRig.Key(First), 2, [], Ct);
        await Eventually.IsTrueAsync(() => there.Find(LabelRig.Key(First))?.Label == 2 && there.Unusable() is null, "the label counts there again");
    }

    /// <summary>A start with the cache reads no journal.</summary>
    [Fact]
    public async Task ARestart_KnowsIt()
    {
        for (int i = 0; i < 3; i++)
        {
            await using LabelShare share = await _rig.OpenAsync();
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Assert.Equal(i == 0 ? null : "torn", labels.Unusable());
            await labels.MarkAsync(LabelRig.Key(First), Torn, Ct);
        }

        Assert.Equal(1, _rig.JournalFiles().SelectMany(LabelRig.JournalLines).Count(line => line.TryGetProperty("unusable", out _)));
    }

    /// <summary>An entry with a label is a block that was judged, whatever another program wrote beside it.</summary>
    [Fact]
    public async Task Unusable_BesideALabelOfAFile_IsUsedNowhereAndStays()
    {
        _rig.WriteShare("users/alice.json", """{"annotations": {"block_0001": {"label": 1, "annotated_at": "2024-01-02T10:30:00+00:00", "unusable": "torn"}}}""");
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await Eventually.IsTrueAsync(() => labels.Find(LabelRig.Key(First))?.Label == 1, "the label is taken over");
            await LabelRig.SetAsync(labels, (Second, 1));
            Assert.Null(labels.Unusable());
        }

        Assert.Equal("torn", (await _rig.ReadUserFileAsync()).GetProperty("annotations").GetProperty(First).GetProperty("unusable").GetString());
    }
}
