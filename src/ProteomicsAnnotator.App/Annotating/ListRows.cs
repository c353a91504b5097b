using ProteomicsAnnotator.App.Annotating.Queues;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The rows of the block list: the blocks that pass the filter, with a head before those of each folder. Immutable.</summary>
public sealed class ListRows
{
    private readonly int[]? _places;

    private ListRows(ListRow[] rows, int[]? places)
    {
        Rows = rows;
        _places = places;
    }

    public ListRow[] Rows { get; }

    /// <summary>The heads name the folders.</summary>
    public bool HasHeads => _places is not null;

    /// <summary>One after another, without heads.</summary>
    public static ListRows Of(IReadOnlyList<Block> visible) => new([.. visible.Select(block => new ListRow(block, null))], null);

    /// <summary>The folders are groups.</summary>
    /// <param name="visible">Sorted by id.</param>
    /// <param name="folded">Groups of which only the heads are shown.</param>
    /// <param name="current">Has a row in a folded group, too.</param>
    public static ListRows InGroups(IReadOnlyList<Block> visible, FoldedGroups folded, BlockId? current)
    {
        var rows = new List<ListRow>(visible.Count + (visible.Count / 16) + 1);
        int[] places = new int[visible.Count];
        string? folder = null;
        HashSet<string> headed = new(StringComparer.Ordinal);
        bool isFolded = false;
        for (int i = 0; i < visible.Count; i++)
        {
            if (folder is null || !BlockFolders.LiesIn(visible[i], folder))
            {
                folder = DataSet.FolderOf(visible[i].Id);
                isFolded = folded.Has(folder);

                // Folders called almost like blocks sort between blocks: one head is enough.
                if (headed.Add(folder))
                {
                    rows.Add(new ListRow(null, folder));
                }
            }

            bool hasRow = !isFolded || visible[i].Id == current;
            places[i] = hasRow ? rows.Count : -1;
            if (hasRow)
            {
                rows.Add(new ListRow(visible[i], null));
            }
        }

        return new ListRows([.. rows], places);
    }

    /// <summary>Where the row of a block is, from its position among the visible ones; as it is where it is none of them. -1: its group is folded.</summary>
    public int IndexOf(int visible) => _places is null || visible < 0 ? visible : _places[visible];
}
