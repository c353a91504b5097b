namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>One channel of a file or store as its headers describe it. <see cref="Name"/> is null when they give none.</summary>
public sealed record VolumeChannel(string? Name, VolumeShape Shape, VoxelType Type, VolumeMetadata Metadata);
