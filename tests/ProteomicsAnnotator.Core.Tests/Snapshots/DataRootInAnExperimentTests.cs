using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Snapshots;

/// <summary>A data root that lies in one experiment, whose ids another one has too, takes no label by itself.</summary>
public sealed class DataRootInAnExperimentTests : IDisposable
{
    private readonly OriginalShare _original = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private LabelRig Rig => _original.Rig;

    public void Dispose() => _original.Dispose();

    /// <summary>The data root is one brain: ids would be the same for the other one.</summary>
    [Fact]
    public async Task DataRootThatIsOneExperiment_TakesNoLabelUntilAnAdminConfirmsIt()
    {
        string block = OriginalShare.Tile + "/block_7c9e6679-7425-40de-944b-e07fc1f90ae7";
        await using (LabelShare share = await _original.OpenAtAsync(OriginalShare.First))
        {
            UserLabels alice = await share.OpenUserAsync("alice", Ct);
            var refused = await alice.SetAsync(LabelRig.Key(block), 1, [], Ct);
            Assert.False(refused.Accepted);
            Assert.Contains(_original.DataRoot, refused.Reason, StringComparison.Ordinal);
            FinalLabels finals = await share.OpenFinalLabelsAsync("carol", Ct);
            Assert.False((await finals.SetAsync([LabelRig.Key(block)], 1, Ct)).Accepted);
            Assert.Equal(0, alice.Current.Count);
            Assert.NotNull(await share.WhyNoLabelsAsync(BlockId.Parse(block)));

            Assert.Null(await share.ConfirmDataRootAsync(BlockId.Parse(block), "carol"));
            Assert.True((await alice.SetAsync(LabelRig.Key(block), 1, [], Ct)).Accepted);
            Assert.Null(await share.WhyNoLabelsAsync(BlockId.Parse(block)));
        }

        await using LabelShare other = await _original.OpenAtAsync(OriginalShare.Second);
        UserLabels ben = await other.OpenUserAsync("ben", Ct);
        Assert.Contains(OriginalShare.First, (await ben.SetAsync(LabelRig.Key(block), 1, [], Ct)).Reason, StringComparison.Ordinal);
        Assert.Contains(OriginalShare.First, await other.ConfirmDataRootAsync(BlockId.Parse(block), "carol"), StringComparison.Ordinal);
        UserLabels again = await other.OpenUserAsync("alice", Ct);
        Assert.Equal(UndoOutcome.Refused, (await again.UndoAsync(Ct)).Outcome);
        Assert.Equal(1, again.Find(LabelRig.Key(block))?.Label);

        await using LabelShare whole = await Rig.OpenAsync("ws-3");
        Assert.True((await (await whole.OpenUserAsync("alice", Ct)).SetAsync(LabelRig.Key(OriginalShare.Second + "/" + block), 1, [], Ct)).Accepted);
    }

    [Theory]
    [InlineData(OriginalShare.First + "/Tile_X_0001_Y_0003_Z_0000", "ch_561/blocks/block_7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    [InlineData(OriginalShare.First + "/" + OriginalShare.Tile, "block_7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    public async Task DataRootInAnExperiment_TakesNoLabel(string below, string block)
    {
        await using LabelShare share = await _original.OpenAtAsync(below);
        UserLabels alice = await share.OpenUserAsync("alice", Ct);

        Assert.False((await alice.SetAsync(LabelRig.Key(block), 1, [], Ct)).Accepted);
        Assert.Contains($"ANNOTATOR_DATA_ROOT={_original.DataRoot} ", await share.WhyNoLabelsAsync(BlockId.Parse(block)), StringComparison.Ordinal);
        Assert.Equal(0, alice.Current.Count);
    }
}
