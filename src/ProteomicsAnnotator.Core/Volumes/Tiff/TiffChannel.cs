namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>One channel of a TIFF as its headers describe it. <see cref="Name"/> is null when the file gives none.</summary>
public sealed record TiffChannel(string? Name, VolumeShape Shape, VoxelType Type, VolumeMetadata Metadata);
