using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement.Clustering;

/// <summary>
/// Blocks that belong together, as those of one tile or one animal: labels of neighbours are alike, so an interval that draws single
/// blocks anew is too narrow. Drawn whole instead (cluster bootstrap; Davison and Hinkley 1997, section 3.8).
/// </summary>
public sealed class BlockClusters
{
    private const int Enough = 20;

    private readonly Dictionary<string, int> _numbers;
    private readonly int[] _clusterOfRow;
    private readonly Func<BlockId, string> _nameOf;

    private BlockClusters(IReadOnlyList<BlockId> blocks, Func<BlockId, string> nameOf)
    {
        _nameOf = nameOf;
        _numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _clusterOfRow = new int[blocks.Count];
        for (int i = 0; i < _clusterOfRow.Length; i++)
        {
            string name = nameOf(blocks[i]);
            if (!_numbers.TryGetValue(name, out int number))
            {
                _numbers.Add(name, number = _numbers.Count);
            }

            _clusterOfRow[i] = number;
        }
    }

    /// <summary>They are folders, so that each is a group to name; near points are many groups of one.</summary>
    public bool AreFolders { get; private init; }

    /// <summary>How many there are; below 2 there is nothing to draw.</summary>
    public int Count => _numbers.Count;

    /// <summary>What their intervals lack, in words; null: nothing (Cameron, Gelbach and Miller 2008).</summary>
    public string? Caution => Count is >= 2 and < Enough ? FormattableString.Invariant($"With fewer than {Enough} clusters they are too narrow still (Cameron, Gelbach and Miller 2008).") : null;

    /// <param name="blocks">The table's, in its order.</param>
    /// <param name="level">
    /// Folders of the id that tell clusters apart, from the top: 1 is the first one; 0 is the folder that the block lies in. A block with
    /// fewer folders goes by all it has.
    /// </param>
    public static BlockClusters ByFolder(IReadOnlyList<BlockId> blocks, int level) => new(blocks, block => FolderOf(block.Value, level)) { AreFolders = true };

    /// <summary>Points of a volume that are nearer to one another than their source says, also through others. Every other block is one of its own.</summary>
    /// <param name="blocks">The table's, in its order.</param>
    /// <param name="pointOf">Null: the block is no point.</param>
    public static BlockClusters ByNearness(IReadOnlyList<BlockId> blocks, Func<BlockId, BlockPoint?> pointOf)
    {
        IReadOnlyDictionary<BlockId, BlockId> first = PointClusters.Of(blocks, pointOf, withBoxes: false);
        return new BlockClusters(blocks, block => first.TryGetValue(block, out BlockId other) ? other.Value : block.Value);
    }

    /// <summary>The same of some blocks alone.</summary>
    public BlockClusters Of(IReadOnlyList<BlockId> blocks) => new(blocks, _nameOf) { AreFolders = AreFolders };

    /// <summary>Rows of the table by the folders that tell their cluster.</summary>
    internal IEnumerable<(string Name, IReadOnlyList<int> Rows)> RowsByName()
    {
        ILookup<int, int> rows = Enumerable.Range(0, _clusterOfRow.Length).ToLookup(row => _clusterOfRow[row]);
        return _numbers.Select(cluster => (cluster.Key, (IReadOnlyList<int>)[.. rows[cluster.Value]]));
    }

    /// <param name="rowOfItem">The table's row of each item.</param>
    /// <returns>The items of each cluster that has any.</returns>
    internal int[][] ItemsOf(ReadOnlySpan<int> rowOfItem)
    {
        var items = new List<int>[Count];
        for (int i = 0; i < rowOfItem.Length; i++)
        {
            (items[_clusterOfRow[rowOfItem[i]]] ??= []).Add(i);
        }

        return [.. items.Where(cluster => cluster is not null).Select(cluster => cluster.ToArray())];
    }

    /// <summary>The folders that tell its cluster; "" for a block in no folder.</summary>
    internal static string FolderOf(string block, int level)
    {
        string[] folders = block.Split('/')[..^1];
        return string.Join('/', level == 0 ? folders : folders.Take(level));
    }
}
