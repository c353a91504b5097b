namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// From points to voxels, for all points of a source. Edges of levels lie on one another. What is floored is snapped to a whole number first:
/// a quotient of two decimal numbers is one too low as often as not.
/// </summary>
public sealed record PointGrid(PointAxis Z, PointAxis Y, PointAxis X, PointOrigin Origin, int Level)
{
    private const double SnapWithin = 1e-6;

    /// <summary>Points nearer than this may be one thing found twice: micrometres, without a scale voxels of level 0. Null: nothing is said.</summary>
    public double? Near { get; init; }

    /// <summary>What a link into Neuroglancer opens; null: the source does not say.</summary>
    public NeuroglancerTemplate? Neuroglancer { get; init; }

    /// <summary>The store says how large a voxel is.</summary>
    public bool HasScale => (Z.ScaleUm, Y.ScaleUm, X.ScaleUm) is (not null, not null, not null);

    /// <summary>A coordinate, in voxels of level 0, of a place in micrometres.</summary>
    /// <param name="axis">Its scale must be known.</param>
    /// <param name="micrometres">Along that axis.</param>
    public static double FromMicrometres(PointAxis axis, double micrometres) => (micrometres - axis.TranslationUm) / axis.ScaleUm!.Value;

    /// <summary>The voxel of level 0 with the point; may lie outside of the volume.</summary>
    /// <param name="coordinate">In voxels of level 0.</param>
    public long VoxelOf(double coordinate) => Floor(Shifted(coordinate));

    /// <summary>The voxel of the level that is shown.</summary>
    /// <param name="axis">Of the coordinate.</param>
    /// <param name="coordinate">In voxels of level 0.</param>
    public long LevelVoxelOf(PointAxis axis, double coordinate) => Floor(Shifted(coordinate) * axis.Ratio);

    /// <summary>The first voxel of the box along an axis, in voxels of the level that is shown.</summary>
    /// <param name="axis">Of the coordinate.</param>
    /// <param name="coordinate">In voxels of level 0.</param>
    public int StartOf(PointAxis axis, double coordinate) => (int)Math.Clamp(LevelVoxelOf(axis, coordinate) - (axis.Size / 2), int.MinValue, int.MaxValue);

    private static long Floor(double value)
    {
        double whole = Math.Floor(value + 0.5);
        return (long)(Math.Abs(value - whole) <= SnapWithin ? whole : Math.Floor(value));
    }

    private double Shifted(double coordinate) => Origin == PointOrigin.Center ? coordinate + 0.5 : coordinate;
}
