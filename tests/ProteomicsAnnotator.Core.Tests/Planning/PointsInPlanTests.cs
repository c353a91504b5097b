using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>Queues of points go through neighbourhoods of their volume.</summary>
public sealed class PointsInPlanTests
{
    private static readonly PointAxis Axis = new(4096, 0.5, null, 0, 64);
    private static readonly PointGrid Grid = new(Axis, Axis, Axis, PointOrigin.Corner, 1);

    [Fact]
    public void Queue_GoesThroughNeighbourhoods_InAnOrderThatTheSeedGives()
    {
        var random = new Random(2);
        var points = Enumerable.Range(0, 2000).ToDictionary(i => BlockId.Parse($"point_{i:00000}"), _ => new BlockPoint(Grid, random.Next(4096), random.Next(4096), random.Next(4096)));
        PlanBasis folders = new([.. points.Keys.Order()], new Dictionary<string, IReadOnlySet<BlockId>>(), new Dictionary<string, IReadOnlyList<BlockId>>());
        PlanBasis basis = folders with { Points = points.GetValueOrDefault };
        PlanRequest request = PlannerTests.Request(1, "a");

        IReadOnlyList<BlockId> queue = PlannerTests.Made(request, basis).People[0].Queue;

        Assert.Equal(points.Keys.Order(), queue.Order());
        Assert.True(WayOf(queue) < WayOf(PlannerTests.Made(request, folders).People[0].Queue) / 3, $"{WayOf(queue)} voxels from point to point");
        Assert.Equal(queue, PlannerTests.Made(request, basis).People[0].Queue);
        Assert.NotEqual(queue, PlannerTests.Made(request with { Seed = 8 }, basis).People[0].Queue);

        // Runs are shuffled: the queue does not go through the volume from one end to the other.
        double[] along = [.. queue.Chunk(25).Select(run => run.Average(block => points[block].Position.Z))];
        Assert.NotEqual(along.Order(), along);
        Assert.Equal(points.Keys.Order(), PlannerTests.Made(request with { Order = WalkOrder.Names }, basis).People[0].Queue);

        double WayOf(IReadOnlyList<BlockId> blocks) => blocks.Zip(blocks.Skip(1)).Average(pair =>
        {
            (FocusPoint one, FocusPoint other) = (points[pair.First].Position, points[pair.Second].Position);
            return Math.Sqrt(Math.Pow(one.Z - other.Z, 2) + Math.Pow(one.Y - other.Y, 2) + Math.Pow(one.X - other.X, 2));
        });
    }
}
