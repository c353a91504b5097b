using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals.Positions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>An admin says that labels of another place are right, and labels that undo and redo bring back know their place.</summary>
public sealed class AcceptedPointsTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly PointsFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task Accepted_LabelsCountWhileThePointStandsThere_AndNotOnceItIsTakenBack()
    {
        _folder.PutSource("id,z,y,x\na,20,25,30\nb,10,10,10\n");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", PointsFolder.Token);
        FinalLabels lead = await share.OpenFinalLabelsAsync("lead", PointsFolder.Token);
        foreach (Block block in (await _folder.ScanAsync()).Blocks)
        {
            await alice.SetAsync(block.Key, 1, default, [], null, PointsFolder.Token, block.Point);
            Assert.True((await lead.SetAsync([block.Key], 2, PointsFolder.Token, null, _ => block.Point)).Accepted);
        }

        Move("a,20,25,40\nb,10,20,10\n");
        Assert.Equal(["alice point_a", "alice point_b", "lead point_a", "lead point_b"], await MovedAsync(share));
        Block moved = (await _folder.ScanAsync()).Blocks[0];
        await share.Decisions.DecideAsync(Decision(moved.Id, AcceptedPoints.ValueOf(PointPosition.Of(moved.Point!))), "lead");

        // A voxel further it is the same place; two further it is another one.
        Assert.Equal(["alice point_b", "lead point_b"], await MovedAsync(share));
        Move("a,20,25,41\nb,10,20,10\n");
        Assert.Equal(["alice point_b", "lead point_b"], await MovedAsync(share));
        Move("a,20,25,42\nb,10,20,10\n");
        Assert.Equal(["alice point_a", "alice point_b", "lead point_a", "lead point_b"], await MovedAsync(share));

        Move("a,20,25,40\nb,10,20,10\n");
        await share.Decisions.UndoAsync(AcceptedPoints.KeyOf(moved.Id), "lead");
        Assert.Equal(["alice point_a", "alice point_b", "lead point_a", "lead point_b"], await MovedAsync(share));
        await share.Decisions.UndoAsync(AcceptedPoints.KeyOf(moved.Id), "lead");
        Assert.Equal(["alice point_b", "lead point_b"], await MovedAsync(share));
    }

    /// <summary>A label given later at another place still is of another place.</summary>
    [Fact]
    public async Task Accepted_LabelGivenAfterwardsElsewhere_IsNotMeant()
    {
        _folder.PutSource("id,z,y,x\na,20,25,30\n");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", PointsFolder.Token);
        Block before = (await _folder.ScanAsync()).Blocks[0];
        Move("a,20,25,40\n");
        Block now = (await _folder.ScanAsync()).Blocks[0];
        await share.Decisions.DecideAsync(Decision(now.Id, AcceptedPoints.ValueOf(PointPosition.Of(now.Point!))), "lead");
        await Task.Delay(20, PointsFolder.Token);

        // A page that was open before the table changed.
        await alice.SetAsync(before.Key, 1, default, [], null, PointsFolder.Token, before.Point);

        Assert.Equal(["alice point_a"], await MovedAsync(share));
    }

    [Theory]
    [InlineData("""{"voxel": [20, 25]}""")]
    [InlineData("""{"voxel": ["20", 25, 40]}""")]
    [InlineData("""{"voxel": [20.5, 25, 40]}""")]
    [InlineData("true")]
    public async Task Decision_OfAnotherForm_CountsAsNone(string value)
    {
        _folder.PutSource("id,z,y,x\na,20,25,30\n");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", PointsFolder.Token);
        Block block = (await _folder.ScanAsync()).Blocks[0];
        await alice.SetAsync(block.Key, 1, default, [], null, PointsFolder.Token, block.Point);
        Move("a,20,25,40\n");

        await share.Decisions.DecideAsync(Decision(block.Id, System.Text.Json.Nodes.JsonNode.Parse(value)), "lead");

        Assert.Equal(["alice point_a"], await MovedAsync(share));
    }

    [Fact]
    public async Task UndoAndRedo_BringALabelBackWithThePlaceItWasGivenAt()
    {
        _folder.PutSource("id,z,y,x\na,20,25,30\n");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", PointsFolder.Token);
        Block before = (await _folder.ScanAsync()).Blocks[0];
        await alice.SetAsync(before.Key, 1, default, [], null, PointsFolder.Token, before.Point);
        await alice.SetAsync(before.Key, 2, default, [], null, PointsFolder.Token, before.Point);
        Move("a,20,25,40\n");

        Assert.Equal(1, (await alice.UndoAsync(PointsFolder.Token)).Restored);
        Assert.Equal(["alice point_a"], await MovedAsync(share));
        Assert.Equal(2, (await alice.RedoAsync(PointsFolder.Token)).Restored);
        Assert.Equal(["alice point_a"], await MovedAsync(share));

        // Given anew and taken back: the label of before is of the other place again; and once more forth.
        Block now = (await _folder.ScanAsync()).Blocks[0];
        await alice.SetAsync(now.Key, 1, default, [], null, PointsFolder.Token, now.Point);
        Assert.Empty(await MovedAsync(share));
        Assert.Equal(2, (await alice.UndoAsync(PointsFolder.Token)).Restored);
        Assert.Equal(["alice point_a"], await MovedAsync(share));
        Assert.Equal(1, (await alice.RedoAsync(PointsFolder.Token)).Restored);
        Assert.Empty(await MovedAsync(share));
    }

    private static Dictionary<string, System.Text.Json.Nodes.JsonNode?> Decision(BlockId block, System.Text.Json.Nodes.JsonNode? value) => new(StringComparer.Ordinal) { [AcceptedPoints.KeyOf(block)] = value };

    private void Move(string rows) => _folder.PutText("points.csv", "id,z,y,x\n" + rows);

    private async Task<IEnumerable<string>> MovedAsync(LabelShare share)
    {
        ShareSnapshot whole = await share.ReadWholeAsync(PointsFolder.Token);
        return ChangedFiles.Moved([.. (await _folder.ScanAsync()).Blocks], whole).Select(label => $"{label.Username} {label.Block}").Order(StringComparer.Ordinal);
    }
}
