using ProteomicsAnnotator.Core.Volumes.Zarr.Metadata;

namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>Which chunks a box of one channel meets, which part of it each of them fills, and from where in the chunk.</summary>
internal sealed class BoxPlan
{
    private readonly ArrayMetadata _array;
    private readonly AxisMap _axes;
    private readonly VoxelBox _box;
    private readonly int[] _fixed;
    private readonly long[] _strides;

    /// <param name="array">Of the level.</param>
    /// <param name="axes">Of the array.</param>
    /// <param name="box">In voxels of the level.</param>
    /// <param name="channel">Index along c.</param>
    /// <param name="time">Index along t.</param>
    public BoxPlan(ArrayMetadata array, AxisMap axes, VoxelBox box, int channel, int time)
    {
        _array = array;
        _axes = axes;
        _box = box;
        _fixed = new int[array.Rank];
        if (axes.C >= 0)
        {
            _fixed[axes.C] = channel;
        }

        if (axes.T >= 0)
        {
            _fixed[axes.T] = time;
        }

        _strides = array.Encoding.Strides(array.Chunk);
        Inside = InsideOf(box, axes.Shape(array.Shape));
    }

    public BoxRange Inside { get; }

    public long StrideZ => Stride(_axes.Z);

    public long StrideY => Stride(_axes.Y);

    public long StrideX => Stride(_axes.X);

    /// <summary>How many chunks <see cref="Pieces"/> will give.</summary>
    public long Count => Inside.Voxels == 0
        ? 0
        : Along(_axes.Z, _box.Z, Inside.Z0, Inside.Z1) * Along(_axes.Y, _box.Y, Inside.Y0, Inside.Y1) * Along(_axes.X, _box.X, Inside.X0, Inside.X1);

    /// <summary>In the order of the files, so that those of a shard follow one another.</summary>
    public IReadOnlyList<ChunkPiece> Pieces()
    {
        var pieces = new List<ChunkPiece>((int)Count);
        if (Inside.Voxels > 0)
        {
            foreach ((int First, int End, int Chunk) z in Cuts(_axes.Z, _box.Z, Inside.Z0, Inside.Z1))
            {
                foreach ((int First, int End, int Chunk) y in Cuts(_axes.Y, _box.Y, Inside.Y0, Inside.Y1))
                {
                    foreach ((int First, int End, int Chunk) x in Cuts(_axes.X, _box.X, Inside.X0, Inside.X1))
                    {
                        pieces.Add(PieceOf(z, y, x));
                    }
                }
            }
        }

        return _array.Sharding is null ? pieces : [.. pieces.OrderBy(piece => piece.Key, StringComparer.Ordinal)];
    }

    private static BoxRange InsideOf(VoxelBox box, VolumeShape level)
    {
        (int z0, int z1) = Overlap(box.Z, box.Shape.Depth, level.Depth);
        (int y0, int y1) = Overlap(box.Y, box.Shape.Height, level.Height);
        (int x0, int x1) = Overlap(box.X, box.Shape.Width, level.Width);
        var inside = new BoxRange(z0, z1, y0, y1, x0, x1);
        return z0 < z1 && y0 < y1 && x0 < x1 ? inside : default;
    }

    private static (int First, int End) Overlap(int origin, int size, int extent) =>
        ((int)Math.Clamp(-(long)origin, 0, size), (int)Math.Clamp((long)extent - origin, 0, size));

    private long Along(int axis, int origin, int first, int end)
    {
        int chunk = AxisMap.Extent(_array.Chunk, axis);
        return ((origin + end - 1) / chunk) - ((origin + first) / chunk) + 1;
    }

    /// <summary>The parts of the box along an axis, each in one chunk.</summary>
    private IEnumerable<(int First, int End, int Chunk)> Cuts(int axis, int origin, int first, int end)
    {
        int size = AxisMap.Extent(_array.Chunk, axis);
        while (first < end)
        {
            int chunk = (origin + first) / size;
            int next = (int)Math.Min(end, (((long)chunk + 1) * size) - origin);
            yield return (first, next, chunk);
            first = next;
        }
    }

    private ChunkPiece PieceOf((int First, int End, int Chunk) z, (int First, int End, int Chunk) y, (int First, int End, int Chunk) x)
    {
        int[] file = new int[_array.Rank];
        long inner = 0;
        long start = 0;
        for (int axis = 0; axis < file.Length; axis++)
        {
            int size = _array.Chunk[axis];
            int first = axis == _axes.Z ? _box.Z + z.First : axis == _axes.Y ? _box.Y + y.First : axis == _axes.X ? _box.X + x.First : _fixed[axis];
            int chunk = first / size;
            int perFile = _array.FileChunk[axis] / size;
            file[axis] = chunk / perFile;
            inner = (inner * perFile) + (chunk % perFile);
            start += (first % size) * _strides[axis];
        }

        var range = new BoxRange(z.First, z.End, y.First, y.End, x.First, x.End);
        long last = start
            + ((z.End - z.First - 1) * StrideZ) + ((y.End - y.First - 1) * StrideY) + ((x.End - x.First - 1) * StrideX);
        return new ChunkPiece(_array.Keys.Of(file), (int)inner, range, (int)start, (int)last + 1);
    }

    private long Stride(int axis) => axis < 0 ? 0 : _strides[axis];
}

/// <summary>The part of a box that one chunk fills.</summary>
/// <param name="Key">Of the chunk's file, below the array's folder.</param>
/// <param name="Inner">Number of the chunk in its file.</param>
/// <param name="Range">In voxels of the box.</param>
/// <param name="First">Number of the range's first voxel in the chunk, as its numbers are stored.</param>
/// <param name="End">Behind the number of its last voxel.</param>
internal sealed record ChunkPiece(string Key, int Inner, BoxRange Range, int First, int End);
