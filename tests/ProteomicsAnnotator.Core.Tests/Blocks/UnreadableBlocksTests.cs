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
