using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>Neighbours are decoded behind the block that a page waits for, not beside it.</summary>
public sealed class PrefetchBehindShownTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("prefetch-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly SlowShare _share = new();
    private readonly VolumeCache _cache;

    public PrefetchBehindShownTests()
    {
        _cache = new VolumeCache(new VolumeCacheOptions { Time = _time, QuietAfter = TimeSpan.FromMinutes(1), BeforeRead = _share.BeforeReadAsync });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cache.Dispose();
        _share.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Prefetch_WhileTheShownBlockIsBeingSent_ReadsNoNeighbour_AndReadsItSoonAfterwards()
    {
        (Block shown, Block neighbour) = (MakeBlock(1), MakeBlock(2));
        using (VolumeLease sent = (await _cache.GetAsync(shown, 0, Token))!)
        {
            _cache.Prefetch([shown, neighbour]);
            await PassAsync(TimeSpan.FromMilliseconds(900));
            Assert.Equal(1, _share.Reads);
        }

        await PassUntilReadAsync();
        Assert.Equal(2, _share.Reads);
    }

    [Fact]
    public async Task Prefetch_BehindAReaderWhoTakesLong_ReadsTheNeighbourAllTheSame()
    {
        (Block shown, Block neighbour) = (MakeBlock(1), MakeBlock(2));
        using VolumeLease sent = (await _cache.GetAsync(shown, 0, Token))!;
        _cache.Prefetch([shown, neighbour]);

        await PassUntilReadAsync();

        Assert.Equal(2, _share.Reads);
    }

    [Fact]
    public async Task Prefetch_BehindABlockThatCannotBeRead_ReadsTheNeighbour()
    {
        (Block broken, Block neighbour) = (MakeBlock(1, "truncated-deflate.tif"), MakeBlock(2));
        await Assert.ThrowsAnyAsync<VolumeException>(() => _cache.GetAsync(broken, 0, Token));
        Assert.Null(await _cache.GetAsync(broken, 7, Token));

        int reads = _share.Reads;
        _cache.Prefetch([broken, neighbour]);

        await _share.WaitForReadsAsync(reads + 1);
        Assert.Equal(neighbour.Channels[0].Path, _share.Paths.Last());
    }

    /// <summary>The clock goes on while the reading ahead gets to where it waits.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(50))
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(10, Token);
        }
    }

    private async Task PassUntilReadAsync()
    {
        Task read = _share.WaitForReadsAsync(2);
        while (!read.IsCompleted)
        {
            await PassAsync(TimeSpan.FromMilliseconds(50));
        }

        await read;
    }

    private Block MakeBlock(int number, string content = "shaped.tif")
    {
        BlockId id = BlockId.Parse($"block_{number:0000}");
        string folder = Directory.CreateDirectory(Path.Join(_root, id.Value)).FullName;
        string file = Path.Join(folder, "c0.tif");
        File.Copy(GoldenVectors.Path(content), file);
        return new Block(id, new LabelKey(null, id), folder, [new ChannelFile("ch0", file)]);
    }
}
