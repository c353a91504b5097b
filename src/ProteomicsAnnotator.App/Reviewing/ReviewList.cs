using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// What the table shows of a review: filter, order, and which rows are selected. The selection is by block, so it
/// survives a refresh, another order and another filter.
/// </summary>
public sealed class ReviewList
{
    private readonly HashSet<BlockId> _selected = [];
    private BlockId? _anchor;
    private IReadOnlySet<BlockId>? _needingVotes;

    public ReviewTable? Table { get; private set; }

    public ReviewFilter Filter { get; private set; } = ReviewFilter.Everything;

    public ReviewSort Sort { get; private set; }

    /// <summary>Positions in the table of the rows shown, in order.</summary>
    public int[] Items { get; private set; } = [];

    public IReadOnlyCollection<BlockId> Selected => _selected;

    /// <summary>The final label that all selected rows have; null when one has none or another.</summary>
    public int? SelectedFinalLabel
    {
        get
        {
            int?[] labels = [.. _selected.Select(block => Table?.Find(block)?.FinalLabel?.Label).Distinct().Take(2)];
            return labels is [{ } shared] ? shared : null;
        }
    }

    /// <summary>The row the keyboard is on.</summary>
    public BlockId? Cursor { get; private set; }

    /// <summary>Where <see cref="Cursor"/> is in <see cref="Items"/>; -1 when it is not shown.</summary>
    public int CursorIndex => IndexOf(Cursor);

    public bool IsSelected(BlockId block) => _selected.Contains(block);

    /// <param name="table">The table now.</param>
    /// <param name="needingVotes">Blocks on which votes are to be given still; null: that is not known.</param>
    public void Update(ReviewTable table, IReadOnlySet<BlockId>? needingVotes = null)
    {
        bool isOther = !ReferenceEquals(table, Table) || (Filter.NeedsVotesOnly && !ReferenceEquals(needingVotes, _needingVotes));
        (Table, _needingVotes) = (table, needingVotes);
        if (isOther)
        {
            _ = _selected.RemoveWhere(block => table.Find(block) is null);
            Apply();
        }
    }

    /// <summary>
    /// A row that the filter hides leaves the selection, or a decision would change rows that nobody sees. A row that
    /// disappears because it was decided stays selected.
    /// </summary>
    public void SetFilter(ReviewFilter filter)
    {
        Filter = filter;
        Apply();
        if (Table is { } table)
        {
            _selected.IntersectWith(Items.Select(item => table.Blocks[item]));
        }
    }

    /// <summary>Filter and order as they were.</summary>
    public void Restore(ReviewFilter filter, ReviewSort sort)
    {
        Sort = sort;
        SetFilter(filter);
    }

    /// <summary>Sorts by this column; the same column again reverses the order.</summary>
    public void SortBy(ReviewSortKey key, string? username = null)
    {
        bool same = Sort.Key == key && Sort.Username == username;
        Sort = new ReviewSort(key, same && !Sort.Descending) { Username = username };
        Apply();
    }

    /// <param name="index">Position in <see cref="Items"/>; clamped.</param>
    /// <param name="extend">Shift: from the last plain choice to here.</param>
    /// <param name="toggle">Ctrl: this row in or out, the others as they are.</param>
    public void Choose(int index, bool extend, bool toggle)
    {
        if (Table is null || Items.Length == 0)
        {
            return;
        }

        index = Math.Clamp(index, 0, Items.Length - 1);
        BlockId block = Table.Blocks[Items[index]];
        Cursor = block;
        if (extend && IndexOf(_anchor) is >= 0 and int from)
        {
            if (!toggle)
            {
                _selected.Clear();
            }

            for (int i = Math.Min(from, index); i <= Math.Max(from, index); i++)
            {
                _ = _selected.Add(Table.Blocks[Items[i]]);
            }

            return;
        }

        _anchor = block;
        if (toggle)
        {
            _ = _selected.Remove(block) || _selected.Add(block);
            return;
        }

        _selected.Clear();
        _ = _selected.Add(block);
    }

    /// <summary>All rows shown.</summary>
    public void SelectAll()
    {
        foreach (int item in Items)
        {
            _ = _selected.Add(Table!.Blocks[item]);
        }
    }

    public void SelectNone() => _selected.Clear();

    private void Apply() => Items = Table is null ? [] : Filter.Select(Table, Sort, _needingVotes);

    /// <summary>Where the block is in <see cref="Items"/>; -1 when it is not shown.</summary>
    public int IndexOf(BlockId? block) =>
        block is { } id && Table?.Find(id) is { } row ? Array.IndexOf(Items, row.Index) : -1;
}
