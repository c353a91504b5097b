namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>Voxel coordinates, axis order (Z, Y, X).</summary>
public readonly record struct FocusPoint(double Z, double Y, double X);
