using ProteomicsAnnotator.App.Annotating.Queues;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The folders that the blocks of a list lie in, in its order: its groups, such as data sets or tiles. Immutable.</summary>
public sealed class BlockFolders
{
    /// <summary>Folders that hold fewer blocks than that on average are no groups: heads would be most of the list.</summary>
    private const int LeastMean = 4;

    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<int> _totals = [];
    private readonly List<int> _first = [];
    private readonly int[] _of;
    private GroupNames? _titles;

    private BlockFolders(IReadOnlyList<Block> blocks)
    {
        Blocks = blocks;
        _of = new int[blocks.Count];
        int last = -1;
        for (int i = 0; i < blocks.Count; i++)
        {
            if (last < 0 || !LiesIn(blocks[i], _names[last]))
            {
                last = Enter(DataSet.FolderOf(blocks[i].Id), i);
            }

            _of[i] = last;
            _totals[last]++;
        }

        HasDataSets = _names.Exists(DataSet.IsNamed);
        HasGroups = HasDataSets || (_names.Count > 1 && blocks.Count >= LeastMean * _names.Count);
    }

    /// <summary>Sorted by id.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>Paths with '/', in the order of their first blocks; "" is the root itself.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>What the heads of the list call the folders.</summary>
    public GroupNames Titles => _titles ??= GroupNames.Of(_names);

    /// <summary>Some of the folders are data sets.</summary>
    public bool HasDataSets { get; }

    /// <summary>The list shows the folders as groups.</summary>
    public bool HasGroups { get; }

    public static BlockFolders Of(IReadOnlyList<Block> blocks) => new(blocks);

    /// <summary>The block lies right in the folder.</summary>
    public static bool LiesIn(Block block, string folder)
    {
        string id = block.Id.Value;
        return folder.Length == 0
            ? !id.Contains('/', StringComparison.Ordinal)
            : id.Length > folder.Length && id[folder.Length] == '/' && id.StartsWith(folder, StringComparison.Ordinal) && id.IndexOf('/', folder.Length + 1) < 0;
    }

    /// <summary>Position of the folder that a block lies in.</summary>
    public int Of(int block) => _of[block];

    /// <summary>Position in <see cref="Names"/>; -1: no block lies in it.</summary>
    public int IndexOf(string folder) => _index.GetValueOrDefault(folder, -1);

    public int TotalOf(int folder) => _totals[folder];

    /// <summary>Its blocks.</summary>
    public IEnumerable<Block> BlocksOf(int folder)
    {
        for (int i = _first[folder], left = _totals[folder]; left > 0; i++)
        {
            if (_of[i] == folder)
            {
                left--;
                yield return Blocks[i];
            }
        }
    }

    private int Enter(string folder, int first)
    {
        if (!_index.TryGetValue(folder, out int index))
        {
            index = _names.Count;
            _index[folder] = index;
            _names.Add(folder);
            _totals.Add(0);
            _first.Add(first);
        }

        return index;
    }
}
