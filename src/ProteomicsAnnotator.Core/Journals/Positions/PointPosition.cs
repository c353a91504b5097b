using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Journals.Positions;

/// <summary>Where the point of a block lies, or lay when its label was given: the voxel of level 0.</summary>
public readonly record struct PointPosition(long Z, long Y, long X)
{
    public static PointPosition Of(BlockPoint point) => new(point.Voxel.Z, point.Voxel.Y, point.Voxel.X);

    /// <summary>More than a voxel away along an axis.</summary>
    public bool IsElsewhere(PointPosition other) => IsFar(Z, other.Z) || IsFar(Y, other.Y) || IsFar(X, other.X);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"at z {Z}, y {Y}, x {X}");

    // A number of a journal may be any, so nothing is subtracted.
    private static bool IsFar(long one, long other) => one > other ? one - 1 > other : other != long.MinValue && other - 1 > one;
}
