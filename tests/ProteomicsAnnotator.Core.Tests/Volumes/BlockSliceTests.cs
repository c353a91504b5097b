using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>One slice of a block, cut from volumes that are there and read from files alone where they are not.</summary>
public sealed class BlockSliceTests : IDisposable
{
    private readonly VolumeCacheRig _rig = new();

    public void Dispose() => _rig.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetPlaneAsync_WithAndWithoutTheVolume_GivesTheSamePlane()
    {
        Block block = _rig.MakeBlock(1, "zip-uint16-tiles-be.tif");
        using VolumeLease? alone = await _rig.Cache.GetPlaneAsync(block, 0, 3, Token);
        using VolumeLease? volume = await _rig.Cache.GetAsync(block, 0, Token);
        int reads = _rig.Share.Reads;
        using VolumeLease? cut = await _rig.Cache.GetPlaneAsync(block, 0, 3, Token);

        Assert.Equal(reads, _rig.Share.Reads);
        Assert.Equal(1, cut!.Volume.Depth);
        Assert.True(alone!.Volume.Voxels.Span.SequenceEqual(cut.Volume.Voxels.Span));
        Assert.Null(await _rig.Cache.GetPlaneAsync(block, 0, 5, Token));
        Assert.Null(await _rig.Cache.GetPlaneAsync(block, 0, -1, Token));
    }

    [Fact]
    public async Task GetSliceAsync_WithAndWithoutTheVolume_GivesTheSamePlanes()
    {
        Block block = _rig.MakeBlock(1, "zip-uint16-tiles-be.tif", "shaped.tif");
        using VolumeLease? plane = await _rig.Cache.GetPlaneAsync(block, 0, 2, Token);
        using BlockSlice alone = await _rig.Cache.GetSliceAsync(block, 2, Token);
        using VolumeLease? volume = await _rig.Cache.GetAsync(block, 0, Token);
        using BlockSlice cut = await _rig.Cache.GetSliceAsync(block, 2, Token);

        Assert.Equal(2, alone.Z);
        Assert.Equal([0, 1], alone.Channels.Select(channel => channel.Channel.Index));
        Assert.True(plane!.Volume.Voxels.Span.SequenceEqual(alone.Channels[0].Plane!.Volume.Voxels.Span));
        Assert.True(plane.Volume.Voxels.Span.SequenceEqual(cut.Channels[0].Plane!.Volume.Voxels.Span));
        Assert.Equal(volume!.Volume.Shape, alone.Channels[0].Channel.Channel!.Shape);
    }

    [Theory]
    [InlineData(OpenAt.First, null, 0)]
    [InlineData(OpenAt.Middle, 3.9, 2)]
    [InlineData(OpenAt.Focus, 3.9, 3)]
    [InlineData(OpenAt.Focus, 5.0, 2)]
    [InlineData(OpenAt.Focus, -0.5, 2)]
    [InlineData(OpenAt.Focus, null, 2)]
    public async Task GetSliceAsync_ToOpenAt_IsTheSliceThatTheViewerOpens(OpenAt at, double? focusZ, int expected)
    {
        Block block = _rig.MakeBlock(1, "zip-uint16-tiles-be.tif", "shaped.tif") with
        {
            Focus = focusZ is { } z ? new FocusPoint(z, 0, 0) : null,
        };
        await File.WriteAllBytesAsync(block.Channels[1].Path, [0, 0, 0, 0], Token);

        using BlockSlice slice = await _rig.Cache.GetSliceAsync(block, at, Token);

        Assert.Equal(expected, slice.Z);
        Assert.NotNull(slice.Channels[0].Plane);
    }

    [Fact]
    public async Task GetSliceAsync_ChannelsOfDifferentDepth_OpensInTheMiddleOfTheDeepest()
    {
        Block block = _rig.MakeBlock(1, "lzw-large-strip.tif", "zip-uint16-tiles-be.tif");
        BlockDescription described = await _rig.Cache.DescribeAsync(block, Token);
        int[] depths = [.. described.Channels.Select(channel => channel.Channel!.Shape.Depth)];

        using BlockSlice slice = await _rig.Cache.GetSliceAsync(block, OpenAt.Middle, Token);

        Assert.NotEqual(depths[0], depths[1]);
        Assert.Equal(depths.Max() / 2, slice.Z);
        Assert.Equal(depths.Select(depth => depth > slice.Z), slice.Channels.Select(channel => channel.Plane is not null));
    }

    [Fact]
    public async Task GetSliceAsync_FocusPointBesideThePicture_IsNotUsed()
    {
        Block block = _rig.MakeBlock(1, "zip-uint16-tiles-be.tif") with { Focus = new FocusPoint(4, 0, 10_000) };
        using BlockSlice slice = await _rig.Cache.GetSliceAsync(block, OpenAt.Focus, Token);
        Assert.Equal(2, slice.Z);
    }

    [Fact]
    public async Task GetSliceAsync_AFaultAndAFileThatIsAway_KeepNoneOfTheOthers()
    {
        Block block = _rig.MakeBlock(1, "zip-uint16-tiles-be.tif", "shaped.tif", "shaped.tif");
        await File.WriteAllBytesAsync(block.Channels[1].Path, [0, 0, 0, 0], Token);
        File.Delete(block.Channels[2].Path);

        using BlockSlice slice = await _rig.Cache.GetSliceAsync(block, 1, Token);

        Assert.Equal([true, false, false], slice.Channels.Select(channel => channel.Plane is not null));
        Assert.Equal(
            [null, ChannelFaultKind.Corrupt, ChannelFaultKind.Unreadable],
            slice.Channels.Select(channel => channel.Channel.Fault?.Kind));
    }

    [Fact]
    public async Task GetSliceAsync_BeyondEveryChannel_HasShapesAndNoPlane()
    {
        Block block = _rig.MakeBlock(1, "zip-uint16-tiles-be.tif");
        using BlockSlice slice = await _rig.Cache.GetSliceAsync(block, 99, Token);
        ChannelPlane channel = Assert.Single(slice.Channels);
        Assert.Null(channel.Plane);
        Assert.Null(channel.Channel.Fault);
        Assert.Equal(5, channel.Channel.Channel!.Shape.Depth);
    }
}
