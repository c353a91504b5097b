using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>Neighbours read ahead, in their order and only as long as they are wanted.</summary>
public sealed class PrefetchTests : IDisposable
{
    private readonly VolumeCacheRig _rig = new();

    public void Dispose() => _rig.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prefetch_NeighboursOnTopOfCapacity_AreThereWithoutAnotherRead()
    {
        Block[] blocks = [.. Enumerable.Range(1, 6).Select(n => _rig.MakeBlock(n, "shaped.tif", "truncated-deflate.tif"))];
        _rig.Cache.Prefetch(blocks);
        await _rig.Share.WaitForReadsAsync(6);

        foreach (Block block in blocks)
        {
            (await _rig.Cache.GetAsync(block, 0, Token))!.Dispose();
        }

        Assert.Equal(6, _rig.Share.Reads);
    }

    [Fact]
    public async Task Prefetch_NewList_CancelsWhatIsNoLongerWanted()
    {
        Block[] blocks = [.. Enumerable.Range(1, 3).Select(n => _rig.MakeBlock(n, "shaped.tif"))];
        _rig.Share.Hold();
        _rig.Cache.Prefetch([blocks[0], blocks[1]]);
        await _rig.Share.WaitForReadsAsync(1);

        _rig.Cache.Prefetch([blocks[2]]);
        await _rig.Share.WaitForCancelledAsync(1);
        await _rig.Share.WaitForReadsAsync(2);
        _rig.Share.LetGo();

        (await _rig.Cache.GetAsync(blocks[2], 0, Token))!.Dispose();
        Assert.Equal(2, _rig.Share.Reads);
    }

    [Fact]
    public async Task Prefetch_SeveralBlocks_AreReadInTheirOrder()
    {
        Block[] blocks = [.. Enumerable.Range(1, 3).Select(n => _rig.MakeBlock(n, "shaped.tif"))];
        _rig.Cache.Prefetch([blocks[2], blocks[0], blocks[1]]);
        await _rig.Share.WaitForReadsAsync(3);

        Assert.Equal(
            new[] { 2, 0, 1 }.Select(i => blocks[i].Channels[0].Path), _rig.Share.Paths, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Prefetch_TheFirstRequested_CountsAsViewedAndTheOthersDoNot()
    {
        Block[] blocks = [.. Enumerable.Range(1, 5).Select(n => _rig.MakeBlock(n, "shaped.tif"))];
        _rig.Cache.Prefetch([blocks[0], blocks[1]]);
        await _rig.Share.WaitForReadsAsync(2);
        await _rig.Cache.DescribeAsync(blocks[1], Token);
        foreach (Block block in blocks[2..4])
        {
            (await _rig.Cache.GetAsync(block, 0, Token))!.Dispose();
        }

        // Block 1 was most likely to be asked for next: of the three kept it is one, and block 2 is none.
        _rig.Cache.Prefetch([]);
        int reads = _rig.Share.Reads;
        (await _rig.Cache.GetAsync(blocks[0], 0, Token))!.Dispose();
        Assert.Equal(reads, _rig.Share.Reads);
        (await _rig.Cache.GetAsync(blocks[1], 0, Token))!.Dispose();
        Assert.Equal(reads + 1, _rig.Share.Reads);
    }
}
