using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Blocks;

/// <summary>Blocks that nobody can label, found by opening their files.</summary>
public sealed class UnreadableBlocksTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("unreadable");
    private readonly FakeTimeProvider _time = new();
    private readonly UnreadableBlocks _unreadable;

    public UnreadableBlocksTests() => _unreadable = new UnreadableBlocks(1L << 30, _time);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task BlockWithoutAReadableFile_IsNamedWithTheReason_AndOneGoodChannelIsEnough()
    {
        Put("block_0001", good: 1, bad: 1);
        Put("block_0002", good: 0, bad: 2);
        Put("block_0003", good: 0, bad: 0);

        UnreadableFound found = await FindAsync(1, 2, 3, 4);

        Assert.Equal(["block_0002", "block_0003", "block_0004"], found.Blocks.Keys.Select(block => block.Value).Order(StringComparer.Ordinal));
        Assert.StartsWith("bad0.tif: ", found.Blocks[BlockId.OfNumber(2)], StringComparison.Ordinal);
        Assert.Equal("the data root has no such block", found.Blocks[BlockId.OfNumber(4)]);
        Assert.Equal((0, null), (found.Unknown, found.Problem));
    }

    [Fact]
    public async Task BlockThatCanBeReadAgain_IsOpenAgain_AndAReadableOneIsLookedAtAgainLater()
    {
        Put("block_0001", good: 1, bad: 0);
        Put("block_0002", good: 0, bad: 1);
        Assert.Single((await FindAsync(1, 2)).Blocks);

        File.Copy(Path.Combine(_folder.FullName, "block_0001", "good0.tif"), Path.Combine(_folder.FullName, "block_0002", "bad0.tif"), overwrite: true);
        Assert.Empty((await FindAsync(1, 2)).Blocks);

        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "block_0002", "bad0.tif"), [1, 2, 3], TestContext.Current.CancellationToken);
        Assert.Empty((await FindAsync(1, 2)).Blocks);
        _time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(["block_0002"], (await FindAsync(1, 2)).Blocks.Keys.Select(block => block.Value));
    }

    [Fact]
    public async Task OnlyUnreadableOnesAsked_AreFoundAsLongAsAnotherBlockCanBeRead()
    {
        Put("block_0001", good: 1, bad: 0);
        Put("block_0002", good: 0, bad: 1);
        Put("block_0003", good: 0, bad: 1);

        Assert.Equal(2, (await FindAsync(2, 3)).Blocks.Count);
    }

    [Fact]
    public async Task WhereNothingCanBeRead_NothingIsTakenForDone_AndThatIsSaid()
    {
        Put("block_0001", good: 0, bad: 1);
        Put("block_0002", good: 0, bad: 1);

        UnreadableFound found = await FindAsync(1, 2);

        Assert.Equal((0, 2), (found.Blocks.Count, found.Unknown));
        Assert.Contains("No block can be read here", found.Problem, StringComparison.Ordinal);
    }

    /// <summary>That a block could be read a while ago does not make the share one that is there.</summary>
    [Fact]
    public async Task WhileTheShareIsAway_NoBlockIsTakenForDone_AndAfterwardsAllIsAsBefore()
    {
        Put("block_0001", good: 1, bad: 0);
        Put("block_0002", good: 1, bad: 0);
        Put("block_0003", good: 0, bad: 1);
        using var catalog = new BlockCatalog(_folder.FullName, _folder.FullName, []);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        Assert.Equal([BlockId.OfNumber(3)], Known(catalog, 1, 3).Blocks.Keys);

        Directory.Move(_folder.FullName, _folder.FullName + "-away");
        UnreadableFound away = Known(catalog, 1, 2, 3);
        Directory.Move(_folder.FullName + "-away", _folder.FullName);

        Assert.Equal((0, 2), (away.Blocks.Count, away.Unknown));
        Assert.Contains("No block can be read here", away.Problem, StringComparison.Ordinal);
        UnreadableFound back = Known(catalog, 1, 2, 3);
        Assert.Equal([BlockId.OfNumber(3)], back.Blocks.Keys);
        Assert.Equal((0, null), (back.Unknown, back.Problem));
    }

    /// <summary>One file that is not there, where others are.</summary>
    [Fact]
    public async Task FileThatIsGone_IsItsBlocksFault_WhereOthersCanBeRead()
    {
        Put("block_0001", good: 1, bad: 0);
        Put("block_0002", good: 1, bad: 0);
        using var catalog = new BlockCatalog(_folder.FullName, _folder.FullName, []);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(_folder.FullName, "block_0002", "good0.tif"));

        Assert.Equal([BlockId.OfNumber(2)], Known(catalog, 1, 2).Blocks.Keys);
        Assert.Equal([BlockId.OfNumber(2)], Known(catalog, 1, 2).Blocks.Keys);
    }

    /// <summary>Without looking for blocks again.</summary>
    private UnreadableFound Known(BlockCatalog catalog, params int[] blocks) => _unreadable.Find(blocks.Select(BlockId.OfNumber), catalog.Current, Limit);

    private async Task<UnreadableFound> FindAsync(params int[] blocks)
    {
        using var catalog = new BlockCatalog(_folder.FullName, _folder.FullName, []);
        await catalog.ScanAsync(TestContext.Current.CancellationToken);
        return _unreadable.Find(blocks.Select(BlockId.OfNumber), catalog.Current, Limit);
    }

    private void Put(string block, int good, int bad)
    {
        string folder = _folder.CreateSubdirectory(block).FullName;
        string sample = GoldenVectors.Path("classic-be-uint16.tif");
        for (int i = 0; i < good; i++)
        {
            File.Copy(sample, Path.Combine(folder, $"good{i}.tif"));
        }

        for (int i = 0; i < bad; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"bad{i}.tif"), [1, 2, 3]);
        }
    }
}
