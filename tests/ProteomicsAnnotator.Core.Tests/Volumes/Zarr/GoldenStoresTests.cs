using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>Stores that zarr-python, zarrita and ngff-zarr wrote; what they hold is said in their README.</summary>
public sealed class GoldenStoresTests
{
    private static readonly string[] Folders = ["zarr_v2/from_zarr-python/data.zarr", "zarr_v3/from_zarrita/data.zarr"];

    public static TheoryData<string> Arrays => [.. All.Where(name => !IsText(name))];

    public static TheoryData<string> Texts => [.. All.Where(IsText)];

    private static IEnumerable<string> All => Folders
        .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(StoreRig.Vectors, folder)))
        .Select(path => Path.GetRelativePath(StoreRig.Vectors, path))
        .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Arrays))]
    public void Read_ArrayOfAnotherWriter_GivesEveryVoxel(string name)
    {
        ZarrImage image = ZarrImage.Open(Path.Combine(StoreRig.Vectors, name));

        using ZarrBox box = StoreRig.Whole(image);

        Assert.Empty(box.Faults);
        Assert.Equal(Expected(Path.GetFileName(name)), StoreRig.Numbers(box.Volume));
        Assert.Equal(image.Levels[0].Type, box.Volume.Type);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Open_TextsAndObjects_AreRefusedByName(string name)
    {
        var fault = Assert.Throws<ZarrException>(() => ZarrImage.Open(Path.Combine(StoreRig.Vectors, name)));

        Assert.Equal(ChannelFaultKind.Unsupported, fault.Kind);
        Assert.Equal(".zarray, dtype", fault.Key);
        Assert.Contains(name.EndsWith(".O", StringComparison.Ordinal) ? "|O" : name.Contains('U', StringComparison.Ordinal) ? "U" : "|S7", fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void All_StoresOfTheFixtures_AreThere()
    {
        Assert.Equal(20 + 33, Arrays.Count);
        Assert.Equal(6, Texts.Count);
    }

    [Theory]
    [InlineData("simple_0.4")]
    [InlineData("simple_0.5")]
    public void Open_ImageOfNgffZarr_GivesLevelsVoxelsAndTheirSize(string name)
    {
        ZarrImage image = ZarrImage.Open(Path.Combine(StoreRig.Vectors, "ome_zarr", name));

        using ZarrBox box = StoreRig.Whole(image);

        Assert.Equal([.. Enumerable.Range(0, 100).Select(i => (double)i)], StoreRig.Numbers(box.Volume));
        Assert.Equal(["scale0/image", "scale1/image", "scale2/image"], image.Levels.Select(level => level.Name));
        Assert.Equal([10, 5, 2], image.Levels.Select(level => level.Shape.Width));
        Assert.Equal([4, 8, 16], image.Levels.Select(level => level.Y.Scale));
        Assert.Equal([0, 15, 45], image.Levels.Select(level => level.X.Translation));
        VoxelSize size = image.Levels[0].Metadata.VoxelSizeUm!.Value;
        Assert.Null(size.Z);
        Assert.Equal(0.004, size.Y, 1e-12);
        Assert.Equal(0.03, size.X, 1e-12);
        Assert.Null(image.Levels[0].Metadata.Notice);
    }

    private static bool IsText(string name) => name.Contains(".U", StringComparison.Ordinal) || name.Contains(".S7", StringComparison.Ordinal) || name.EndsWith(".O", StringComparison.Ordinal);

    private static double[] Expected(string name) => name switch
    {
        _ when name.Contains(".u1", StringComparison.Ordinal) => [255, 0, 255, 0],
        _ when name.Contains(".f4", StringComparison.Ordinal) => [-1000.5, 0, 1000.5, 0],
        _ when name.Contains(".f8", StringComparison.Ordinal) => [1.5, 2.5, 3.5, 4.5],
        _ when name.Contains(".b1", StringComparison.Ordinal) => [1, 0, 1, 0],
        "1d.chunked.filled.compressed.sharded.i2" => [1, 2, 0, 0],
        "2d.chunked.compressed.sharded.filled.i2" => Counted(0, 16),
        "2d.chunked.compressed.sharded.i2" => Counted(1, 16),
        "3d.chunked.compressed.sharded.i2" => Counted(0, 64),
        _ when name.StartsWith("3d", StringComparison.Ordinal) => Counted(0, 27),
        _ when name.StartsWith("2d", StringComparison.Ordinal) => Counted(1, name.Contains("ragged", StringComparison.Ordinal) ? 9 : 4),
        _ => Counted(1, name.Contains("ragged", StringComparison.Ordinal) ? 5 : 4),
    };

    private static double[] Counted(int first, int count) => [.. Enumerable.Range(first, count).Select(i => (double)i)];
}
