using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Core.Tests.Labels;

public sealed class FinalLabelsTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task TwoAdmins_AtTheSameTime_LoseNothing()
    {
        await using LabelShare first = await _rig.OpenAsync();
        await using LabelShare second = await _rig.OpenAsync("ws-2");
        FinalLabels alice = await first.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await second.OpenFinalLabelsAsync("bob", Ct);

        await alice.SetAsync([LabelRig.Key("block_0001"), LabelRig.Key("block_0002")], 1, Ct);
        await bob.SetAsync([LabelRig.Key("block_0003")], 2, Ct);
        await Eventually.IsTrueAsync(() => alice.Current.Count == 3 && bob.Current.Count == 3, "both know all three");
        await bob.SetAsync([LabelRig.Key("block_0001")], null, Ct);
        await Eventually.IsTrueAsync(() => alice.Current.Count == 2, "the first admin sees the clear");
        await Task.WhenAll(first.FlushAsync(TimeSpan.FromSeconds(30)), second.FlushAsync(TimeSpan.FromSeconds(30)));

        string path = Path.Combine(_rig.Annotations, "admin", "final_labels.json");
        byte[] file = await File.ReadAllBytesAsync(path, Ct);
        Assert.Equal([("block_0002", 1), ("block_0003", 2)], OwnReader.FileLabels(file).Select(pair => (pair.Key, pair.Value)));
        Assert.Equal("bob", JsonDocument.Parse(file).RootElement.GetProperty("labels").GetProperty("block_0003").GetProperty("set_by").GetString());
        Assert.DoesNotContain("created_at", await File.ReadAllTextAsync(path, Ct), StringComparison.Ordinal);
        Assert.Equal(["alice", "bob"], alice.History(LabelRig.Key("block_0001")).Select(entry => entry.By));
    }

    [Fact]
    public async Task Undo_TakesBackOnlyTheOwnDecisions()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels alice = await share.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await share.OpenFinalLabelsAsync("bob", Ct);
        await alice.SetAsync([LabelRig.Key("block_0001")], 1, Ct);
        await bob.SetAsync([LabelRig.Key("block_0002")], 2, Ct);

        UndoResult undone = await alice.UndoAsync(Ct);

        Assert.Equal((UndoOutcome.Done, LabelRig.Key("block_0001")), (undone.Outcome, undone.Key));
        Assert.Equal([LabelRig.Key("block_0002")], bob.Current.Labels.Keys);
        Assert.Equal(1, share.Undelivered + bob.Current.Count);
    }

    [Fact]
    public async Task Undo_AnotherAdminDecidedHereSinceTheLastUndo_LeavesThatAndTheOwnRedo()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels alice = await share.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await share.OpenFinalLabelsAsync("bob", Ct);
        await alice.SetAsync([LabelRig.Key("block_0001")], 1, Ct);
        Assert.Equal(UndoOutcome.Done, (await alice.UndoAsync(Ct)).Outcome);
        await bob.SetAsync([LabelRig.Key("block_0002")], 2, Ct);

        Assert.Equal(UndoOutcome.Nothing, (await alice.UndoAsync(Ct)).Outcome);
        Assert.Equal((UndoOutcome.Done, (LabelKey?)LabelRig.Key("block_0001")), Outcome(await alice.RedoAsync(Ct)));
        Assert.Equal((UndoOutcome.Done, (LabelKey?)LabelRig.Key("block_0002")), Outcome(await bob.UndoAsync(Ct)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Undo_StepsWhileTheClockStandsOrGoesBack_AreTakenBackOneByOne(int microseconds)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using LabelShare share = await LabelShare.OpenAsync(_rig.Settings() with { TimeProvider = time }, Ct);
        FinalLabels alice = await share.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await share.OpenFinalLabelsAsync("bob", Ct);
        await alice.SetAsync([LabelRig.Key("block_0001")], 1, Ct);
        time.AdjustTime(time.GetUtcNow().AddMicroseconds(microseconds));
        await bob.SetAsync([LabelRig.Key("block_0002")], 1, Ct);
        await alice.SetAsync([LabelRig.Key("block_0003")], 1, Ct);

        Assert.Equal((UndoOutcome.Done, (LabelKey?)LabelRig.Key("block_0003")), Outcome(await alice.UndoAsync(Ct)));
        Assert.Equal([LabelRig.Key("block_0001"), LabelRig.Key("block_0002")], alice.Current.Labels.Keys.OrderBy(key => key.Block));
    }

    [Fact]
    public async Task Undo_ManyBlocksSetAtOnce_IsOneStepAlsoAfterARestart()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            FinalLabels first = await share.OpenFinalLabelsAsync("alice", Ct);
            await first.SetAsync([LabelRig.Key("block_0001")], 1, Ct);
            await first.SetAsync([LabelRig.Key("block_0001"), LabelRig.Key("block_0002"), LabelRig.Key("block_0003")], 2, Ct);
        }

        await using LabelShare again = await _rig.OpenAsync();
        FinalLabels alice = await again.OpenFinalLabelsAsync("alice", Ct);

        UndoResult undone = await alice.UndoAsync(Ct);

        Assert.Equal((UndoOutcome.Done, 3), (undone.Outcome, undone.Keys.Count));
        Assert.Equal(1, Assert.Single(alice.Current.Labels).Value.Label);
        Assert.Equal(3, (await alice.RedoAsync(Ct)).Keys.Count);
        Assert.All(alice.Current.Labels.Values, entry => Assert.Equal(2, entry.Label));
        Assert.Equal(3, alice.Current.Count);
    }

    [Fact]
    public async Task Undo_OneOfManyBlocksChangedMeanwhile_LeavesThatOne()
    {
        await using LabelShare share = await _rig.OpenAsync();
        FinalLabels alice = await share.OpenFinalLabelsAsync("alice", Ct);
        FinalLabels bob = await share.OpenFinalLabelsAsync("bob", Ct);
        await alice.SetAsync([LabelRig.Key("block_0001"), LabelRig.Key("block_0002")], 1, Ct);
        await bob.SetAsync([LabelRig.Key("block_0002")], 3, Ct);

        UndoResult undone = await alice.UndoAsync(Ct);

        Assert.Equal((UndoOutcome.Done, 1), (undone.Outcome, undone.ChangedCount));
        Assert.Equal([LabelRig.Key("block_0001")], undone.Keys);
        Assert.Equal(3, Assert.Single(alice.Current.Labels).Value.Label);
    }

    private static (UndoOutcome Outcome, LabelKey? Key) Outcome(UndoResult result) => (result.Outcome, result.Key);
}
