namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>Along one axis of a volume, what turns a coordinate into a voxel of the finest level and of the level that is shown.</summary>
/// <param name="Extent">Voxels of level 0.</param>
/// <param name="Ratio">Scale of level 0 by the scale of the level that is shown.</param>
/// <param name="ScaleUm">Micrometres from voxel to voxel of level 0; null: unknown.</param>
/// <param name="TranslationUm">Micrometres of voxel 0.</param>
/// <param name="Size">Voxels of the box.</param>
public readonly record struct PointAxis(int Extent, double Ratio, double? ScaleUm, double TranslationUm, int Size);
