using System.Globalization;
using System.Text.Json;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Volumes;
using ProteomicsAnnotator.Core.Volumes.Zarr;

namespace ProteomicsAnnotator.Core.Tests.Volumes.Zarr;

/// <summary>Boxes at random places against zarr-python (version 2) and numbers that a writer of its own knows (version 3, shards).</summary>
public sealed class ZarrBoxesTests
{
    private static readonly int Boxes = TestScale.Of(200, 500, 10_000);

    [Fact]
    public async Task ReadBox_AnywhereInStoresOfOthers_GivesEveryVoxelAndSaysWhatIsMissing()
    {
        int seed = Random.Shared.Next();
        using PythonStores stores = await PythonStores.MakeAsync(seed, Boxes);
        byte[] voxels = stores.Voxels;
        var images = new Dictionary<string, ZarrImage>(StringComparer.Ordinal);
        int at = 0;
        int number = 0;
        foreach (JsonElement expected in stores.Boxes.EnumerateArray())
        {
            string what = $"seed {seed}, box {number++}: {expected.GetRawText()}";
            string store = expected.GetProperty("store").GetString()!;
            if (!images.TryGetValue(store, out ZarrImage? image))
            {
                images[store] = image = ZarrImage.Open(Path.Combine(stores.Folder, store), StoreRig.AtOnce);
            }

            using ZarrBox box = image.ReadBox(
                expected.GetProperty("level").GetInt32(), BoxOf(expected), expected.GetProperty("channel").GetInt32(), cancellationToken: TestContext.Current.CancellationToken);

            ReadOnlySpan<byte> right = voxels.AsSpan(at, box.Volume.Voxels.Length);
            at += right.Length;
            Assert.True(box.Faults.Count == 0, $"{what}: {string.Join(' ', box.Faults)}");
            Assert.True(right.SequenceEqual(box.Volume.Voxels.Span), what);
            Assert.True(string.Join(',', Numbers(expected, "inside")) == box.Inside.ToString(), $"{what}: {box.Inside}");
            Assert.True(expected.GetProperty("missing").GetInt64() == box.Missing.Sum(range => range.Voxels), what);
        }

        Assert.Equal(Boxes, number);
        Assert.Equal(voxels.Length, at);
    }

    /// <summary>What the writer knows is what another reader finds, so that both have not misread the specification in the same way.</summary>
    [Fact]
    public async Task Boxes_OfTheWriter_AreThoseThatZarritaReads()
    {
        int seed = Random.Shared.Next();
        using PythonStores stores = await PythonStores.MakeAsync(seed, 200);

        string[] answer = (await stores.ReadWithZarritaAsync(seed)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(answer.Length == 1, $"seed {seed}: {string.Join('\n', answer.Take(5))}");
        Assert.EndsWith(" compared, 0 different", answer[0], StringComparison.Ordinal);
        Assert.InRange(int.Parse(answer[0].Split(' ')[0], CultureInfo.InvariantCulture), 100, 200);
    }

    private static VoxelBox BoxOf(JsonElement expected)
    {
        int[] start = Numbers(expected, "start");
        int[] size = Numbers(expected, "size");
        return new VoxelBox(start[0], start[1], start[2], new VolumeShape(size[0], size[1], size[2]));
    }

    private static int[] Numbers(JsonElement box, string name) => [.. box.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];
}
