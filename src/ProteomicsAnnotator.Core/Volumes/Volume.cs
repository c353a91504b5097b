namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// One channel's voxels. Voxel (x, y, z) is <c>Voxels[(z * Height + y) * Width + x]</c>, counted in voxels of
/// <see cref="Type"/>, little-endian. The memory is pooled: after <see cref="Dispose"/> it belongs to someone else.
/// </summary>
public sealed class Volume : IDisposable
{
    private readonly VoxelBuffer _buffer;
    private readonly ReadOnlyMemory<byte> _voxels;
    private int _disposed;

    /// <summary>Takes over the caller's hold on the buffer.</summary>
    internal Volume(VolumeShape shape, VoxelType type, VolumeMetadata metadata, VoxelBuffer buffer)
        : this(shape, type, metadata, buffer, buffer.Bytes)
    {
    }

    private Volume(
        VolumeShape shape, VoxelType type, VolumeMetadata metadata, VoxelBuffer buffer, ReadOnlyMemory<byte> voxels)
    {
        Shape = shape;
        Type = type;
        Metadata = metadata;
        _buffer = buffer;
        _voxels = voxels;
    }

    public VolumeShape Shape { get; }

    public int Depth => Shape.Depth;

    public int Height => Shape.Height;

    public int Width => Shape.Width;

    public VoxelType Type { get; }

    public VolumeMetadata Metadata { get; }

    /// <summary>Of a box of a large volume, which of its voxels are real; null: all are.</summary>
    public VolumeCoverage? Coverage { get; init; }

    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public ReadOnlyMemory<byte> Voxels
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            return _voxels;
        }
    }

    /// <summary>A volume from voxels that the caller owns, in the order and endianness of <see cref="Voxels"/>.</summary>
    public static Volume Of(VolumeShape shape, VoxelType type, VolumeMetadata metadata, byte[] voxels, VolumeCoverage? coverage = null) =>
        voxels.Length == shape.Voxels * type.Bytes()
            ? new Volume(shape, type, metadata, new VoxelBuffer(voxels, pool: null)) { Coverage = coverage }
            : throw new ArgumentException(
                $"{voxels.Length} bytes given, {shape} {type.WireName()} takes {shape.Voxels * type.Bytes()}.",
                nameof(voxels));

    /// <summary>A second holder of the same memory, with a life of its own.</summary>
    public Volume Share() => Share(Metadata.Notice);

    /// <summary>The same, with other words for the annotator.</summary>
    public Volume Share(string? notice)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _buffer.AddHolder();
        return new Volume(Shape, Type, notice == Metadata.Notice ? Metadata : Metadata with { Notice = notice }, _buffer, _voxels) { Coverage = Coverage };
    }

    /// <summary>Some slices as a volume of their own that holds the same memory.</summary>
    public Volume ShareSlices(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Depth - first);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        int planeBytes = Height * Width * Type.Bytes();
        _buffer.AddHolder();
        return new Volume(
            Shape with { Depth = count }, Type, Metadata, _buffer, _voxels.Slice(first * planeBytes, count * planeBytes))
        {
            Coverage = Coverage?.Slices(first, count),
        };
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _buffer.Release();
        }
    }
}
