using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>A program in which nobody asks for voxels holds none that somebody has had.</summary>
public sealed class QuietCacheTests : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private readonly string _root = Directory.CreateTempSubdirectory("quiet-cache-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly VoxelPool _pool = new(1 << 24);
    private readonly SlowShare _share = new();
    private readonly VolumeCache _cache;

    public QuietCacheTests()
    {
        _cache = new VolumeCache(new VolumeCacheOptions { Time = _time, Pool = _pool, BeforeRead = _share.BeforeReadAsync });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cache.Dispose();
        _share.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Quiet_ViewedBlock_IsLetGo_AndReadAgainForWhoeverAsks()
    {
        Block block = MakeBlock(1, "shaped.tif");
        byte[] voxels = await VoxelsAsync(block);
        BlockDescription described = await _cache.DescribeAsync(block, Token);
        Assert.Equal(1, _pool.Lent);

        _time.Advance(Quiet);

        Assert.Equal(0, _pool.Lent);
        Assert.Equal(described.Channels[0].Channel!.Metadata, (await _cache.DescribeAsync(block, Token)).Channels[0].Channel!.Metadata);
        Assert.Equal(1, _share.Reads);
        Assert.Equal(voxels, await VoxelsAsync(block));
        Assert.Equal(2, _share.Reads);
    }

    [Fact]
    public async Task Quiet_RequestsGoOn_NothingIsLetGo()
    {
        Block block = MakeBlock(1, "shaped.tif");
        for (int i = 0; i < 10; i++)
        {
            await VoxelsAsync(block);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _share.Reads);
    }

    [Fact]
    public async Task Quiet_SomebodyHoldsTheVoxels_TheyStayTheirs()
    {
        Block block = MakeBlock(1, "shaped.tif");
        using VolumeLease? lease = await _cache.GetAsync(block, 0, Token);
        byte[] voxels = lease!.Volume.Voxels.ToArray();

        _time.Advance(Quiet);
        await VoxelsAsync(MakeBlock(2, "imagej.tif"));

        Assert.Equal(voxels, lease.Volume.Voxels.ToArray());
    }

    [Fact]
    public async Task Quiet_NeighbourThatNobodyViewed_StaysReady()
    {
        Block viewed = MakeBlock(1, "shaped.tif");
        Block neighbour = MakeBlock(2, "shaped.tif");
        await VoxelsAsync(viewed);
        _cache.Prefetch([viewed, neighbour]);
        await _share.WaitForReadsAsync(2);
        await Eventually.IsTrueAsync(() => _pool.Lent == 2, "the neighbour is there");

        _time.Advance(Quiet);

        Assert.Equal(1, _pool.Lent);
        await VoxelsAsync(neighbour);
        Assert.Equal(2, _share.Reads);
    }

    [Fact]
    public async Task Prefetch_BlockThatWasViewedAndLetGo_IsNotReadAgain()
    {
        Block viewed = MakeBlock(1, "shaped.tif");
        Block next = MakeBlock(2, "shaped.tif");
        await VoxelsAsync(viewed);
        _time.Advance(Quiet);

        _cache.Prefetch([viewed, next]);
        await _share.WaitForReadsAsync(2);

        Assert.Equal([viewed.Channels[0].Path, next.Channels[0].Path], _share.Paths);
    }

    [Fact]
    public async Task Quiet_FaultStaysUntilRetry()
    {
        Block block = MakeBlock(1, "shaped.tif");
        byte[] whole = await File.ReadAllBytesAsync(block.Channels[0].Path, Token);
        await File.WriteAllBytesAsync(block.Channels[0].Path, whole[..^100], Token);
        await Assert.ThrowsAsync<TiffException>(() => _cache.GetAsync(block, 0, Token));
        int reads = _share.Reads;

        _time.Advance(Quiet);

        await Assert.ThrowsAsync<TiffException>(() => _cache.GetAsync(block, 0, Token));
        Assert.Equal(reads, _share.Reads);
    }

    [Fact]
    public void Rest_FreeBuffers_HoldNoPages()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pages are given back on Linux.");
        const int Bytes = 1 << 20;
        VoxelBuffer used = _pool.Rent(Bytes);
        VoxelBuffer held = _pool.Rent(Bytes);
        used.Bytes.AsSpan().Fill(7);
        held.Bytes.AsSpan().Fill(7);
        used.Release();

        _pool.Rest();

        // The system hands out zeros: the pages in between were its own again.
        byte[] again = _pool.Rent(Bytes).Bytes;
        Assert.Same(used.Bytes, again);
        int page = Environment.SystemPageSize;
        Assert.Equal(-1, again.AsSpan(page, Bytes - (2 * page)).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, held.Bytes.AsSpan().IndexOfAnyExcept((byte)7));
    }

    private async Task<byte[]> VoxelsAsync(Block block)
    {
        using VolumeLease? lease = await _cache.GetAsync(block, 0, Token);
        return lease!.Volume.Voxels.ToArray();
    }

    private Block MakeBlock(int number, string vector)
    {
        BlockId id = BlockId.Parse($"block_{number:0000}");
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_root, id.Value)).FullName, "c0.tif");
        File.Copy(GoldenVectors.Path(vector), file);
        return new Block(id, new LabelKey(null, id), Path.GetDirectoryName(file)!, [new ChannelFile("c0", file)]);
    }
}
