using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>The blocks of <c>tests/vectors/tiff-cases</c> through catalog and cache, as the page reads them.</summary>
public sealed class TiffCasesTests : IDisposable
{
    private static readonly Lazy<JsonElement> Expected = new(() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Source, "expected.json"))).RootElement.Clone());

    private readonly string _root = Directory.CreateTempSubdirectory("tiff-cases-").FullName;
    private readonly VolumeCache _cache = new(new VolumeCacheOptions());

    public TiffCasesTests()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Source, "blocks"), "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_root, "blocks", Path.GetRelativePath(Path.Combine(Source, "blocks"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.CreateDirectory(Path.Combine(_root, "store"));
        File.Copy(Path.Combine(Source, "store", "a.tif"), Path.Combine(_root, "store", "a.tif"));
        string linked = Directory.CreateDirectory(Path.Combine(_root, "blocks", "block_0018")).FullName;
        File.CreateSymbolicLink(Path.Combine(linked, "channel_0.tif"), "../../store/a.tif");
    }

    public static TheoryData<string> Readable =>
        [.. Expected.Value.EnumerateObject().Where(block => block.Value.TryGetProperty("channels", out _)).Select(block => block.Name)];

    public static TheoryData<string> Refused =>
        [.. Expected.Value.EnumerateObject().Where(block => block.Value.TryGetProperty("refuse", out _)).Select(block => block.Name)];

    private static string Source => GoldenVectors.Folder("tiff-cases");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cache.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Read_BlockThatOthersShow_GivesEveryVoxel(string id)
    {
        Block block = await FindAsync(id);
        JsonElement[] expected = [.. Expected.Value.GetProperty(id).GetProperty("channels").EnumerateArray()];

        BlockDescription described = await _cache.DescribeAsync(block, Token);

        Assert.All(described.Channels, channel => Assert.Null(channel.Fault));
        Assert.Equal(expected.Length, described.Channels.Count);
        for (int c = 0; c < expected.Length; c++)
        {
            using VolumeLease lease = (await _cache.GetAsync(block, c, Token))!;
            int[] shape = [lease.Volume.Depth, lease.Volume.Height, lease.Volume.Width];
            Assert.Equal(expected[c].GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()), shape);
            Assert.Equal(expected[c].GetProperty("dtype").GetString(), lease.Volume.Type.WireName());
            Assert.Equal(expected[c].GetProperty("sha256").GetString(), GoldenVectors.Sha256(lease.Volume.Voxels.ToArray()));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Read_BlockThatNobodyCanShow_IsRefusedInWords(string id)
    {
        Block block = await FindAsync(id);

        TiffException fault = await Assert.ThrowsAsync<TiffException>(() => _cache.GetAsync(block, 0, Token));

        Assert.Contains(
            Expected.Value.GetProperty(id).GetProperty("refuse").GetString() == "cut" ? "cut short" : "nested",
            fault.Message,
            StringComparison.Ordinal);
        Assert.NotNull((await _cache.DescribeAsync(block, Token)).Channels[0].Fault);
    }

    [Theory]
    [InlineData("block_0001", "Channel 1 of 2 in this file.")]
    [InlineData("block_0004", "Channel 1 of 2 in this file.")]
    [InlineData("block_0005", "channel 1 of the 2 that its OME metadata describes")]
    [InlineData("block_0006", "channel 1 of the 2 that its OME metadata describes")]
    [InlineData("block_0007", "set.companion.ome, which is not read")]
    [InlineData("block_0008", "calls this file before.ome.tif")]
    [InlineData("block_0009", "the pages have 8 x 10 pixels")]
    [InlineData("block_0010", "holds 10 pages, its description tells of 5")]
    [InlineData("block_0013", "time axis of 5 points")]
    [InlineData("block_0014", "time axis of 5 points")]
    [InlineData("block_0011", null)]
    [InlineData("block_0012", null)]
    [InlineData("block_0015", null)]
    [InlineData("block_0016", null)]
    [InlineData("block_0018", null)]
    public async Task Describe_WhatWasUnderstoodInAWayOfOurs_IsSaid(string id, string? words)
    {
        Block block = await FindAsync(id);
        using VolumeLease lease = (await _cache.GetAsync(block, 0, Token))!;

        string? notice = (await _cache.DescribeAsync(block, Token)).Channels[0].Channel!.Metadata.Notice;

        Assert.Equal(notice, lease.Volume.Metadata.Notice);
        if (words is null)
        {
            Assert.Null(notice);
        }
        else
        {
            Assert.Contains(words, notice, StringComparison.Ordinal);
        }
    }

    private async Task<Block> FindAsync(string id)
    {
        string blocks = Path.Combine(_root, "blocks");
        using var catalog = new BlockCatalog(blocks, blocks, []);
        await catalog.ScanAsync(Token);
        Assert.True(catalog.Current.TryGet(BlockId.Parse(id), out Block? block));
        return block;
    }
}
