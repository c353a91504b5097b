namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>What the file says about a channel besides its voxels.</summary>
public sealed record VolumeMetadata
{
    /// <summary>Type of the stored numbers: uint8, int16, float64, uint12, ...</summary>
    public required string StoredType { get; init; }

    /// <summary>Name of the compression: none, Deflate, LZW, ...; several joined by '+' where pages differ.</summary>
    public required string Codec { get; init; }

    public VoxelSize? VoxelSizeUm { get; init; }

    /// <summary>Words for the annotator about how the file was understood; null when there is nothing to say.</summary>
    public string? Notice { get; init; }
}

/// <summary>Edge lengths of a voxel in micrometres, axis order (Z, Y, X). Plain resolution tags know no Z.</summary>
public readonly record struct VoxelSize(double? Z, double Y, double X);
