namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>Spellings of length units in ImageJ and OME metadata.</summary>
internal static class LengthUnits
{
    /// <summary>Micrometres of one unit; null for pixels and what is not a length.</summary>
    public static double? Micrometres(string? unit) => unit?.Trim() switch
    {
        "\u00B5m" or "\u03BCm" or "\\u00B5m" or "um" or "micron" or "microns" or "micrometer" or "micrometre" => 1,
        "nm" or "nanometer" or "nanometre" => 1e-3,
        "pm" => 1e-6,
        "\u00C5" => 1e-4,
        "mm" or "millimeter" or "millimetre" => 1e3,
        "cm" or "centimeter" or "centimetre" => 1e4,
        "m" or "meter" or "metre" => 1e6,
        "in" or "inch" or "inches" => 25400,
        _ => null,
    };
}
