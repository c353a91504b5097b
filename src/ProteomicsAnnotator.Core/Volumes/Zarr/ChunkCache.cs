namespace ProteomicsAnnotator.Core.Volumes.Zarr;

/// <summary>
/// Decoded chunks that boxes share: neighbouring points meet the same ones. A chunk is known by its file, the state of that file and
/// its place in it, so one that was written again is another one. Bounded by bytes; what was used longest ago goes first.
/// </summary>
/// <param name="mostBytes">Of all chunks together; a larger one is not kept.</param>
internal sealed class ChunkCache(long mostBytes)
{
    /// <summary>A box that wants so little of a chunk neither keeps it nor counts as its first user.</summary>
    private const int LeastShare = 16;

    /// <summary>So many chunks are remembered as used once.</summary>
    private const int MostUsedOnce = 4096;

    private readonly Lock _gate = new();
    private readonly VoxelPool _pool = new(32L << 20);
    private readonly Dictionary<ChunkPlace, LinkedListNode<Kept>> _kept = [];
    private readonly LinkedList<Kept> _byUse = new();
    private readonly HashSet<ChunkPlace> _usedOnce = [];
    private long _bytes;
    private long _hits;

    /// <summary>All stores' together.</summary>
    public static ChunkCache Shared { get; } = new(256L << 20);

    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>How often a chunk was there.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>The caller releases it. Null: it is not there.</summary>
    public VoxelBuffer? Find(ChunkPlace place)
    {
        lock (_gate)
        {
            if (!_kept.TryGetValue(place, out LinkedListNode<Kept>? node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddLast(node);
            node.Value.Buffer.AddHolder();
            _hits++;
            return node.Value.Buffer;
        }
    }

    /// <summary>
    /// Whether it is worth while to decode the whole chunk and to <see cref="Keep"/> it: half of it is wanted now, or some of it was
    /// before.
    /// </summary>
    /// <param name="place">Of the chunk.</param>
    /// <param name="wanted">Bytes of it.</param>
    /// <param name="size">Of all of it.</param>
    public bool IsWorthKeeping(ChunkPlace place, int wanted, int size)
    {
        if (size > mostBytes || (long)wanted * LeastShare < size)
        {
            return false;
        }

        lock (_gate)
        {
            if (_usedOnce.Count >= MostUsedOnce)
            {
                _usedOnce.Clear();
            }

            return !_usedOnce.Add(place) || (long)wanted * 2 >= size;
        }
    }

    public void Keep(ChunkPlace place, ReadOnlySpan<byte> bytes)
    {
        VoxelBuffer buffer = _pool.Rent(bytes.Length);
        bytes.CopyTo(buffer.Bytes);
        lock (_gate)
        {
            if (_kept.ContainsKey(place))
            {
                buffer.Release();
                return;
            }

            _kept[place] = _byUse.AddLast(new Kept(place, buffer));
            _bytes += bytes.Length;
            while (_bytes > mostBytes)
            {
                Drop_NeedsLock(_byUse.First!);
            }
        }
    }

    /// <summary>Lets go of all of them; those in use stay with their users.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            while (_byUse.First is { } node)
            {
                Drop_NeedsLock(node);
            }

            _usedOnce.Clear();
        }

        _pool.Rest();
    }

    private void Drop_NeedsLock(LinkedListNode<Kept> node)
    {
        _byUse.Remove(node);
        _kept.Remove(node.Value.Place);
        _bytes -= node.Value.Buffer.Bytes.Length;
        node.Value.Buffer.Release();
    }

    private sealed record Kept(ChunkPlace Place, VoxelBuffer Buffer);
}

/// <summary>Where a chunk is stored.</summary>
/// <param name="Path">Of its file.</param>
/// <param name="Version">Of the open file.</param>
/// <param name="Offset">In the file.</param>
/// <param name="Length">Stored bytes.</param>
internal readonly record struct ChunkPlace(string Path, FileVersion Version, long Offset, long Length);
