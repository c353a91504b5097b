namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Edge lengths of a voxel in micrometres, axis order (Z, Y, X). Plain resolution tags know no Z.</summary>
public readonly record struct VoxelSize(double? Z, double Y, double X);
