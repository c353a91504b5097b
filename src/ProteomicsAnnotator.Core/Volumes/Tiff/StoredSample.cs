namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>How a file stores one number.</summary>
internal readonly record struct StoredSample(SampleKind Kind, int Bits)
{
    /// <summary>uint8, int16, float64, uint12, ...</summary>
    public string Name => Kind switch
    {
        SampleKind.Unsigned => "uint",
        SampleKind.Signed => "int",
        _ => "float",
    } + $"{Bits}";

    public bool IsSupported => Kind switch
    {
        SampleKind.Unsigned => Bits is (>= 1 and <= 16) or 32 or 64,
        SampleKind.Signed => Bits is 8 or 16 or 32 or 64,
        _ => Bits is 16 or 32 or 64,
    };

    /// <summary>Numbers that do not fill whole bytes; a row of them starts on a byte.</summary>
    public bool IsPacked => Bits % 8 != 0;

    public VoxelType Voxel => Kind != SampleKind.Unsigned || Bits > 16
        ? VoxelType.Float32
        : Bits <= 8 ? VoxelType.UInt8 : VoxelType.UInt16;

    /// <summary>The stored bytes, once in little-endian order, are the voxels.</summary>
    public bool IsVoxel => !IsPacked && (Kind == SampleKind.Unsigned ? Bits <= 16 : this == Float32);

    private static StoredSample Float32 => new(SampleKind.Float, 32);

    /// <summary>Stored bytes of a row of numbers.</summary>
    public long RowBytes(long width) => ((width * Bits) + 7) / 8;
}
