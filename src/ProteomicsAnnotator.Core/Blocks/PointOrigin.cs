namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>Where a point counts from, along an axis of voxels.</summary>
public enum PointOrigin
{
    /// <summary>A whole number is a voxel's lower corner: voxel = floor(c).</summary>
    Corner,

    /// <summary>A whole number is a voxel's centre: voxel = floor(c + 0.5).</summary>
    Center,
}
