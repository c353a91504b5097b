namespace ProteomicsAnnotator.Core.Volumes.Zarr.Images;

/// <summary>Levels of one image show the same space; where transformations say that they do not, somebody has to know.</summary>
internal static class LevelOverlap
{
    /// <summary>Null where every level overlaps the finest one.</summary>
    public static string? NoticeOf(IReadOnlyList<LevelTransform> levels, IReadOnlyList<int[]> shapes, ImageAxes axes)
    {
        AxisMap map = axes.Map;
        for (int level = 1; level < levels.Count; level++)
        {
            foreach (int axis in new[] { map.Z, map.Y, map.X }.Where(axis => axis >= 0))
            {
                (double start, double end) = Extent(levels[0], shapes[0], axis);
                (double levelStart, double levelEnd) = Extent(levels[level], shapes[level], axis);
                if (levelStart >= end || levelEnd <= start)
                {
                    return $"By the store's transformations level {level} lies beside level 0 along {axes.Names[axis]}.";
                }
            }
        }

        return null;
    }

    private static (double Start, double End) Extent(LevelTransform level, int[] shape, int axis)
    {
        double start = level.Translation[axis] - (level.Scale[axis] / 2);
        return (start, start + (shape[axis] * level.Scale[axis]));
    }
}
