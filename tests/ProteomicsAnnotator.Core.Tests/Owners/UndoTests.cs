using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Owners;

public sealed class UndoTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Undo_AcrossBlocksAndRestarts_RestoresTheFormerLabels()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
            await labels.SetAsync(LabelRig.Key("block_0001"), 2, [], Ct);
            await labels.SetAsync(LabelRig.Key("block_0002"), 3, [], Ct);
            UndoResult first = await labels.UndoAsync(Ct);
            Assert.Equal((UndoOutcome.Done, LabelRig.Key("block_0002"), (int?)null), (first.Outcome, first.Key, first.Current));
        }

        await using LabelShare again = await _rig.OpenAsync();
        UserLabels reopened = await again.OpenUserAsync("alice", Ct);
        UndoResult second = await reopened.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, LabelRig.Key("block_0001"), 1), (second.Outcome, second.Key, second.Current));
        Assert.Equal(1, reopened.Find(LabelRig.Key("block_0001"))?.Label);

        Assert.Equal(2, (await reopened.RedoAsync(Ct)).Current);
        Assert.Equal(3, (await reopened.RedoAsync(Ct)).Current);
        Assert.Equal(UndoOutcome.Nothing, (await reopened.RedoAsync(Ct)).Outcome);
        await reopened.UndoAsync(Ct);
        await reopened.UndoAsync(Ct);
        await reopened.UndoAsync(Ct);
        Assert.Equal(UndoOutcome.Nothing, (await reopened.UndoAsync(Ct)).Outcome);
        Assert.Equal(0, reopened.Current.Count);
    }

    [Fact]
    public async Task Undo_ChangedElsewhereMeanwhile_IsRefusedWithBothValues()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        UserLabels here = await first.OpenUserAsync("alice", Ct);
        UserLabels there = await second.OpenUserAsync("alice", Ct);
        await here.SetAsync(LabelRig.Key("block_0002"), 1, [], Ct);
        await here.SetAsync(LabelRig.Key("block_0001"), 1, [], Ct);
        await Eventually.IsTrueAsync(() => there.Current.Count == 2, "the other program sees it");
        await there.SetAsync(LabelRig.Key("block_0001"), 3, [], Ct);
        await Eventually.IsTrueAsync(() => here.Find(LabelRig.Key("block_0001"))?.Label == 3, "this program sees the change");

        UndoResult refused = await here.UndoAsync(Ct);

        Assert.Equal((UndoOutcome.Changed, 3, 1), (refused.Outcome, refused.Current, refused.Expected));
        Assert.Equal(3, here.Find(LabelRig.Key("block_0001"))?.Label);
        UndoResult next = await here.UndoAsync(Ct);
        Assert.Equal((UndoOutcome.Done, LabelRig.Key("block_0002")), (next.Outcome, next.Key));
    }
}
