namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>What the store says of a channel; null where it says nothing.</summary>
/// <param name="Name">Of <c>omero</c>.</param>
/// <param name="Color">RRGGBB in hex.</param>
/// <param name="Window">Null: the limits are to be found from the voxels.</param>
public sealed record ZarrChannel(string? Name, string? Color, ContrastWindow? Window);

/// <summary>Contrast limits that the store gives, in stored numbers.</summary>
public readonly record struct ContrastWindow(double Start, double End);
