using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

public sealed class VoxelPoolTests : IDisposable
{
    private const int Blocks = 8;
    private readonly string _root = Directory.CreateTempSubdirectory("pool-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Return_AboveTheLimit_KeepsNoMoreThanIt()
    {
        var pool = new VoxelPool(100);
        VoxelBuffer[] small = [.. Enumerable.Range(0, 3).Select(_ => pool.Rent(40))];
        Array.ForEach(small, buffer => buffer.Release());
        Assert.Equal(80, pool.KeptBytes);

        VoxelBuffer other = pool.Rent(60);
        other.Release();
        Assert.Equal(60, pool.KeptBytes);

        VoxelBuffer whole = pool.Rent(100);
        whole.Release();
        Assert.Equal(100, pool.KeptBytes);
        pool.Rent(101).Release();
        Assert.InRange(pool.KeptBytes, 0, 100);
        Assert.Equal(0, pool.Lent);
    }

    [Fact]
    public void Rent_KeptBuffer_IsInOneHandAtATime()
    {
        var pool = new VoxelPool(1000);
        VoxelBuffer first = pool.Rent(10);
        byte[] bytes = first.Bytes;
        first.AddHolder();
        first.Release();
        Assert.NotSame(bytes, pool.Rent(10).Bytes);
        first.Release();
        Assert.Same(bytes, pool.Rent(10).Bytes);
        Assert.NotSame(bytes, pool.Rent(10).Bytes);
    }

    /// <summary>
    /// Asks, leaves, planes, wishes, evictions and changed files in any order: what is held keeps its own voxels, and at the end every
    /// buffer is back.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Cache_AfterAnyOrderOfAsking_HasGivenBackWhatNobodyHolds(int seed)
    {
        var pool = new VoxelPool(1 << 20);
        Block[] blocks = [.. Enumerable.Range(1, Blocks).Select(MakeBlock)];
        var random = new Random(seed);
        var cache = new VolumeCache(new VolumeCacheOptions { CapacityBlocks = 2, Pool = pool });
        List<(VolumeLease Lease, int Block, int Z)> held = [];
        for (int step = 0; step < 600; step++)
        {
            int number = random.Next(Blocks);
            switch (random.Next(8))
            {
                case 0 or 1:
                    held.Add(((await cache.GetAsync(blocks[number], 0, Token))!, number, -1));
                    break;
                case 2:
                    int z = random.Next(3);
                    held.Add(((await cache.GetPlaneAsync(blocks[number], 0, z, Token))!, number, z));
                    break;
                case 3:
                    await LeaveAsync(cache, blocks[number], random.Next(3));
                    break;
                case 4:
                    cache.Prefetch([.. blocks.OrderBy(_ => random.Next()).Take(random.Next(4))]);
                    break;
                case 5:
                    using (BlockSlice slice = await cache.GetSliceAsync(blocks[number], random.Next(5), Token))
                    {
                        Assert.Single(slice.Channels);
                    }

                    break;
                case 6:
                    File.SetLastWriteTimeUtc(blocks[number].Channels[0].Path, DateTime.UnixEpoch.AddSeconds(step));
                    break;
                default:
                    while (held.Count > random.Next(6))
                    {
                        AssertHeld(held[0]);
                        held[0].Lease.Dispose();
                        held.RemoveAt(0);
                    }

                    break;
            }

            held.ForEach(AssertHeld);
        }

        cache.Dispose();
        held.ForEach(AssertHeld);
        held.ForEach(entry => entry.Lease.Dispose());
        await Eventually.IsTrueAsync(() => pool.Lent == 0, "every buffer is given back");
    }

    private static async Task LeaveAsync(VolumeCache cache, Block block, int spins)
    {
        using var leaving = new CancellationTokenSource();
        Task<VolumeLease?> asked = cache.GetAsync(block, 0, leaving.Token);
        for (int i = 0; i < spins; i++)
        {
            await Task.Yield();
        }

        await leaving.CancelAsync();
        try
        {
            (await asked)?.Dispose();
        }
        catch (OperationCanceledException)
        {
            Assert.True(leaving.IsCancellationRequested);
        }
    }

    /// <summary>The first voxel of each page: 1000 for the block, 100 for the page.</summary>
    private static void AssertHeld((VolumeLease Lease, int Block, int Z) held)
    {
        ushort[] first = DescribedTiff.FirstVoxels(held.Lease.Volume.Voxels.Span, 24);
        int[] expected = held.Z < 0 ? [0, 1, 2] : [held.Z];
        Assert.Equal(expected.Select(z => (held.Block * 1000) + (z * 100)), first.Select(voxel => (int)voxel));
    }

    private Block MakeBlock(int number)
    {
        BlockId id = BlockId.Parse($"block_{number:0000}");
        string folder = Directory.CreateDirectory(Path.Combine(_root, id.Value)).FullName;
        string file = new DescribedTiff
        {
            Pages = 3,
            Strip = page => [.. Enumerable.Range(0, 12)
                .SelectMany(i => BitConverter.GetBytes((ushort)(((number - 1) * 1000) + (page * 100) + i)))],
        }.WriteTo(Path.Combine(folder, "a.tif"));
        return new Block(id, new LabelKey(null, id), folder, [new ChannelFile("a", file)]);
    }
}
