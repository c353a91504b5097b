using System.Globalization;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>
/// How cellfinder names the file of a cube: by the voxel at its centre and the channel. The last x, y and z with digits behind them count, in
/// any case, so both forms are read by every version.
/// </summary>
public enum CellfinderNames
{
    /// <summary><c>pCellz10y522x392Ch0.tif</c></summary>
    Pcell,

    /// <summary><c>x392_y522_z10Ch0.tif</c></summary>
    Xyz,
}

/// <param name="Z">Whole, from 0.</param>
/// <param name="Y">Whole, from 0.</param>
/// <param name="X">Whole, from 0.</param>
public readonly record struct CubePosition(int Z, int Y, int X)
{
    public const string PcellWord = "pcell";
    public const string XyzWord = "xyz";

    public string FileName(CellfinderNames names, int channel) => names == CellfinderNames.Pcell
        ? string.Create(CultureInfo.InvariantCulture, $"pCellz{Z}y{Y}x{X}Ch{channel}.tif")
        : string.Create(CultureInfo.InvariantCulture, $"x{X}_y{Y}_z{Z}Ch{channel}.tif");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"z {Z}, y {Y}, x {X}");
}
