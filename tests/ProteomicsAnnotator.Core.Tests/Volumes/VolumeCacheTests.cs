using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

public sealed class VolumeCacheTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("volume-cache-").FullName;
    private readonly SlowShare _share = new();
    private readonly VolumeCache _cache;

    public VolumeCacheTests()
    {
        _cache = new VolumeCache(new VolumeCacheOptions { BeforeRead = _share.BeforeReadAsync });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cache.Dispose();
        _share.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task GetAsync_ManyAskAtOnce_DecodesOnce()
    {
        Block block = MakeBlock(1, "shaped.tif");
        _share.Hold();

        Task<VolumeLease?>[] asks = [.. Enumerable.Range(0, 8).Select(_ => _cache.GetAsync(block, 0, Token))];
        await _share.WaitForReadsAsync(1);
        _share.LetGo();
        VolumeLease?[] leases = await Task.WhenAll(asks);

        Assert.Equal(1, _share.Reads);
        byte[] first = leases[0]!.Volume.Voxels.ToArray();
        Assert.All(leases, lease => Assert.True(lease!.Volume.Voxels.Span.SequenceEqual(first)));
        Assert.All(leases, lease => lease!.Dispose());
    }

    [Fact]
    public async Task GetAsync_LastWaiterLeaves_CancelsAndALaterAskStartsAnew()
    {
        Block block = MakeBlock(1, "shaped.tif");
        _share.Hold();
        using var leaving = new CancellationTokenSource();
        Task<VolumeLease?> asked = _cache.GetAsync(block, 0, leaving.Token);
        await _share.WaitForReadsAsync(1);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        await _share.WaitForCancelledAsync(1);
        _share.LetGo();
        using VolumeLease? again = await _cache.GetAsync(block, 0, Token);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task GetAsync_FourthBlock_DropsTheLeastRecentlyViewed()
    {
        Block[] blocks = [.. Enumerable.Range(1, 4).Select(n => MakeBlock(n, "shaped.tif"))];
        foreach (Block block in new[] { blocks[0], blocks[1], blocks[2], blocks[0], blocks[3] })
        {
            (await _cache.GetAsync(block, 0, Token))!.Dispose();
        }

        Assert.Equal(4, _share.Reads);
        (await _cache.GetAsync(blocks[0], 0, Token))!.Dispose();
        Assert.Equal(4, _share.Reads);
        (await _cache.GetAsync(blocks[1], 0, Token))!.Dispose();
        Assert.Equal(5, _share.Reads);
    }

    [Fact]
    public async Task GetAsync_LeaseHeldWhileEvicted_KeepsItsVoxels()
    {
        Block first = MakeBlock(1, "shaped.tif");
        using VolumeLease held = (await _cache.GetAsync(first, 0, Token))!;
        byte[] before = held.Volume.Voxels.ToArray();

        for (int n = 2; n < 12; n++)
        {
            (await _cache.GetAsync(MakeBlock(n, "rows-1.tif"), 0, Token))!.Dispose();
        }

        Assert.True(held.Volume.Voxels.Span.SequenceEqual(before));
    }

    [Fact]
    public async Task GetAsync_FileReplacedOnDisk_ReadsTheNewOne()
    {
        Block block = MakeBlock(1, "classic-le-uint8.tif");
        FileVersion old;
        using (VolumeLease lease = (await _cache.GetAsync(block, 0, Token))!)
        {
            Assert.Equal(VoxelType.UInt8, lease.Volume.Type);
            old = lease.Version;
        }

        File.Copy(GoldenVectors.Path("classic-le-float32.tif"), block.Channels[0].Path, overwrite: true);

        using VolumeLease changed = (await _cache.GetAsync(block, 0, Token))!;
        Assert.Equal(VoxelType.Float32, changed.Volume.Type);
        Assert.NotEqual(old, changed.Version);
    }

    [Fact]
    public async Task GetAsync_FileReplacedWhileItIsRead_ReadsItAgain()
    {
        Block block = MakeBlock(1, "classic-le-uint8.tif");
        _share.Hold();
        Task<VolumeLease?> asked = _cache.GetAsync(block, 0, Token);
        await _share.WaitForReadsAsync(1);
        File.Copy(GoldenVectors.Path("classic-le-uint16.tif"), block.Channels[0].Path, overwrite: true);
        _share.LetGo();

        using VolumeLease? lease = await asked;

        Assert.Equal(VoxelType.UInt16, lease!.Volume.Type);
        Assert.Equal(FileVersion.Of(block.Channels[0].Path), lease.Version);
    }

    [Fact]
    public async Task GetAsync_OneFileBroken_OthersAreReadAndTheFaultStaysUntilRetry()
    {
        Block block = MakeBlock(1, "shaped.tif", "truncated-deflate.tif", "imagej.tif");

        using VolumeLease? first = await _cache.GetAsync(block, 0, Token);
        using VolumeLease? third = await _cache.GetAsync(block, 2, Token);
        Assert.NotNull(first);
        Assert.NotNull(third);
        TiffException fault = await Assert.ThrowsAsync<TiffException>(() => _cache.GetAsync(block, 1, Token));
        Assert.Same(fault, await Assert.ThrowsAsync<TiffException>(() => _cache.GetAsync(block, 1, Token)));

        BlockDescription described = await _cache.DescribeAsync(block, Token);
        Assert.Equal("corrupt", described.Channels[1].Fault!.KindName);
        Assert.Null(described.Channels[0].Fault);

        _cache.Retry(block);
        Assert.NotSame(fault, await Assert.ThrowsAsync<TiffException>(() => _cache.GetAsync(block, 1, Token)));
    }

    [Fact]
    public async Task GetAsync_FileMissing_IsAStorageFaultUntilItIsThere()
    {
        Block block = MakeBlock(1, "shaped.tif");
        string path = block.Channels[0].Path;
        File.Delete(path);

        await Assert.ThrowsAsync<StorageException>(() => _cache.GetAsync(block, 0, Token));
        File.Copy(GoldenVectors.Path("shaped.tif"), path);

        using VolumeLease? lease = await _cache.GetAsync(block, 0, Token);
        Assert.NotNull(lease);
    }

    [Fact]
    public async Task DescribeAsync_FileOfSeveralChannels_ExpandsInOrder()
    {
        Block block = MakeBlock(1, "shaped.tif", "ome-czyx.ome.tif", "imagej-hyperstack.tif");

        BlockDescription described = await _cache.DescribeAsync(block, Token);

        Assert.Equal(
            ["ch0", "488", "561", "ch2 1", "ch2 2"], described.Channels.Select(c => c.Name), StringComparer.Ordinal);
        Assert.Equal([0, 1, 2, 3, 4], described.Channels.Select(c => c.Index));
        Assert.NotNull(described.Channels[2].Channel!.Metadata.Notice);
        Assert.Equal(0, _share.Reads);
        using VolumeLease? last = await _cache.GetAsync(block, 4, Token);
        Assert.Equal("c2.tif", last!.FileName);
        Assert.Null(await _cache.GetAsync(block, 5, Token));
    }

    [Fact]
    public async Task GetPlaneAsync_WithAndWithoutTheVolume_GivesTheSamePlane()
    {
        Block block = MakeBlock(1, "zip-uint16-tiles-be.tif");
        using VolumeLease? alone = await _cache.GetPlaneAsync(block, 0, 3, Token);
        using VolumeLease? volume = await _cache.GetAsync(block, 0, Token);
        int reads = _share.Reads;
        using VolumeLease? cut = await _cache.GetPlaneAsync(block, 0, 3, Token);

        Assert.Equal(reads, _share.Reads);
        Assert.Equal(1, cut!.Volume.Depth);
        Assert.True(alone!.Volume.Voxels.Span.SequenceEqual(cut.Volume.Voxels.Span));
        Assert.Null(await _cache.GetPlaneAsync(block, 0, 5, Token));
        Assert.Null(await _cache.GetPlaneAsync(block, 0, -1, Token));
    }

    [Fact]
    public async Task GetSliceAsync_WithAndWithoutTheVolume_GivesTheSamePlanes()
    {
        Block block = MakeBlock(1, "zip-uint16-tiles-be.tif", "shaped.tif");
        using VolumeLease? plane = await _cache.GetPlaneAsync(block, 0, 2, Token);
        using BlockSlice alone = await _cache.GetSliceAsync(block, 2, Token);
        using VolumeLease? volume = await _cache.GetAsync(block, 0, Token);
        using BlockSlice cut = await _cache.GetSliceAsync(block, 2, Token);

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
        Block block = MakeBlock(1, "zip-uint16-tiles-be.tif", "shaped.tif") with
        {
            Focus = focusZ is { } z ? new FocusPoint(z, 0, 0) : null,
        };
        await File.WriteAllBytesAsync(block.Channels[1].Path, [0, 0, 0, 0], Token);

        using BlockSlice slice = await _cache.GetSliceAsync(block, at, Token);

        Assert.Equal(expected, slice.Z);
        Assert.NotNull(slice.Channels[0].Plane);
    }

    [Fact]
    public async Task GetSliceAsync_ChannelsOfDifferentDepth_OpensInTheMiddleOfTheDeepest()
    {
        Block block = MakeBlock(1, "lzw-large-strip.tif", "zip-uint16-tiles-be.tif");
        BlockDescription described = await _cache.DescribeAsync(block, Token);
        int[] depths = [.. described.Channels.Select(channel => channel.Channel!.Shape.Depth)];

        using BlockSlice slice = await _cache.GetSliceAsync(block, OpenAt.Middle, Token);

        Assert.NotEqual(depths[0], depths[1]);
        Assert.Equal(depths.Max() / 2, slice.Z);
        Assert.Equal(depths.Select(depth => depth > slice.Z), slice.Channels.Select(channel => channel.Plane is not null));
    }

    [Fact]
    public async Task GetSliceAsync_FocusPointBesideThePicture_IsNotUsed()
    {
        Block block = MakeBlock(1, "zip-uint16-tiles-be.tif") with { Focus = new FocusPoint(4, 0, 10_000) };
        using BlockSlice slice = await _cache.GetSliceAsync(block, OpenAt.Focus, Token);
        Assert.Equal(2, slice.Z);
    }

    [Fact]
    public async Task GetSliceAsync_AFaultAndAFileThatIsAway_KeepNoneOfTheOthers()
    {
        Block block = MakeBlock(1, "zip-uint16-tiles-be.tif", "shaped.tif", "shaped.tif");
        await File.WriteAllBytesAsync(block.Channels[1].Path, [0, 0, 0, 0], Token);
        File.Delete(block.Channels[2].Path);

        using BlockSlice slice = await _cache.GetSliceAsync(block, 1, Token);

        Assert.Equal([true, false, false], slice.Channels.Select(channel => channel.Plane is not null));
        Assert.Equal(
            [null, ChannelFaultKind.Corrupt, ChannelFaultKind.Unreadable],
            slice.Channels.Select(channel => channel.Channel.Fault?.Kind));
    }

    [Fact]
    public async Task GetSliceAsync_BeyondEveryChannel_HasShapesAndNoPlane()
    {
        Block block = MakeBlock(1, "zip-uint16-tiles-be.tif");
        using BlockSlice slice = await _cache.GetSliceAsync(block, 99, Token);
        ChannelPlane channel = Assert.Single(slice.Channels);
        Assert.Null(channel.Plane);
        Assert.Null(channel.Channel.Fault);
        Assert.Equal(5, channel.Channel.Channel!.Shape.Depth);
    }

    [Fact]
    public async Task Prefetch_NeighboursOnTopOfCapacity_AreThereWithoutAnotherRead()
    {
        Block[] blocks = [.. Enumerable.Range(1, 6).Select(n => MakeBlock(n, "shaped.tif", "truncated-deflate.tif"))];
        _cache.Prefetch(blocks);
        await _share.WaitForReadsAsync(6);

        foreach (Block block in blocks)
        {
            (await _cache.GetAsync(block, 0, Token))!.Dispose();
        }

        Assert.Equal(6, _share.Reads);
    }

    [Fact]
    public async Task Prefetch_NewList_CancelsWhatIsNoLongerWanted()
    {
        Block[] blocks = [.. Enumerable.Range(1, 3).Select(n => MakeBlock(n, "shaped.tif"))];
        _share.Hold();
        _cache.Prefetch([blocks[0], blocks[1]]);
        await _share.WaitForReadsAsync(1);

        _cache.Prefetch([blocks[2]]);
        await _share.WaitForCancelledAsync(1);
        await _share.WaitForReadsAsync(2);
        _share.LetGo();

        (await _cache.GetAsync(blocks[2], 0, Token))!.Dispose();
        Assert.Equal(2, _share.Reads);
    }

    [Fact]
    public async Task GetAsync_EqualBlockIdInAnotherFolder_IsAnotherBlock()
    {
        Block here = MakeBlock(1, "classic-le-uint8.tif");
        Block there = MakeBlock(1, "classic-le-uint16.tif", folder: "other");

        using VolumeLease? first = await _cache.GetAsync(here, 0, Token);
        using VolumeLease? second = await _cache.GetAsync(there, 0, Token);

        Assert.Equal(here.Id, there.Id);
        Assert.Equal(VoxelType.UInt8, first!.Volume.Type);
        Assert.Equal(VoxelType.UInt16, second!.Volume.Type);
    }

    [Fact]
    public async Task GetAsync_ChannelsTogetherAboveTheLimit_AreRefusedBeforeReading()
    {
        Block block = MakeBlock(1, "shaped.tif", "imagej.tif");
        long one = 5 * 37 * 41 * 2;
        using var small = new VolumeCache(
            new VolumeCacheOptions { MaxBlockBytes = one + 1, BeforeRead = _share.BeforeReadAsync });

        TiffException fault = await Assert.ThrowsAsync<TiffException>(() => small.GetAsync(block, 0, Token));

        Assert.Equal(TiffFaultKind.TooLarge, fault.Kind);
        Assert.Equal(0, _share.Reads);
    }

    [Fact]
    public async Task GetAsync_BlockOfExactlyTheLimit_IsReadAndOneByteLessIsNot()
    {
        Block block = MakeBlock(1, "shaped.tif", "imagej.tif");
        long both = 2 * 5 * 37 * 41 * 2;
        using var exact = new VolumeCache(new VolumeCacheOptions { MaxBlockBytes = both });
        using VolumeLease? lease = await exact.GetAsync(block, 1, Token);
        Assert.NotNull(lease);

        using var less = new VolumeCache(new VolumeCacheOptions { MaxBlockBytes = both - 1 });
        TiffException fault = await Assert.ThrowsAsync<TiffException>(() => less.GetAsync(block, 1, Token));
        Assert.Equal(TiffFaultKind.TooLarge, fault.Kind);
    }

    [Fact]
    public async Task GetAsync_FileOfExactlyTheLimit_IsReadAndOneByteLessIsNot()
    {
        Block block = MakeBlock(1, "shaped.tif");
        long one = 5 * 37 * 41 * 2;
        using var exact = new VolumeCache(new VolumeCacheOptions { MaxBlockBytes = one });
        using VolumeLease? lease = await exact.GetAsync(block, 0, Token);
        Assert.NotNull(lease);
        Assert.Equal(TiffFaultKind.TooLarge, Assert.Throws<TiffException>(
            () => TiffReader.Open(block.Channels[0].Path, one - 1)).Kind);
    }

    [Fact]
    public async Task Prefetch_SeveralBlocks_AreReadInTheirOrder()
    {
        Block[] blocks = [.. Enumerable.Range(1, 3).Select(n => MakeBlock(n, "shaped.tif"))];
        _cache.Prefetch([blocks[2], blocks[0], blocks[1]]);
        await _share.WaitForReadsAsync(3);

        Assert.Equal(
            new[] { 2, 0, 1 }.Select(i => blocks[i].Channels[0].Path), _share.Paths, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Prefetch_TheFirstRequested_CountsAsViewedAndTheOthersDoNot()
    {
        Block[] blocks = [.. Enumerable.Range(1, 5).Select(n => MakeBlock(n, "shaped.tif"))];
        _cache.Prefetch([blocks[0], blocks[1]]);
        await _share.WaitForReadsAsync(2);
        await _cache.DescribeAsync(blocks[1], Token);
        foreach (Block block in blocks[2..4])
        {
            (await _cache.GetAsync(block, 0, Token))!.Dispose();
        }

        // Block 1 was most likely to be asked for next: of the three kept it is one, and block 2 is none.
        _cache.Prefetch([]);
        int reads = _share.Reads;
        (await _cache.GetAsync(blocks[0], 0, Token))!.Dispose();
        Assert.Equal(reads, _share.Reads);
        (await _cache.GetAsync(blocks[1], 0, Token))!.Dispose();
        Assert.Equal(reads + 1, _share.Reads);
    }

    private Block MakeBlock(int number, string first, string? second = null, string? third = null, string folder = "data")
    {
        BlockId id = BlockId.Parse($"block_{number:0000}");
        string path = Directory.CreateDirectory(Path.Combine(_root, folder, id.Value)).FullName;
        List<ChannelFile> channels = [];
        foreach (string name in new[] { first, second, third }.OfType<string>())
        {
            string file = Path.Combine(path, $"c{channels.Count}.tif");
            File.Copy(GoldenVectors.Path(name), file, overwrite: true);
            channels.Add(new ChannelFile($"ch{channels.Count}", file));
        }

        return new Block(id, new LabelKey(null, id), path, channels);
    }
}
