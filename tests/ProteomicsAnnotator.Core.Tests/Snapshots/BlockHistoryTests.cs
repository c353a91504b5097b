using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

public sealed class BlockHistoryTests : IDisposable
{
    private static readonly LabelKey Key = LabelRig.Key("tile_3/block_0002");
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task ReadHistory_OfEveryMachine_BeginsWithTheNewestDecision()
    {
        await using LabelShare here = await _rig.OpenAsync();
        await using LabelShare there = await _rig.OpenAsync("ws-2");
        UserLabels alice = await there.OpenUserAsync("alice", Ct);
        UserLabels bob = await here.OpenUserAsync("bob", Ct);
        FinalLabels boss = await there.OpenFinalLabelsAsync("boss", Ct);

        await alice.SetAsync(Key, 1, [], Ct);
        await bob.SetAsync(Key, 2, [], Ct);
        await bob.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct);
        await alice.SetAsync(new LabelKey("/other", LabelRig.Key("block_0002").Block), 3, [], Ct);
        await boss.SetAsync([Key], 3, Ct);
        await alice.UndoAsync(Ct);
        await alice.SetAsync(Key, null, [], Ct);

        BlockHistory history = await here.ReadHistoryAsync(Key, withEvidence: false, Ct);

        Assert.Empty(history.Faults);
        Assert.Equal(
            [("boss", 3, true), ("bob", 2, false), ("alice", 1, false)],
            history.Entries.Where(entry => entry.Label is not null).Select(entry => (entry.By, entry.Label!.Value, entry.IsFinalLabel)));
        Assert.Equal(("alice", "ws-2"), (history.Entries[0].By, history.Entries[0].Host));
        Assert.Equal(history.Entries.Select(entry => entry.At).OrderDescending(), history.Entries.Select(entry => entry.At));
    }

    [Fact]
    public async Task ReadHistory_SaysWhatAnExportedHistorySays_NewestFirst()
    {
        const string Entry = """{"annotations": {"tile_3/block_0002": {"label": 2, "annotated_at": "2024-01-02T10:30:00+00:00"}}}""";
        _rig.WriteShare("users/carol.json", Entry);
        _rig.WriteShare("users/Dora.json", Entry.Replace("10:30", "10:31", StringComparison.Ordinal));
        _rig.WriteShare("users/alice.json", Entry.Replace("10:30", "10:32", StringComparison.Ordinal));
        _rig.WriteShare("admin/final_labels.json", """{"labels": {"tile_3/block_0002": {"final_label": 1, "set_by": "eve", "set_at": "2024-01-02T11:00:00+00:00"}}}""");
        await using LabelShare here = await _rig.OpenAsync();
        UserLabels alice = await here.OpenUserAsync("alice", Ct);
        await using (LabelShare there = await _rig.OpenAsync("ws-2"))
        {
            UserLabels bob = await there.OpenUserAsync("bob", Ct);
            await bob.SetAsync(Key, 1, [], Ct);
            await bob.UndoAsync(Ct);
            await bob.RedoAsync(Ct);
        }

        await alice.SetAsync(Key, 3, [], Ct);
        await alice.SetAsync(LabelRig.Key("block_0009"), 3, [], Ct);

        BlockHistory history = await here.ReadHistoryAsync(Key, withEvidence: false, Ct);
        IEnumerable<HistoryRow> exported = HistoryFiles.Read(new SharedRoot(_rig.Settings())).Rows.Where(row => row.BlockId == "tile_3/block_0002").Reverse();

        Assert.Empty(history.Faults);
        Assert.Equal(
            exported.Select(row => (row.At, row.Username, row.Label, row.Was, row.Host, row.IsImported, row.Undoes is not null, row.Redoes is not null, row.Kind == "final_label")),
            history.Entries.Select(entry => (entry.At, entry.By, entry.Label, entry.Was, entry.Host, entry.IsImport, entry.IsUndo, entry.IsRedo, entry.IsFinalLabel)));
        Assert.Equal(
            [("alice", 3, false), ("bob", 1, false), ("bob", null, false), ("bob", 1, false), ("eve", 1, true), ("alice", 2, true), ("dora", 2, true), ("carol", 2, true)],
            history.Entries.Select(entry => (entry.By, entry.Label, entry.IsImport)));
        Assert.Equal([(false, true), (true, false), (false, false)], history.Entries.Skip(1).Take(3).Select(entry => (entry.IsUndo, entry.IsRedo)));
    }

    [Fact]
    public async Task ReadHistory_WhatCannotBeReadIsNamed_OfOtherBlocksOnlyLines()
    {
        _rig.WriteShare("users/carol.json", """{"annotations": {"tile_3/block_0002": {"label": "two"}, "block_0009": {"label": true}}}""");
        _rig.WriteShare("history/users/dora/20240101T000000Z-ws-5-0123456789ab.jsonl", "{\"format\":1}\ntorn\n");
        await using LabelShare here = await _rig.OpenAsync();

        BlockHistory history = await here.ReadHistoryAsync(Key, withEvidence: false, Ct);

        Assert.Empty(history.Entries);
        Assert.Equal(2, history.Faults.Count);
        Assert.Contains(history.Faults, fault => fault.Contains("carol.json", StringComparison.Ordinal) && fault.Contains("block_0002", StringComparison.Ordinal));
        Assert.Contains(history.Faults, fault => fault.Contains("history/users/dora", StringComparison.Ordinal) && fault.Contains("1 unreadable line", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadHistory_AJournalUnreadable_IsSaidAndTheOthersAreThere()
    {
        var files = new FaultyFiles();
        await using (LabelShare there = await _rig.OpenAsync("ws-2"))
        {
            await (await there.OpenUserAsync("alice", Ct)).SetAsync(Key, 1, [], Ct);
            await (await there.OpenUserAsync("bob", Ct)).SetAsync(Key, 2, [], Ct);
        }

        // What only the journal tells is what is missing.
        File.Delete(_rig.UserFile);
        await using LabelShare here = await _rig.OpenAsync(files: files);
        files.Fault = (done, path) => done == "Open" && path.Contains("/alice/", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null;

        BlockHistory history = await here.ReadHistoryAsync(Key, withEvidence: false, Ct);

        Assert.Equal("bob", Assert.Single(history.Entries).By);
        Assert.Contains("alice", Assert.Single(history.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadHistory_ShareHangs_ReturnsInTimeWithWhatIsKnownHere()
    {
        var files = new FaultyFiles();
        await using LabelShare there = await _rig.OpenAsync("ws-2");
        await (await there.OpenUserAsync("alice", Ct)).SetAsync(Key, 1, [], Ct);
        await using LabelShare here = await _rig.OpenAsync(files: files);
        UserLabels bob = await here.OpenUserAsync("bob", Ct);
        await bob.SetAsync(Key, 2, [], Ct);
        files.HangingPath = "/alice/";
        files.Answering.Reset();
        try
        {
            BlockHistory history = await here.ReadHistoryAsync(Key, withEvidence: false, Ct);
            BlockHistory again = await here.ReadHistoryAsync(Key, withEvidence: false, Ct);

            // alice's file, which does not hang, may have been written by now.
            Assert.Equal("bob", Assert.Single(history.Entries, entry => !entry.IsImport).By);
            Assert.Contains("does not answer", Assert.Single(history.Faults), StringComparison.Ordinal);
            Assert.Contains("does not answer", Assert.Single(again.Faults), StringComparison.Ordinal);
            Assert.Equal(LabelResult.OnShare, await bob.SetAsync(Key, 3, [], Ct));
        }
        finally
        {
            files.Answering.Set();
        }
    }
}
