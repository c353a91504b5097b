using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Journals.Positions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>A detector ran again: the same ids mean other places, or the store was written again.</summary>
public sealed class MovedPointsTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly PointsFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task Find_PointsElsewhereAndVoxelsWrittenAgain_AreNamed()
    {
        _folder.PutSource("id,z,y,x\nfar,20,25,30\nnear,10,10,10\nstays,30,40,50\nfresh,8,8,40\n");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", PointsFolder.Token);
        foreach (Block block in (await _folder.ScanAsync()).Blocks)
        {
            SeenFile[] seen = [.. block.Channels.Select(file => new SeenFile(file.FileName, ChannelVersion.Of(file, block.Point)!.Value.ToString()))];
            await labels.SetAsync(block.Key, 1, default, seen, null, PointsFolder.Token, block.Point);
        }

        File.SetLastWriteTimeUtc(_folder.Below("ch_488.zarr/0/0.0.2"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _folder.PutText("points.csv", "id,z,y,x\nfar,20,25,33\nnear,10,10,11\nstays,30,40,50\nfresh,8,8,40\n");
        IReadOnlyList<ChangedLabel> changed = ChangedFiles.Find((await _folder.ScanAsync()).Blocks, await share.ReadWholeAsync(PointsFolder.Token));

        Assert.Equal(["point_far (alice): its point was at z 20, y 25, x 30, is at z 20, y 25, x 33"], changed.Where(label => label.Moved == MovedPoint.OfLabel).Select(label => label.ToString()));
        Assert.Equal("ch_488.zarr", Assert.Single(changed, label => !label.IsMoved && label.Block == BlockId.Parse("point_fresh")).File);
        Assert.DoesNotContain(changed, label => label.Block == BlockId.Parse("point_stays"));
    }

    [Fact]
    public async Task WithoutMoved_LabelsOfAnotherPlace_CountNowhereUntilTheyAreGivenAnew()
    {
        _folder.PutSource("id,z,y,x\nfar,20,25,30\nnear,10,10,10\n");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels alice = await share.OpenUserAsync("alice", PointsFolder.Token);
        UserLabels bob = await share.OpenUserAsync("bob", PointsFolder.Token);
        FinalLabels lead = await share.OpenFinalLabelsAsync("lead", PointsFolder.Token);
        FinalLabels second = await share.OpenFinalLabelsAsync("second", PointsFolder.Token);
        Block[] before = [.. (await _folder.ScanAsync()).Blocks];
        foreach (Block block in before)
        {
            await alice.SetAsync(block.Key, 1, default, [], null, PointsFolder.Token, block.Point);
            await bob.SetAsync(block.Key, 2, default, [], null, PointsFolder.Token, block.Point);
            Assert.True((await lead.SetAsync([block.Key], 2, PointsFolder.Token, "as bob says", _ => block.Point)).Accepted);
            Assert.True((await second.SecondAsync(block.Key, 1, PointsFolder.Token, null, _ => block.Point)).Accepted);
        }

        _folder.PutText("points.csv", "id,z,y,x\nfar,20,25,33\nnear,10,10,11\n");
        Block[] blocks = [.. (await _folder.ScanAsync()).Blocks];

        (ReviewInput input, IReadOnlyList<ChangedLabel> moved) = await InputAsync();
        Assert.Equal(["alice its point", "bob its point", "lead the point of the final label", "second the point of the second opinion"], moved.Select(label => $"{label.Username} {label.Subject}"));
        Assert.All(moved, label => Assert.Equal(("point_far", "at z 20, y 25, x 30", "at z 20, y 25, x 33"), (label.Block.Value, label.Seen, label.Now)));
        Assert.Equal(["point_near", "point_near"], input.Annotators.SelectMany(annotator => annotator.Votes.Keys).Select(block => block.Value));
        Assert.Equal("point_near", Assert.Single(input.FinalLabels).Key.Value);
        Assert.Equal("point_near", Assert.Single(input.Seconds).Key.Block.Value);
        var table = ReviewTable.Of(input);
        Assert.Equal((null, 0), (table[0].ResolvedLabel, table[0].Consensus.VoteCount));
        Assert.Equal((2, 2), (table[1].ResolvedLabel, table[1].Consensus.VoteCount));

        // An earlier search says nothing of labels that were given after it.
        await Task.Delay(20, PointsFolder.Token);
        await alice.SetAsync(blocks[0].Key, 1, default, [], null, PointsFolder.Token, blocks[0].Point);
        await lead.SetAsync([blocks[0].Key], 1, PointsFolder.Token, null, _ => blocks[0].Point);
        IReadOnlyList<ChangedLabel> earlier = moved;
        (input, moved) = await InputAsync();
        Assert.Equal(["bob", "second"], moved.Select(label => label.Username));
        Assert.Equal([1], input.Annotators.SelectMany(annotator => annotator.Votes).Where(vote => vote.Key == blocks[0].Id).Select(vote => vote.Value.Label));
        Assert.Equal(1, input.FinalLabels[blocks[0].Id].Label);
        Assert.Equal(1, input.WithoutMoved(earlier).FinalLabels[blocks[0].Id].Label);

        async Task<(ReviewInput, IReadOnlyList<ChangedLabel>)> InputAsync()
        {
            ShareSnapshot whole = await share.ReadWholeAsync(PointsFolder.Token);
            IReadOnlyList<ChangedLabel> found = ChangedFiles.Moved(blocks, whole);
            return ((ReviewInput.Of([.. blocks.Select(block => block.Id)], whole.Votes, whole.FinalLabels) with { Seconds = whole.Seconds }).WithoutMoved(found), found);
        }
    }

    /// <summary>Two channels of one store, told apart by names that no file could have.</summary>
    [Fact]
    public async Task Find_ChannelWhoseNameHasASlash_IsCompared()
    {
        _folder.PutSource("id,z,y,x\na,8,8,8\n");
        _folder.PutText("source.json", """{"channels": [{"name": "CD3/CD4", "store": "ch_488.zarr"}, {"name": "other", "store": "ch_488.zarr"}], "box": [8, 10, 12], "points": {"file": "points.csv"}}""");
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", PointsFolder.Token);
        Block block = Assert.Single((await _folder.ScanAsync()).Blocks);
        SeenFile[] seen = [.. block.Channels.Select(file => new SeenFile(file.FileName, ChannelVersion.Of(file, block.Point)!.Value.ToString()))];
        await labels.SetAsync(block.Key, 1, default, seen, null, PointsFolder.Token, block.Point);
        Assert.Empty(ChangedFiles.Find([block], await share.ReadWholeAsync(PointsFolder.Token)));

        File.SetLastWriteTimeUtc(_folder.Below("ch_488.zarr/0/0.0.0"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        IReadOnlyList<ChangedLabel> changed = ChangedFiles.Find((await _folder.ScanAsync()).Blocks, await share.ReadWholeAsync(PointsFolder.Token));
        Assert.Equal(["ch_488.zarr (CD3/CD4)", "ch_488.zarr (other)"], changed.Select(label => label.File));
    }

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(1, -1, 1, false)]
    [InlineData(0, 2, 0, true)]
    [InlineData(0, 0, long.MinValue, true)]
    [InlineData(long.MaxValue, 0, 0, true)]
    public void IsElsewhere_MoreThanAVoxel(long z, long y, long x, bool isElsewhere)
    {
        Assert.Equal(isElsewhere, new PointPosition(z, y, x).IsElsewhere(default));
        Assert.Equal(isElsewhere, default(PointPosition).IsElsewhere(new PointPosition(z, y, x)));
    }
}
