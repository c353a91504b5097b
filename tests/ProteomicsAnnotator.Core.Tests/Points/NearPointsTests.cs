using System.Globalization;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Tests.Points;

/// <summary>Pairs of near points, against every pair of them.</summary>
public sealed class NearPointsTests : IDisposable
{
    private readonly PointsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("micrometer", 3.0)]
    [InlineData("micrometer", 1.5)]
    [InlineData("micrometer", 200.0)]
    [InlineData(null, 4.0)]
    public async Task Pairs_AreThoseOfAllPairs(string? unit, double near)
    {
        var random = new Random(7);
        (double Z, double Y, double X)[] points = [.. Enumerable.Range(0, 120).Select(_ => (random.Next(400) / 10.0, random.Next(500) / 10.0, random.Next(600) / 10.0)).Distinct()];
        Put(points, near, unit);

        Block[] blocks = [.. (await _folder.ScanAsync()).Blocks];

        // The store has voxels of 2 x 0.5 x 0.25 µm; without a unit voxels are the measure.
        (double z, double y, double x) scale = unit is null ? (1, 1, 1) : (2, 0.5, 0.25);
        HashSet<(string, string)> expected = [];
        for (int i = 0; i < points.Length; i++)
        {
            for (int k = i + 1; k < points.Length; k++)
            {
                (double dz, double dy, double dx) = ((points[i].Z - points[k].Z) * scale.z, (points[i].Y - points[k].Y) * scale.y, (points[i].X - points[k].X) * scale.x);
                if ((dz * dz) + (dy * dy) + (dx * dx) < near * near)
                {
                    _ = expected.Add(($"point_{i:000}", $"point_{k:000}"));
                }
            }
        }

        (string One, string Other)[] found = [.. NearPoints.PairsOf([.. blocks.Select(block => block.Point)]).Select(pair => (blocks[pair.Other].Id.Value, blocks[pair.One].Id.Value))];
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(), found.Order());
        (string result, string detail) = NearPoints.Describe(blocks)!.Value;
        string words = unit is null ? "voxels" : "µm";
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{expected.Count:N0} pair{(expected.Count == 1 ? "" : "s")} nearer than {near} {words}"), result);
        Assert.Equal(Math.Min(10, expected.Count), detail.Split("; ").Length);
    }

    [Fact]
    public async Task Clusters_AreChainsOfPairs_WithBoxesThoseThatShareVoxelsToo()
    {
        // Along x 0.25 µm a voxel: a and b are 2 µm apart, b and c too, d is 4 µm from c and shares its box of 12 voxels no longer; e lies in the box of d.
        Put([(10, 10, 10), (10, 10, 18), (10, 10, 26), (10, 10, 42), (10, 10, 53)], near: 2.5, "micrometer");
        Block[] blocks = [.. (await _folder.ScanAsync()).Blocks];
        BlockId[] ids = [.. blocks.Select(block => block.Id)];
        BlockPoint? PointOf(BlockId id) => blocks.First(block => block.Id == id).Point;

        IReadOnlyDictionary<BlockId, BlockId> near = PointClusters.Of(ids, PointOf, withBoxes: false);
        IReadOnlyDictionary<BlockId, BlockId> boxes = PointClusters.Of(ids, PointOf, withBoxes: true);

        Assert.Equal(["point_000", "point_000", "point_000", "point_003", "point_004"], ids.Select(id => near[id].Value));
        Assert.Equal(["point_000", "point_000", "point_000", "point_003", "point_003"], ids.Select(id => boxes[id].Value));
        var clusters = BlockClusters.ByNearness(ids, PointOf);
        Assert.Equal((3, 2), (clusters.Count, clusters.Of([ids[1], ids[2], ids[4]]).Count));
    }

    [Fact]
    public async Task Source_WithoutADistance_HasNoPairs()
    {
        _folder.PutSource("id,z,y,x\na,20,25,30\nb,20,25,31\n");
        Block[] blocks = [.. (await _folder.ScanAsync()).Blocks];

        Assert.Null(NearPoints.Describe(blocks));
        Assert.Empty(NearPoints.PairsOf([.. blocks.Select(block => block.Point)]));
    }

    private void Put(IReadOnlyList<(double Z, double Y, double X)> points, double near, string? unit)
    {
        string rows = string.Concat(points.Select((point, i) => string.Create(CultureInfo.InvariantCulture, $"{i:000},{point.Z},{point.Y},{point.X}\n")));
        _folder.PutSource("id,z,y,x\n" + rows, more: string.Create(CultureInfo.InvariantCulture, $"\"near\": {near}"));
        _folder.PutStore("ch_488.zarr", 0, unit: unit);
    }
}
