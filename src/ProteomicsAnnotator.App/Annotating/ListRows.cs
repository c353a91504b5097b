using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The rows of the block list: the blocks that pass the filter, with a head before those of each folder. Immutable.</summary>
public sealed class ListRows
{
    private readonly int[]? _heads;

    private ListRows(ListRow[] rows, int[]? heads)
    {
        Rows = rows;
        _heads = heads;
    }

    public ListRow[] Rows { get; }

    /// <summary>The heads name the folders.</summary>
    public bool HasHeads => _heads is not null;

    /// <param name="visible">Sorted by id where there are heads.</param>
    /// <param name="hasHeads">The folders are groups.</param>
    public static ListRows Of(IReadOnlyList<Block> visible, bool hasHeads)
    {
        if (!hasHeads)
        {
            return new ListRows([.. visible.Select(block => new ListRow(block, null))], null);
        }

        var rows = new List<ListRow>(visible.Count + (visible.Count / 16) + 1);
        int[] heads = new int[visible.Count];
        string? folder = null;
        HashSet<string> headed = new(StringComparer.Ordinal);
        for (int i = 0; i < visible.Count; i++)
        {
            if (folder is null || !BlockFolders.LiesIn(visible[i], folder))
            {
                folder = DataSet.FolderOf(visible[i].Id);

                // Folders called almost like blocks sort between blocks: one head is enough.
                if (headed.Add(folder))
                {
                    rows.Add(new ListRow(null, folder));
                }
            }

            heads[i] = headed.Count;
            rows.Add(new ListRow(visible[i], null));
        }

        return new ListRows([.. rows], heads);
    }

    /// <summary>Where the row of a block is, from its position among the visible ones; as it is where it is none of them.</summary>
    public int IndexOf(int visible) => _heads is null || visible < 0 ? visible : visible + _heads[visible];
}
