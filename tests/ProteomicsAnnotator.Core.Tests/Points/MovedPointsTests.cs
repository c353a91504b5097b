using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Journals.Positions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
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

        Assert.Equal(["point_far (alice): its point was at z 20, y 25, x 30, is at z 20, y 25, x 33"], changed.Where(label => label.File == ChangedLabel.Position).Select(label => label.ToString()));
        Assert.Equal("ch_488.zarr", Assert.Single(changed, label => label.File != ChangedLabel.Position && label.Block == BlockId.Parse("point_fresh")).File);
        Assert.DoesNotContain(changed, label => label.Block == BlockId.Parse("point_stays"));
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
