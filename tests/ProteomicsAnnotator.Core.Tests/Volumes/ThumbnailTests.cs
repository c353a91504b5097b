using System.Runtime.InteropServices;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>Thumbnails against what docs/volume-wire.md says of them, computed here from the voxels that were written.</summary>
public sealed class ThumbnailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thumbnail-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(40, 20, 24, 12, 4, 20)]
    [InlineData(40, 20, 24, 2, 0, 10)]
    [InlineData(40, 20, 24, 39, 31, 39)]
    [InlineData(40, 20, 24, null, 12, 28)]
    [InlineData(5, 130, 300, null, 0, 4)]
    [InlineData(1, 128, 129, null, 0, 0)]
    public async Task Maximum_IsTheLargestOfEachColumnAroundTheFocus(int depth, int height, int width, int? focus, int from, int to)
    {
        ushort[] voxels = Voxels(depth * height * width);
        Block block = WriteBlock([(depth, height, width, voxels)], focus);
        using var cache = new VolumeCache(new VolumeCacheOptions());

        using BlockSlice found = await cache.GetThumbnailAsync(block, ThumbnailKind.Maximum, Ct);

        int step = (Math.Max(height, width) + 127) / 128;
        (int rows, int columns) = ((height + step - 1) / step, (width + step - 1) / step);
        ushort[] expected = new ushort[rows * columns];
        for (int z = from; z <= to; z++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int at = ((y / step) * columns) + (x / step);
                    expected[at] = Math.Max(expected[at], voxels[(((z * height) + y) * width) + x]);
                }
            }
        }

        ChannelPlane plane = Assert.Single(found.Channels);
        Assert.Equal(new VolumeShape(1, rows, columns), plane.Channel.Channel!.Shape);
        Assert.Equal(expected, MemoryMarshal.Cast<byte, ushort>(plane.Plane!.Volume.Voxels.Span).ToArray());
        Assert.Equal(plane.Channel.Version, plane.Plane.Version);
    }

    [Theory]
    [InlineData(9, 12, 16, 3)]
    [InlineData(9, 200, 260, 7)]
    [InlineData(8, 300, 20, null)]
    public async Task Slice_IsTheOneThatTheBlockOpensAt_InMeans(int depth, int height, int width, int? focus)
    {
        ushort[] voxels = Voxels(depth * height * width);
        Block block = WriteBlock([(depth, height, width, voxels)], focus);
        using var cache = new VolumeCache(new VolumeCacheOptions());

        using BlockSlice found = await cache.GetThumbnailAsync(block, ThumbnailKind.Slice, Ct);

        int z = focus ?? depth / 2;
        int step = (Math.Max(height, width) + 127) / 128;
        (int rows, int columns) = ((height + step - 1) / step, (width + step - 1) / step);
        int[] expected = [.. from row in Enumerable.Range(0, rows)
                             from column in Enumerable.Range(0, columns)
                             select (int)Math.Round((from y in Enumerable.Range(row * step, step).Where(y => y < height)
                                                     from x in Enumerable.Range(column * step, step).Where(x => x < width)
                                                     select (double)voxels[(((z * height) + y) * width) + x]).Average())];
        ReadOnlySpan<ushort> pixels = MemoryMarshal.Cast<byte, ushort>(Assert.Single(found.Channels).Plane!.Volume.Voxels.Span);
        Assert.Equal(expected, pixels.ToArray().Select(value => (int)value));
        Assert.Equal(z, found.Z);
    }

    [Fact]
    public async Task Channels_OfWhichOneIsBroken_KeepTheOthers()
    {
        Block block = WriteBlock([(4, 6, 8, Voxels(192)), (4, 6, 8, Voxels(192))], null);
        byte[] file = await File.ReadAllBytesAsync(block.Channels[0].Path, Ct);
        await File.WriteAllBytesAsync(block.Channels[0].Path, file[..30], Ct);
        using var cache = new VolumeCache(new VolumeCacheOptions());

        using BlockSlice found = await cache.GetThumbnailAsync(block, ThumbnailKind.Maximum, Ct);

        Assert.Null(found.Channels[0].Plane);
        Assert.NotNull(found.Channels[0].Channel.Fault);
        Assert.NotNull(found.Channels[1].Plane);
    }

    [Fact]
    public async Task Channels_OfDifferentSizes_ShareOneStep()
    {
        Block block = WriteBlock([(3, 256, 200, Voxels(3 * 256 * 200)), (3, 128, 100, Voxels(3 * 128 * 100))], null);
        using var cache = new VolumeCache(new VolumeCacheOptions());

        using BlockSlice found = await cache.GetThumbnailAsync(block, ThumbnailKind.Maximum, Ct);

        Assert.Equal([new VolumeShape(1, 128, 100), new VolumeShape(1, 64, 50)], found.Channels.Select(channel => channel.Channel.Channel!.Shape));
    }

    [Fact]
    public void Kept_ButDamagedMeanwhile_IsNotThereAndMadeAgain()
    {
        string folder = Path.Combine(_folder, "cache");
        var kept = new ThumbnailFiles(folder, maxBytes: 1000);
        string key = new('a', 64);
        kept.TryWrite(key, [1, 2, 3]);
        string file = Assert.Single(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        foreach (byte[] damaged in (byte[][])[[], [0, 0, 0], new byte[100], [.. File.ReadAllBytes(file)[..^1], 9]])
        {
            File.WriteAllBytes(file, damaged);
            Assert.Null(kept.TryRead(key));
            Assert.False(File.Exists(file));
            kept.TryWrite(key, [1, 2, 3]);
            Assert.Equal([1, 2, 3], kept.TryRead(key));
        }
    }

    [Fact]
    public void Maximum_OfWhatIsNotFinite_CountsOnlyWhereThereIsNothingElse()
    {
        float[] voxels = [float.NaN, float.PositiveInfinity, 2, float.NaN, 1, float.NegativeInfinity, 5, float.NaN];
        using Volume slices = Volume.Of(new VolumeShape(2, 2, 2), VoxelType.Float32, new VolumeMetadata { StoredType = "float32", Codec = "none" }, MemoryMarshal.AsBytes(voxels.AsSpan()).ToArray());

        using Volume found = Thumbnail.Of(slices, ThumbnailKind.Maximum, step: 1);

        float[] plane = MemoryMarshal.Cast<byte, float>(found.Voxels.Span).ToArray();
        Assert.Equal([1, float.PositiveInfinity, 5, float.NaN], plane);
    }

    [Fact]
    public void Kept_IsFoundAgainUntilAFileChanges_AndTheOldestGoWhenThereIsTooMuch()
    {
        Block block = WriteBlock([(2, 3, 4, Voxels(24))], null);
        var kept = new ThumbnailFiles(Path.Combine(_folder, "cache"), maxBytes: 1000);
        string key = ThumbnailFiles.KeyOf(block, ThumbnailKind.Maximum)!;
        Assert.Null(kept.TryRead(key));

        kept.TryWrite(key, [1, 2, 3]);
        Assert.Equal([1, 2, 3], new ThumbnailFiles(Path.Combine(_folder, "cache"), 1000).TryRead(key));
        Assert.NotEqual(key, ThumbnailFiles.KeyOf(block, ThumbnailKind.Slice));
        File.SetLastWriteTimeUtc(block.Channels[0].Path, new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        Assert.NotEqual(key, ThumbnailFiles.KeyOf(block, ThumbnailKind.Maximum));

        string[] keys = [.. Enumerable.Range(0, 12).Select(i => $"{i:x2}{new string('0', 62)}")];
        foreach (string other in keys)
        {
            kept.TryWrite(other, new byte[100]);
        }

        long left = new DirectoryInfo(Path.Combine(_folder, "cache")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Assert.InRange(left, 100, 1000);
        Assert.NotNull(kept.TryRead(keys[^1]));
        File.Delete(block.Channels[0].Path);
        Assert.Null(ThumbnailFiles.KeyOf(block, ThumbnailKind.Maximum));
    }

    [Fact]
    public void Kept_WhereTheDiskFails_IsSilentlyNotThere()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllBytes(file, []);
        var kept = new ThumbnailFiles(file, 1000);

        kept.TryWrite(new string('a', 64), [1]);

        Assert.Null(kept.TryRead(new string('a', 64)));
    }

    private Block WriteBlock((int Depth, int Height, int Width, ushort[] Voxels)[] channels, int? focus)
    {
        BlockId id = BlockId.Parse("block_0001");
        string folder = Directory.CreateDirectory(Path.Combine(_folder, id.Value)).FullName;
        List<ChannelFile> files = [];
        foreach ((int depth, int height, int width, ushort[] voxels) in channels)
        {
            string file = Path.Combine(folder, $"{files.Count}.tif");
            File.WriteAllBytes(file, TiffEncoder.Encode(
                new TiffRecipe
                {
                    Type = "uint16",
                    Codec = "none",
                    Predictor = 1,
                    Depth = depth,
                    Height = height,
                    Width = width,
                    RowsPerStrip = height,
                    TileWidth = 0,
                    TileHeight = 0,
                    BigEndian = false,
                    BigTiff = false,
                    Seed = 0,
                },
                MemoryMarshal.AsBytes(voxels.AsSpan()).ToArray()));
            files.Add(new ChannelFile($"ch{files.Count}", file));
        }

        return new Block(id, new LabelKey(null, id), folder, files) { Focus = focus is { } z ? new FocusPoint(z, 0, 0) : null };
    }

    private static ushort[] Voxels(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (ushort)random.Next(ushort.MaxValue))];
    }
}
