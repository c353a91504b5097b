namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Extent in voxels, axis order (Z, Y, X).</summary>
public readonly record struct VolumeShape(int Depth, int Height, int Width)
{
    public long Voxels => (long)Depth * Height * Width;

    /// <summary>The spelling of <c>X-Volume-Shape</c>: <c>Z,Y,X</c>.</summary>
    public override string ToString() => $"{Depth},{Height},{Width}";
}
