using ProteomicsAnnotator.Core.Labels;
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
    public async Task ReadHistory_OfEveryMachine_IsInTheOrderOfTheDecisions()
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

        BlockHistory history = await here.ReadHistoryAsync(Key, Ct);

        Assert.Empty(history.Faults);
        Assert.Equal(
            [("alice", 1, false), ("bob", 2, false), ("boss", 3, true)],
            history.Entries.Where(entry => entry.Label is not null).Select(entry => (entry.By, entry.Label!.Value, entry.IsFinalLabel)));
        Assert.Equal(("alice", "ws-2"), (history.Entries[^1].By, history.Entries[^1].Host));
        Assert.Equal(history.Entries.Select(entry => entry.At).Order(), history.Entries.Select(entry => entry.At));
    }

    [Fact]
    public async Task ReadHistory_AJournalUnreadable_IsSaidAndTheOthersAreThere()
    {
        var files = new FaultyFiles();
        await using LabelShare there = await _rig.OpenAsync("ws-2");
        await (await there.OpenUserAsync("alice", Ct)).SetAsync(Key, 1, [], Ct);
        await (await there.OpenUserAsync("bob", Ct)).SetAsync(Key, 2, [], Ct);
        await using LabelShare here = await _rig.OpenAsync(files: files);
        files.Fault = (done, path) => done == "Open" && path.Contains("/alice/", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null;

        BlockHistory history = await here.ReadHistoryAsync(Key, Ct);

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
            BlockHistory history = await here.ReadHistoryAsync(Key, Ct);
            BlockHistory again = await here.ReadHistoryAsync(Key, Ct);

            Assert.Equal("bob", Assert.Single(history.Entries).By);
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
