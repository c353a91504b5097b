namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>What a thumbnail shows.</summary>
public enum ThumbnailKind
{
    /// <summary>The brightest voxel of each column through the slices around the focus point, or around the middle.</summary>
    Maximum,

    /// <summary>The slice that the block opens at.</summary>
    Slice,
}
