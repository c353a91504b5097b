namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>
/// Memory of exactly the asked size, shared by counted holders; it goes back to the pool when the last one lets go.
/// A holder that is never disposed costs the pool the buffer, nothing else.
/// </summary>
internal sealed class VoxelBuffer
{
    private readonly VoxelPool? _pool;
    private int _holders = 1;

    public VoxelBuffer(byte[] bytes, VoxelPool? pool)
    {
        Bytes = bytes;
        _pool = pool;
    }

    public byte[] Bytes { get; }

    /// <summary>Only for one who holds the buffer already.</summary>
    public void AddHolder() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _pool?.Return(Bytes);
        }
    }
}
