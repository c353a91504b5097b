namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>Which axis of an array is z, y, x, c and t; -1 where it has none. Every other axis has the length 1.</summary>
internal readonly record struct AxisMap(int Z, int Y, int X, int C, int T)
{
    /// <summary>1 for an axis that there is not.</summary>
    public static int Extent(IReadOnlyList<int> shape, int axis) => axis < 0 ? 1 : shape[axis];

    public VolumeShape Shape(IReadOnlyList<int> shape) => new(Extent(shape, Z), Extent(shape, Y), Extent(shape, X));
}
