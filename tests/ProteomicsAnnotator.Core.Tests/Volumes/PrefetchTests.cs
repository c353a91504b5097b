using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

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

    /// <summary>Several people look at blocks of their own.</summary>
    [Fact]
    public async Task Prefetch_OfSeveralPages_IsReadInTurnsAndCancelsNobodyElses()
    {
        Block[] blocks = [.. Enumerable.Range(1, 5).Select(n => _rig.MakeBlock(n, "shaped.tif"))];
        (object one, object other) = (new(), new());
        _rig.Share.Hold();
        _rig.Cache.Prefetch([blocks[0], blocks[1]], one);
        await _rig.Share.WaitForReadsAsync(1);
        _rig.Cache.Prefetch([blocks[2], blocks[3]], other);
        _rig.Cache.Prefetch([blocks[4]], other);
        _rig.Share.LetGo();
        await _rig.Share.WaitForReadsAsync(3);

        Assert.Equal(new[] { 0, 1, 4 }.Select(i => blocks[i].Channels[0].Path).Order(StringComparer.Ordinal), _rig.Share.Paths.Order(StringComparer.Ordinal));
        foreach (int i in (int[])[0, 1, 4])
        {
            (await _rig.Cache.GetAsync(blocks[i], 0, Token))!.Dispose();
        }

        Assert.Equal(3, _rig.Share.Reads);
    }

    [Fact]
    public void Prefetch_OfManyPages_IsBoundedForAllTogether_AndEndsWithThePage()
    {
        Block[] blocks = [.. Enumerable.Range(1, 8).Select(n => _rig.MakeBlock(n, "shaped.tif"))];
        (object one, object other, object closed) = (new(), new(), new());
        var prefetcher = new Prefetcher((_, _, _) => Task.CompletedTask, mostRequested: 4);
        prefetcher.Replace(closed, [blocks[7], blocks[0]]);
        prefetcher.Replace(closed, []);
        prefetcher.Replace(one, blocks[..3]);
        prefetcher.Replace(other, blocks[3..7]);

        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 8).Where(i => prefetcher.IsRequested(blocks[i].Folder)));
        prefetcher.Replace(one, [blocks[3]]);
        prefetcher.Replace(other, []);
        Assert.Equal([3], Enumerable.Range(0, 8).Where(i => prefetcher.IsRequested(blocks[i].Folder)));
        Assert.Equal((blocks[3].Folder, null), (prefetcher.FirstOf(one), prefetcher.FirstOf(other)));
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
