namespace ProteomicsAnnotator.Core.Journals.Positions;

/// <summary>Where the point of a block lay when its label was given: the voxel of level 0.</summary>
public readonly record struct PointPosition(long Z, long Y, long X);
