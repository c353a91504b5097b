using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// The order of a list: by id, or shuffled. A shuffled order depends on the annotator's name and the ids alone: it is the same
/// after a restart and on every machine, another one for each annotator, and a new block moves none of the others.
/// </summary>
public sealed class BlockOrder : IComparer<BlockId>
{
    public static readonly BlockOrder ByName = new(null);

    private readonly string? _username;
    private (IReadOnlyList<Block> Sorted, Block[] Shuffled)? _last;

    private BlockOrder(string? username) => _username = username;

    public bool IsShuffled => _username is not null;

    public static BlockOrder ShuffledFor(string username) => new(username);

    /// <param name="sorted">By id.</param>
    /// <returns>The list itself where the order is that of the ids; the same array as before for the same list.</returns>
    public IReadOnlyList<Block> Of(IReadOnlyList<Block> sorted)
    {
        if (_username is null)
        {
            return sorted;
        }

        if (_last is not { } last || !ReferenceEquals(sorted, last.Sorted))
        {
            (ulong, BlockId)[] keys = [.. sorted.Select(block => (Key(block.Id), block.Id))];
            Block[] shuffled = [.. sorted];
            Array.Sort(keys, shuffled);
            _last = last = (sorted, shuffled);
        }

        return last.Shuffled;
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
        int byKey = _username is null ? 0 : Key(x).CompareTo(Key(y));
        return byKey != 0 ? byKey : x.CompareTo(y);
    }

    private ulong Key(BlockId id) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{_username}\n{id.Value}")));
}
