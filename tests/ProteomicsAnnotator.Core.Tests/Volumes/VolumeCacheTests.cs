using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>What is read once, kept, dropped and read again.</summary>
public sealed class VolumeCacheTests : IDisposable
{
    private readonly VolumeCacheRig _rig = new();

    public void Dispose() => _rig.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_ManyAskAtOnce_DecodesOnce()
    {
        Block block = _rig.MakeBlock(1, "shaped.tif");
        _rig.Share.Hold();

        Task<VolumeLease?>[] asks = [.. Enumerable.Range(0, 8).Select(_ => _rig.Cache.GetAsync(block, 0, Token))];
        await _rig.Share.WaitForReadsAsync(1);
        _rig.Share.LetGo();
        VolumeLease?[] leases = await Task.WhenAll(asks);

        Assert.Equal(1, _rig.Share.Reads);
        byte[] first = leases[0]!.Volume.Voxels.ToArray();
        Assert.All(leases, lease => Assert.True(lease!.Volume.Voxels.Span.SequenceEqual(first)));
        Assert.All(leases, lease => lease!.Dispose());
    }

    [Fact]
    public async Task GetAsync_LastWaiterLeaves_CancelsAndALaterAskStartsAnew()
    {
        Block block = _rig.MakeBlock(1, "shaped.tif");
        _rig.Share.Hold();
        using var leaving = new CancellationTokenSource();
        Task<VolumeLease?> asked = _rig.Cache.GetAsync(block, 0, leaving.Token);
        await _rig.Share.WaitForReadsAsync(1);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        await _rig.Share.WaitForCancelledAsync(1);
        _rig.Share.LetGo();
        using VolumeLease? again = await _rig.Cache.GetAsync(block, 0, Token);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task GetAsync_FourthBlock_DropsTheLeastRecentlyViewed()
    {
        Block[] blocks = [.. Enumerable.Range(1, 4).Select(n => _rig.MakeBlock(n, "shaped.tif"))];
        foreach (Block block in new[] { blocks[0], blocks[1], blocks[2], blocks[0], blocks[3] })
        {
            (await _rig.Cache.GetAsync(block, 0, Token))!.Dispose();
        }

        Assert.Equal(4, _rig.Share.Reads);
        (await _rig.Cache.GetAsync(blocks[0], 0, Token))!.Dispose();
        Assert.Equal(4, _rig.Share.Reads);
        (await _rig.Cache.GetAsync(blocks[1], 0, Token))!.Dispose();
        Assert.Equal(5, _rig.Share.Reads);
    }

    [Fact]
    public async Task GetAsync_LeaseHeldWhileEvicted_KeepsItsVoxels()
    {
        Block first = _rig.MakeBlock(1, "shaped.tif");
        using VolumeLease held = (await _rig.Cache.GetAsync(first, 0, Token))!;
        byte[] before = held.Volume.Voxels.ToArray();

        for (int n = 2; n < 12; n++)
        {
            (await _rig.Cache.GetAsync(_rig.MakeBlock(n, "rows-1.tif"), 0, Token))!.Dispose();
        }

        Assert.True(held.Volume.Voxels.Span.SequenceEqual(before));
    }

    [Fact]
    public async Task GetAsync_FileReplacedOnDisk_ReadsTheNewOne()
    {
        Block block = _rig.MakeBlock(1, "classic-le-uint8.tif");
        FileVersion old;
        using (VolumeLease lease = (await _rig.Cache.GetAsync(block, 0, Token))!)
        {
            Assert.Equal(VoxelType.UInt8, lease.Volume.Type);
            old = lease.Version;
        }

        File.Copy(GoldenVectors.Path("classic-le-float32.tif"), block.Channels[0].Path, overwrite: true);

        using VolumeLease changed = (await _rig.Cache.GetAsync(block, 0, Token))!;
        Assert.Equal(VoxelType.Float32, changed.Volume.Type);
        Assert.NotEqual(old, changed.Version);
    }

    [Fact]
    public async Task GetAsync_FileReplacedWhileItIsRead_ReadsItAgain()
    {
        Block block = _rig.MakeBlock(1, "classic-le-uint8.tif");
        _rig.Share.Hold();
        Task<VolumeLease?> asked = _rig.Cache.GetAsync(block, 0, Token);
        await _rig.Share.WaitForReadsAsync(1);
        File.Copy(GoldenVectors.Path("classic-le-uint16.tif"), block.Channels[0].Path, overwrite: true);
        _rig.Share.LetGo();

        using VolumeLease? lease = await asked;

        Assert.Equal(VoxelType.UInt16, lease!.Volume.Type);
        Assert.Equal(FileVersion.Of(block.Channels[0].Path), lease.Version);
    }

    [Fact]
    public async Task GetAsync_OneFileBroken_OthersAreReadAndTheFaultStaysUntilRetry()
    {
        Block block = _rig.MakeBlock(1, "shaped.tif", "truncated-deflate.tif", "imagej.tif");

        using VolumeLease? first = await _rig.Cache.GetAsync(block, 0, Token);
        using VolumeLease? third = await _rig.Cache.GetAsync(block, 2, Token);
        Assert.NotNull(first);
        Assert.NotNull(third);
        TiffException fault = await Assert.ThrowsAsync<TiffException>(() => _rig.Cache.GetAsync(block, 1, Token));
        Assert.Same(fault, await Assert.ThrowsAsync<TiffException>(() => _rig.Cache.GetAsync(block, 1, Token)));

        BlockDescription described = await _rig.Cache.DescribeAsync(block, Token);
        Assert.Equal("corrupt", described.Channels[1].Fault!.KindName);
        Assert.Null(described.Channels[0].Fault);

        _rig.Cache.Retry(block);
        Assert.NotSame(fault, await Assert.ThrowsAsync<TiffException>(() => _rig.Cache.GetAsync(block, 1, Token)));
    }

    [Fact]
    public async Task GetAsync_FileMissing_IsAStorageFaultUntilItIsThere()
    {
        Block block = _rig.MakeBlock(1, "shaped.tif");
        string path = block.Channels[0].Path;
        File.Delete(path);

        await Assert.ThrowsAsync<StorageException>(() => _rig.Cache.GetAsync(block, 0, Token));
        File.Copy(GoldenVectors.Path("shaped.tif"), path);

        using VolumeLease? lease = await _rig.Cache.GetAsync(block, 0, Token);
        Assert.NotNull(lease);
    }

    [Fact]
    public async Task DescribeAsync_FileOfSeveralChannels_ExpandsInOrder()
    {
        Block block = _rig.MakeBlock(1, "shaped.tif", "ome-czyx.ome.tif", "imagej-hyperstack.tif");

        BlockDescription described = await _rig.Cache.DescribeAsync(block, Token);

        Assert.Equal(
            ["ch0", "488", "561", "ch2 1", "ch2 2"], described.Channels.Select(c => c.Name), StringComparer.Ordinal);
        Assert.Equal([0, 1, 2, 3, 4], described.Channels.Select(c => c.Index));
        Assert.NotNull(described.Channels[2].Channel!.Metadata.Notice);
        Assert.Equal(0, _rig.Share.Reads);
        using VolumeLease? last = await _rig.Cache.GetAsync(block, 4, Token);
        Assert.Equal("c2.tif", last!.FileName);
        Assert.Null(await _rig.Cache.GetAsync(block, 5, Token));
    }

    [Fact]
    public async Task GetAsync_EqualBlockIdInAnotherFolder_IsAnotherBlock()
    {
        Block here = _rig.MakeBlock(1, "classic-le-uint8.tif");
        Block there = _rig.MakeBlock(1, "classic-le-uint16.tif", folder: "other");

        using VolumeLease? first = await _rig.Cache.GetAsync(here, 0, Token);
        using VolumeLease? second = await _rig.Cache.GetAsync(there, 0, Token);

        Assert.Equal(here.Id, there.Id);
        Assert.Equal(VoxelType.UInt8, first!.Volume.Type);
        Assert.Equal(VoxelType.UInt16, second!.Volume.Type);
    }

    [Fact]
    public async Task GetAsync_ChannelsTogetherAboveTheLimit_AreRefusedBeforeReading()
    {
        Block block = _rig.MakeBlock(1, "shaped.tif", "imagej.tif");
        long one = 5 * 37 * 41 * 2;
        using var small = new VolumeCache(
            new VolumeCacheOptions { MaxBlockBytes = one + 1, BeforeRead = _rig.Share.BeforeReadAsync });

        VolumeException fault = await Assert.ThrowsAsync<VolumeException>(() => small.GetAsync(block, 0, Token));

        Assert.Equal(ChannelFaultKind.TooLarge, fault.Kind);
        Assert.Equal(0, _rig.Share.Reads);
    }

    [Fact]
    public async Task GetAsync_BlockOfExactlyTheLimit_IsReadAndOneByteLessIsNot()
    {
        Block block = _rig.MakeBlock(1, "shaped.tif", "imagej.tif");
        long both = 2 * 5 * 37 * 41 * 2;
        using var exact = new VolumeCache(new VolumeCacheOptions { MaxBlockBytes = both });
        using VolumeLease? lease = await exact.GetAsync(block, 1, Token);
        Assert.NotNull(lease);

        using var less = new VolumeCache(new VolumeCacheOptions { MaxBlockBytes = both - 1 });
        VolumeException fault = await Assert.ThrowsAsync<VolumeException>(() => less.GetAsync(block, 1, Token));
        Assert.Equal(ChannelFaultKind.TooLarge, fault.Kind);
    }

    [Fact]
    public async Task GetAsync_FileOfExactlyTheLimit_IsReadAndOneByteLessIsNot()
    {
        Block block = _rig.MakeBlock(1, "shaped.tif");
        long one = 5 * 37 * 41 * 2;
        using var exact = new VolumeCache(new VolumeCacheOptions { MaxBlockBytes = one });
        using VolumeLease? lease = await exact.GetAsync(block, 0, Token);
        Assert.NotNull(lease);
        Assert.Equal(ChannelFaultKind.TooLarge, Assert.Throws<TiffException>(
            () => TiffReader.Open(block.Channels[0].Path, one - 1)).Kind);
    }
}
