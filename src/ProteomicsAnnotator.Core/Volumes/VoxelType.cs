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
