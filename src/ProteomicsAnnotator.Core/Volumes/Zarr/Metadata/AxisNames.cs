namespace ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

/// <summary>Names that an array gives its axes: <c>dimension_names</c> of Zarr v3, <c>_ARRAY_DIMENSIONS</c> of xarray.</summary>
internal static class AxisNames
{
    /// <summary>Null unless there is a name for each axis; a name may be empty.</summary>
    public static IReadOnlyList<string>? Of(MetadataNode node, int rank)
    {
        string[] names = [.. node.Items().Take(rank + 1).Select(item => item.Text ?? "")];
        return names.Length == rank && names.Any(name => name.Length > 0) ? names : null;
    }
}
