namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>A part of a box, in voxels of the box, half-open: Z0 &lt;= z &lt; Z1 and so on.</summary>
public readonly record struct BoxRange(int Z0, int Z1, int Y0, int Y1, int X0, int X1)
{
    public long Voxels => (long)(Z1 - Z0) * (Y1 - Y0) * (X1 - X0);

    /// <summary>The spelling of <c>X-Volume-Inside</c>: <c>z0,z1,y0,y1,x0,x1</c>.</summary>
    public override string ToString() => $"{Z0},{Z1},{Y0},{Y1},{X0},{X1}";
}
