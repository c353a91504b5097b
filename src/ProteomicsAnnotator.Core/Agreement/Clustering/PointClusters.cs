using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement.Clustering;

/// <summary>
/// Points of one volume that belong together, also through others: those nearer than the source's <c>near</c>, which may be one cell found twice,
/// and, where it is asked for, those whose boxes share voxels: a model that is tested on one has seen the other.
/// </summary>
internal static class PointClusters
{
    /// <summary>The first block of each block's cluster; a block without a point is its own.</summary>
    /// <param name="blocks">In the order that says which is the first.</param>
    /// <param name="pointOf">Null: the block is no box of a volume.</param>
    /// <param name="withBoxes">Boxes that share voxels are one cluster, too.</param>
    public static IReadOnlyDictionary<BlockId, BlockId> Of(IReadOnlyList<BlockId> blocks, Func<BlockId, BlockPoint?> pointOf, bool withBoxes)
    {
        int[] parents = [.. Enumerable.Range(0, blocks.Count)];
        BlockPoint?[] points = [.. blocks.Select(pointOf)];
        if (points.FirstOrDefault(point => point?.Grid.Near is not null)?.Grid.Near is { } near)
        {
            Join(new ReachableSets([.. points.Select(point => point is null ? ((double, double, double)?)null : NearPoints.PlaceOf(point))], (near, near, near), isBox: false), parents);
        }

        if (withBoxes && points.FirstOrDefault(point => point is not null) is { Grid: var grid })
        {
            Join(new ReachableSets([.. points.Select(point => point is null ? ((double, double, double)?)null : point.Start)], (grid.Z.Size, grid.Y.Size, grid.X.Size), isBox: true), parents);
        }

        return blocks.Select((block, i) => (block, First: blocks[RootOf(parents, i)])).ToDictionary(item => item.block, item => item.First);
    }

    private static void Join(ReachableSets sets, int[] parents) => sets.Join((one, other) => Join(parents, one, other), at => RootOf(parents, at));

    /// <summary>The root of a cluster is its first block.</summary>
    private static void Join(int[] parents, int one, int other)
    {
        (int a, int b) = (RootOf(parents, one), RootOf(parents, other));
        parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    private static int RootOf(int[] parents, int at)
    {
        while (parents[at] != at)
        {
            at = parents[at] = parents[parents[at]];
        }

        return at;
    }
}
