namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>The point of a large volume that a block is a box around.</summary>
/// <param name="grid">Of its source.</param>
/// <param name="z">In voxels of level 0, as the source's origin counts them.</param>
/// <param name="y">The same.</param>
/// <param name="x">The same.</param>
public sealed class BlockPoint(PointGrid grid, double z, double y, double x)
{
    public PointGrid Grid => grid;

    /// <summary>As given, in voxels of level 0.</summary>
    public FocusPoint Position => new(z, y, x);

    /// <summary>The voxel of level 0 with the point.</summary>
    public (long Z, long Y, long X) Voxel => (grid.VoxelOf(z), grid.VoxelOf(y), grid.VoxelOf(x));

    /// <summary>The first voxel of the box, in voxels of the level that is shown; may lie outside of the volume.</summary>
    public (int Z, int Y, int X) Start => (grid.StartOf(grid.Z, z), grid.StartOf(grid.Y, y), grid.StartOf(grid.X, x));

    /// <summary>In micrometres of the store; null where it gives no scale.</summary>
    public FocusPoint? Micrometres => (grid.Z.ScaleUm, grid.Y.ScaleUm, grid.X.ScaleUm) is ({ } scaleZ, { } scaleY, { } scaleX)
        ? new FocusPoint((z * scaleZ) + grid.Z.TranslationUm, (y * scaleY) + grid.Y.TranslationUm, (x * scaleX) + grid.X.TranslationUm)
        : null;

    /// <summary>Where the point lies in its box, in voxels of the box: the same in every block of the source.</summary>
    public static FocusPoint FocusOf(PointGrid grid) => new(grid.Z.Size / 2, grid.Y.Size / 2, grid.X.Size / 2);
}
