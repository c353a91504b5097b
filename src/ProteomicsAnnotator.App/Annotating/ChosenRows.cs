using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// Rows of the list that were chosen together with Ctrl or Shift, for the gallery to open with. Label keys ignore them: they
/// are about the block on screen.
/// </summary>
public sealed class ChosenRows
{
    private readonly HashSet<BlockId> _ids = [];

    /// <summary>Where a range begins.</summary>
    private BlockId? _anchor;

    public int Count => _ids.Count;

    public bool Has(BlockId id) => _ids.Contains(id);

    /// <summary>Ctrl: one more, or one fewer. The first one is chosen beside the current block.</summary>
    public void Toggle(BlockId id, BlockId? current)
    {
        if (_ids.Count == 0 && current is { } first && first != id)
        {
            _ids.Add(first);
        }

        if (!_ids.Remove(id))
        {
            _ids.Add(id);
        }

        _anchor = id;
    }

    /// <summary>Shift: everything from where the range begins, or from the current block.</summary>
    public void ExtendTo(BlockId id, BlockId? current, BlockSequence order)
    {
        int to = order.IndexOf(id);
        if (to < 0)
        {
            return;
        }

        int from = new[] { _ids.Count > 0 ? _anchor : null, current, id }.Select(at => at is { } known ? order.IndexOf(known) : -1).First(at => at >= 0);

        _anchor = order.Visible[from].Id;
        _ids.Clear();
        _ids.UnionWith(order.Visible[Math.Min(from, to)..(Math.Max(from, to) + 1)].Select(block => block.Id).Where(order.HasRow));
    }

    /// <summary>What the list no longer shows is not chosen.</summary>
    public void Keep(BlockSequence order) => _ids.RemoveWhere(id => !order.HasRow(id));

    /// <returns>True: some were chosen.</returns>
    public bool Clear()
    {
        bool had = _ids.Count > 0;
        _ids.Clear();
        _anchor = null;
        return had;
    }

    /// <summary>The gallery takes them over.</summary>
    public IReadOnlyList<string> Take()
    {
        string[] taken = [.. _ids.Select(id => id.Value)];
        _ = Clear();
        return taken;
    }
}
