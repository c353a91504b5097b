using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

/// <summary>What the list of blocks says while it is being read, and read again.</summary>
public sealed class BlockCatalogProgressTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Scan_BlocksAskedForUntilItsEnd_AreReadInTheListThatStays()
    {
        for (int i = 0; i < 40; i++)
        {
            _data.Block($"block_{i:0000}", "a.tif");
        }

        for (int round = 0; round < 30; round++)
        {
            using var catalog = new BlockCatalog(_data.Path, _data.Path, []);
            catalog.Changed += () => catalog.ReadSoon([.. catalog.Current.Blocks.Where(block => !block.IsRead).Select(block => block.Id).Reverse()]);

            await catalog.ScanAsync(TestContext.Current.CancellationToken);

            CatalogSnapshot end = catalog.Current;
            Assert.True(end.IsComplete);
            Assert.All(end.Blocks, block => Assert.Single(block.Channels));
            await Task.Run(static () => { }, TestContext.Current.CancellationToken);
            Assert.Same(end, catalog.Current);
        }
    }

    [Fact]
    public async Task Rescan_KeepsTheOldListUntilTheNewOneIsComplete()
    {
        _data.Block("block_0001", "a.tif");
        using var catalog = new BlockCatalog(_data.Path, _data.Path, []);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        _data.Block("block_0002", "a.tif");
        var seen = new List<(bool IsComplete, int Count)>();
        catalog.Changed += () => seen.Add((catalog.Current.IsComplete, catalog.Current.Blocks.Count));

        await catalog.ScanAsync(TestContext.Current.CancellationToken);

        Assert.Equal([(false, 1), (true, 2)], seen);
    }

    [Fact]
    public async Task Rescan_Cancelled_LeavesTheOldListComplete()
    {
        _data.Block("block_0001", "a.tif");
        using var catalog = new BlockCatalog(_data.Path, _data.Path, []);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        catalog.Changed += cancel.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => catalog.ScanAsync(cancel.Token));

        Assert.True(catalog.Current.IsComplete);
        Assert.Single(catalog.Current.Blocks);
    }

    [Fact]
    public async Task Scan_ManyBlocks_FillsTheListWhileItRuns()
    {
        for (int i = 0; i < 40; i++)
        {
            _data.Block(string.Concat(Enumerable.Repeat("deeper/", i / 2)) + $"block_{i:0000}", "a.tif");
        }

        var clock = new SteppingTime();
        using var catalog = new BlockCatalog(_data.Path, _data.Path, [], clock);
        var listed = new List<int>();
        var read = new List<int>();
        catalog.Changed += () =>
        {
            lock (listed)
            {
                listed.Add(catalog.Current.Blocks.Count);
                read.Add(catalog.Current.Blocks.Count(block => block.IsRead));
            }
        };

        await catalog.ScanAsync(TestContext.Current.CancellationToken);

        foreach (List<int> counts in (List<int>[])[listed, read])
        {
            Assert.Equal(40, counts[^1]);
            Assert.Contains(counts, count => count is > 0 and < 40);
            Assert.Equal(counts.Order(), counts);
        }

        Assert.DoesNotContain(listed.Zip(read), pair => pair.Second > 0 && pair.First < 40);
    }

    /// <summary>20 ms pass whenever somebody looks.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, TimeSpan.TicksPerMillisecond * 20);
    }
}
