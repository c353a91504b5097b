namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>Voxel size from XResolution and YResolution, which count pixels per unit.</summary>
internal static class ResolutionTags
{
    /// <summary>Coarser than any microscope's: 72 to 600 dots per inch are a printer's default, not a measurement.</summary>
    private const double CoarsestMicrometres = 25;

    /// <summary>By ResolutionUnit (2 inch, 3 centimetre). Z is unknown.</summary>
    public static VoxelSize? Read(TiffDirectory directory) => directory.Integer(TiffTag.ResolutionUnit, 2) switch
    {
        2 => Read(directory, 25400, null),
        3 => Read(directory, 10000, null),
        _ => null,
    };

    /// <summary>By the unit a file's own metadata names.</summary>
    public static VoxelSize? Read(TiffDirectory directory, double unitUm, double? zUm)
    {
        if (directory.Real(TiffTag.XResolution) is not double x || directory.Real(TiffTag.YResolution) is not double y)
        {
            return null;
        }

        var size = new VoxelSize(zUm, unitUm / y, unitUm / x);
        return size.X <= CoarsestMicrometres && size.Y <= CoarsestMicrometres ? size : null;
    }
}
