using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>A data root and an annotations root that lie in each other: labels would stand among blocks, which nobody writes to.</summary>
public static class RootOverlap
{
    private static readonly StringComparison Comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>In words; null: they are apart. Looks at no disk, and so not through links.</summary>
    /// <param name="dataRoot">Absolute.</param>
    /// <param name="annotationsRoot">Absolute.</param>
    public static string? Describe(string dataRoot, string annotationsRoot)
    {
        (bool isLabelsInData, bool isDataInLabels) = (Holds(dataRoot, annotationsRoot), Holds(annotationsRoot, dataRoot));
        string? how = (isLabelsInData, isDataInLabels) switch
        {
            (true, true) => $"The folder {annotationsRoot} is both the annotations root and the data root",
            (true, false) => $"The annotations root {annotationsRoot} lies in the data root {dataRoot}",
            (false, true) => $"The data root {dataRoot} lies in the annotations root {annotationsRoot}",
            _ => null,
        };
        return how is null ? null : how + ": labels belong in a folder of their own, beside that of the blocks.";
    }

    /// <summary>As <see cref="Describe"/>, through links. Blocking.</summary>
    internal static string? DescribeReal(LabelShareSettings settings) =>
        Describe(settings.DataRoot, settings.AnnotationsRoot) ?? Describe(RealPath.Of(settings.DataRoot), RealPath.Of(settings.AnnotationsRoot));

    /// <summary>Why such an annotations root is not made; null: they are apart, or it is in use already. Blocking where they are not.</summary>
    public static string? WhyNotNew(string dataRoot, string annotationsRoot) =>
        Describe(dataRoot, annotationsRoot) is { } words && !File.Exists(Path.Combine(annotationsRoot, RootMarker.Name)) ? words : null;

    private static bool Holds(string outer, string inner)
    {
        string above = Path.TrimEndingDirectorySeparator(outer);
        return inner.StartsWith(above, Comparison)
            && (inner.Length == above.Length || Path.EndsInDirectorySeparator(above) || Path.EndsInDirectorySeparator(inner[..(above.Length + 1)]));
    }
}
