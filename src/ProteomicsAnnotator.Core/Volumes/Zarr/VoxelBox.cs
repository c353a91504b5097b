namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>A box of voxels of a level: its first voxel, which may lie outside of the volume, and its extent.</summary>
public readonly record struct VoxelBox(int Z, int Y, int X, VolumeShape Shape);
