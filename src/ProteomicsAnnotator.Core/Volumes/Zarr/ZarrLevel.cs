namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>A resolution of an image.</summary>
public sealed record ZarrLevel
{
    /// <summary>Of its array, below the store's folder; empty where the store is the array.</summary>
    public required string Name { get; init; }

    /// <summary>Of one channel, axis order (Z, Y, X); a missing axis counts 1.</summary>
    public required VolumeShape Shape { get; init; }

    /// <summary>What is decoded at once, axis order (Z, Y, X); of a shard an inner chunk.</summary>
    public required VolumeShape Chunk { get; init; }

    /// <summary>What a box comes as.</summary>
    public required VoxelType Type { get; init; }

    /// <summary>Type of the stored numbers and names of the codecs; the voxel size only where the store gives known units.</summary>
    public required VolumeMetadata Metadata { get; init; }

    /// <summary>Of the file with the array's metadata.</summary>
    public required FileVersion Version { get; init; }

    public required AxisTransform Z { get; init; }

    public required AxisTransform Y { get; init; }

    public required AxisTransform X { get; init; }
}

/// <summary>Along one axis, the centre of voxel i lies at i * <see cref="Scale"/> + <see cref="Translation"/>.</summary>
/// <param name="Scale">Positive; in units of the axis.</param>
/// <param name="Translation">In units of the axis.</param>
/// <param name="Micrometres">Of one unit; null where the store gives no unit, or an unknown one.</param>
public readonly record struct AxisTransform(double Scale, double Translation, double? Micrometres)
{
    public double? ScaleUm => Scale * Micrometres;

    public double? TranslationUm => Translation * Micrometres;
}
