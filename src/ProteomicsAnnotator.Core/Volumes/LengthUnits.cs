namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Spellings of length units in the metadata of ImageJ, OME and OME-Zarr.</summary>
internal static class LengthUnits
{
    /// <summary>Micrometres of one unit; null for pixels and what is not a length.</summary>
    public static double? Micrometres(string? unit) => unit?.Trim() switch
    {
        "\u00B5m" or "\u03BCm" or "\\u00B5m" or "um" or "micron" or "microns" or "micrometer" or "micrometre" => 1,
        "nm" or "nanometer" or "nanometre" => 1e-3,
        "pm" or "picometer" or "picometre" => 1e-6,
        "\u00C5" or "\u212B" or "angstrom" or "Angstrom" => 1e-4,
        "mm" or "millimeter" or "millimetre" => 1e3,
        "cm" or "centimeter" or "centimetre" => 1e4,
        "m" or "meter" or "metre" => 1e6,
        "in" or "inch" or "inches" => 25400,
        _ => null,
    };
}
