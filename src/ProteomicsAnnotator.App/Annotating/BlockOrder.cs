using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// The order of a list: by id, shuffled, or that of a queue. A shuffled order depends on the annotator's name and the ids alone: it is the same
/// after a restart and on every machine, another one for each annotator, and a new block moves none of the others.
/// </summary>
public sealed class BlockOrder : IComparer<BlockId>
{
    public static readonly BlockOrder ByName = new(null);

    private readonly Func<BlockId, ulong>? _key;
    private (IReadOnlyList<Block> Sorted, Block[] Ordered)? _last;

    private BlockOrder(Func<BlockId, ulong>? key) => _key = key;

    public bool IsByName => _key is null;

    public static BlockOrder ShuffledFor(string username) =>
        new(id => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{username}\n{id.Value}"))));

    /// <summary>By place; blocks without one come last, by id.</summary>
    public static BlockOrder OfPlaces(IReadOnlyDictionary<BlockId, int> places) =>
        new(id => places.TryGetValue(id, out int place) ? (ulong)place : ulong.MaxValue);

    /// <summary>This order behind some blocks that come first, by place.</summary>
    public BlockOrder Behind(IReadOnlyDictionary<BlockId, int> first) =>
        new(id => first.TryGetValue(id, out int place) ? (ulong)place : _key is { } key ? (key(id) >> 1) | (1UL << 63) : ulong.MaxValue);

    /// <param name="sorted">By id.</param>
    /// <returns>The list itself where the order is that of the ids; the same array as before for the same list.</returns>
    public IReadOnlyList<Block> Of(IReadOnlyList<Block> sorted)
    {
        if (_key is not { } key)
        {
            return sorted;
        }

        if (_last is not { } last || !ReferenceEquals(sorted, last.Sorted))
        {
            (ulong, BlockId)[] keys = [.. sorted.Select(block => (key(block.Id), block.Id))];
            Block[] ordered = [.. sorted];
            Array.Sort(keys, ordered);
            _last = last = (sorted, ordered);
        }

        return last.Ordered;
    }

    /// <param name="sorted">By id.</param>
    /// <param name="id">Of a block.</param>
    /// <returns>Its position in this order; negative: it is not in the list.</returns>
    public int IndexOf(IReadOnlyList<Block> sorted, BlockId id) => Find(Of(sorted), id);

    /// <param name="ordered">All or some blocks, in this order.</param>
    /// <param name="id">Of a block.</param>
    /// <returns>Its position in the list, or the complement of where it would stand.</returns>
    public int Find(IReadOnlyList<Block> ordered, BlockId id)
    {
        (int low, int high) = (0, ordered.Count - 1);
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int order = Compare(ordered[middle].Id, id);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    public int Compare(BlockId x, BlockId y)
    {
        int byKey = _key is { } key ? key(x).CompareTo(key(y)) : 0;
        return byKey != 0 ? byKey : x.CompareTo(y);
    }
}
