using System.Diagnostics.CodeAnalysis;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>How voxels are held and sent, always little-endian. Every other stored type becomes one of these.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names of the wire format.")]
public enum VoxelType
{
    UInt8,
    UInt16,
    Float32,
}

public static class VoxelTypeExtensions
{
    public static int Bytes(this VoxelType type) => type switch
    {
        VoxelType.UInt8 => 1,
        VoxelType.UInt16 => 2,
        _ => 4,
    };

    /// <summary>The spelling of <c>X-Volume-Type</c>: uint8, uint16 or float32.</summary>
    public static string WireName(this VoxelType type) => type switch
    {
        VoxelType.UInt8 => "uint8",
        VoxelType.UInt16 => "uint16",
        _ => "float32",
    };
}
