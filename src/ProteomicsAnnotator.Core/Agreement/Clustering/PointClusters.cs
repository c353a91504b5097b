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
        foreach ((int one, int other) in NearPoints.PairsOf(points))
        {
            Join(parents, one, other);
        }

        if (withBoxes)
        {
            JoinBoxes(points, parents);
        }

        return blocks.Select((block, i) => (block, First: blocks[RootOf(parents, i)])).ToDictionary(item => item.block, item => item.First);
    }

    private static void JoinBoxes(BlockPoint?[] points, int[] parents)
    {
        var cells = new CellGrid();
        for (int i = 0; i < points.Length; i++)
        {
            if (points[i] is not { } point)
            {
                continue;
            }

            // As large as a box, so that boxes that share voxels begin in neighbouring cells.
            (int z, int y, int x) = point.Start;
            foreach (int other in cells.Add(i, ((double)z / point.Grid.Z.Size, (double)y / point.Grid.Y.Size, (double)x / point.Grid.X.Size)))
            {
                if (Share(point, points[other]!))
                {
                    Join(parents, i, other);
                }
            }
        }
    }

    private static bool Share(BlockPoint one, BlockPoint other)
    {
        ((int z, int y, int x), (int otherZ, int otherY, int otherX)) = (one.Start, other.Start);
        return Math.Abs((long)z - otherZ) < one.Grid.Z.Size && Math.Abs((long)y - otherY) < one.Grid.Y.Size && Math.Abs((long)x - otherX) < one.Grid.X.Size;
    }

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
