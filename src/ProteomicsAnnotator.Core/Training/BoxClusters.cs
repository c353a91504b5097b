using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>Boxes around points of one volume that share voxels, also through others: a model that is tested on one has seen the other.</summary>
internal static class BoxClusters
{
    /// <summary>The first block of each block's cluster; a block without a point is its own.</summary>
    /// <param name="blocks">In the order that says which is the first.</param>
    /// <param name="pointOf">Null: the block is no box of a volume.</param>
    public static IReadOnlyDictionary<BlockId, BlockId> Of(IReadOnlyList<BlockId> blocks, Func<BlockId, BlockPoint?> pointOf)
    {
        int[] parents = [.. Enumerable.Range(0, blocks.Count)];
        var cells = new Dictionary<(long Z, long Y, long X), List<int>>();
        BlockPoint?[] points = [.. blocks.Select(pointOf)];
        for (int i = 0; i < points.Length; i++)
        {
            if (points[i] is { } point)
            {
                (long z, long y, long x) = CellOf(point);
                foreach (int other in Around(z, y, x).SelectMany(cell => cells.GetValueOrDefault(cell) ?? []))
                {
                    if (Share(point, points[other]!))
                    {
                        Join(parents, i, other);
                    }
                }

                if (!cells.TryGetValue((z, y, x), out List<int>? here))
                {
                    cells.Add((z, y, x), here = []);
                }

                here.Add(i);
            }
        }

        return blocks.Select((block, i) => (block, First: blocks[RootOf(parents, i)])).ToDictionary(item => item.block, item => item.First);
    }

    /// <summary>As large as a box, so that boxes that share voxels begin in neighbouring cells.</summary>
    private static (long Z, long Y, long X) CellOf(BlockPoint point)
    {
        (int z, int y, int x) = point.Start;
        return (Floor(z, point.Grid.Z.Size), Floor(y, point.Grid.Y.Size), Floor(x, point.Grid.X.Size));
    }

    private static long Floor(int start, int size) => (long)Math.Floor((double)start / size);

    private static IEnumerable<(long Z, long Y, long X)> Around(long z, long y, long x) =>
        from dz in Enumerable.Range(-1, 3)
        from dy in Enumerable.Range(-1, 3)
        from dx in Enumerable.Range(-1, 3)
        select (z + dz, y + dy, x + dx);

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
