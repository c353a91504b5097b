using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// Freed voxel memory by exact size: the blocks of a campaign have one size, and touched memory costs no page faults
/// the second time.
/// </summary>
internal sealed class VoxelPool
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Stack<byte[]>> _free = [];
    private readonly long _keptBytesLimit;
    private long _keptBytes;
    private int _lent;

    public VoxelPool(long keptBytesLimit)
    {
        _keptBytesLimit = keptBytesLimit;
    }

    public static VoxelPool Shared { get; } = new(96L << 20);

    /// <summary>Buffers that somebody holds.</summary>
    public int Lent
    {
        get
        {
            lock (_gate)
            {
                return _lent;
            }
        }
    }

    /// <summary>Bytes of the free buffers that are kept.</summary>
    public long KeptBytes
    {
        get
        {
            lock (_gate)
            {
                return _keptBytes;
            }
        }
    }

    /// <summary>The content is undefined: the reader fills every byte.</summary>
    public VoxelBuffer Rent(int bytes)
    {
        lock (_gate)
        {
            _lent++;
            if (_free.TryGetValue(bytes, out Stack<byte[]>? stack) && stack.TryPop(out byte[]? kept))
            {
                _keptBytes -= bytes;
                return new VoxelBuffer(kept, this);
            }
        }

        return new VoxelBuffer(GC.AllocateUninitializedArray<byte>(bytes), this);
    }

    public void Return(byte[] bytes)
    {
        lock (_gate)
        {
            _lent--;
            if (_keptBytes + bytes.Length > _keptBytesLimit)
            {
                DropOtherSizes_NeedsLock(bytes.Length);
            }

            if (_keptBytes + bytes.Length > _keptBytesLimit)
            {
                return;
            }

            if (!_free.TryGetValue(bytes.Length, out Stack<byte[]>? stack))
            {
                _free[bytes.Length] = stack = new Stack<byte[]>();
            }

            stack.Push(bytes);
            _keptBytes += bytes.Length;
        }
    }

    /// <summary>Gives the memory behind the free buffers back to the system, at once and without a garbage collection.</summary>
    public void Rest()
    {
        lock (_gate)
        {
            if (!NativePages.CanBeGivenBack)
            {
                _free.Clear();
                _keptBytes = 0;
            }

            foreach (byte[] bytes in _free.Values.SelectMany(stack => stack))
            {
                NativePages.GiveBack(bytes);
            }
        }
    }

    private void DropOtherSizes_NeedsLock(int size)
    {
        foreach (int other in _free.Keys.Where(key => key != size).ToList())
        {
            _keptBytes -= (long)other * _free[other].Count;
            _free.Remove(other);
        }
    }
}
