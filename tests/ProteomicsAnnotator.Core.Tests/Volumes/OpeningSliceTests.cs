using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.Core.Tests.Volumes;

/// <summary>The slice a block opens at, by the examples that the viewer is held to as well.</summary>
public sealed class OpeningSliceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opening-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task GetSliceAsync_ByTheContract_IsTheSliceThatTheViewerOpens()
    {
        using JsonDocument contract = JsonDocument.Parse(await File.ReadAllBytesAsync(
            GoldenVectors.Path("../contract.json"), TestContext.Current.CancellationToken));
        int number = 0;
        foreach (JsonElement example in contract.RootElement.GetProperty("opening").EnumerateArray())
        {
            using var cache = new VolumeCache(new VolumeCacheOptions());
            Block block = WriteBlock(++number, [.. example.GetProperty("shapes").EnumerateArray().Select(Ints)], example.GetProperty("focus"));
            OpenAt at = Enum.Parse<OpenAt>(example.GetProperty("at").GetString()!, ignoreCase: true);

            using BlockSlice slice = await cache.GetSliceAsync(block, at, TestContext.Current.CancellationToken);

            Assert.True(example.GetProperty("slice").GetInt32() == slice.Z, $"{example}: found {slice.Z}");
        }

        Assert.True(number > 10);
    }

    private Block WriteBlock(int number, int[][] shapes, JsonElement focus)
    {
        BlockId id = BlockId.Parse($"block_{number:0000}");
        string folder = Directory.CreateDirectory(Path.Combine(_folder, id.Value)).FullName;
        List<ChannelFile> channels = [];
        foreach (int[] shape in shapes)
        {
            string file = Path.Combine(folder, $"{channels.Count}.tif");
            File.WriteAllBytes(file, TiffEncoder.Encode(Plain(shape), new byte[shape[0] * shape[1] * shape[2] * 2]));
            channels.Add(new ChannelFile($"ch{channels.Count}", file));
        }

        double[]? point = focus.ValueKind == JsonValueKind.Null ? null : [.. focus.EnumerateArray().Select(at => at.GetDouble())];
        return new Block(id, new LabelKey(null, id), folder, channels)
        {
            Focus = point is null ? null : new FocusPoint(point[0], point[1], point[2]),
        };
    }

    private static TiffRecipe Plain(int[] shape) => new()
    {
        Type = "uint16",
        Codec = "none",
        Predictor = 1,
        Depth = shape[0],
        Height = shape[1],
        Width = shape[2],
        RowsPerStrip = shape[1],
        TileWidth = 0,
        TileHeight = 0,
        BigEndian = false,
        BigTiff = false,
        Seed = 0,
    };

    private static int[] Ints(JsonElement shape) => [.. shape.EnumerateArray().Select(extent => extent.GetInt32())];
}
