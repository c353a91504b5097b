using ProteomicsAnnotator.App.Annotating.Queues;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>
/// The way one annotator goes: the blocks that pass the filter, by id or shuffled, and what comes after and before each of
/// them when annotated blocks are skipped. One that cannot be judged, or not be read, counts as annotated.
/// </summary>
public sealed class BlockSequence
{
    private readonly Func<Block, int?> _labelOf;
    private readonly Func<Block, BlockMark> _markOf;
    private readonly BlockConditions _conditions;
    private bool _looksAgain;
    private BlockId? _kept;

    /// <param name="labelOf">The annotator's label of a block, null when there is none.</param>
    /// <param name="markOf">The annotator's words beside the label of a block; null: there are none.</param>
    /// <param name="conditions">What else is known of blocks; null: nothing.</param>
    public BlockSequence(Func<Block, int?> labelOf, Func<Block, BlockMark>? markOf = null, BlockConditions? conditions = null)
    {
        _labelOf = labelOf;
        _markOf = markOf ?? (static _ => default);
        _conditions = conditions ?? BlockConditions.None;
    }

    public BlockOrder Order { get; set; } = BlockOrder.ByName;

    /// <summary>Some of the visible ones, chosen together.</summary>
    public ChosenRows Chosen { get; } = new();

    /// <summary>Groups that the annotator folded: their blocks stay where they are on the way.</summary>
    public FoldedGroups Folded { get; set; } = FoldedGroups.None;

    /// <summary>Those of which the list hides rows: none while it has no groups, or shows what a search finds.</summary>
    public FoldedGroups FoldedNow { get; private set; } = FoldedGroups.None;

    /// <summary>The content of one array never changes.</summary>
    public Block[] Visible { get; private set; } = [];

    /// <param name="all">Every block of the root, sorted by id.</param>
    /// <param name="filter">What the annotator asked for.</param>
    /// <param name="keep">The current block, which stays in the list even if its label no longer matches.</param>
    /// <param name="hasGroups">The list shows folders as groups where it is sorted by id.</param>
    public void Update(IReadOnlyList<Block> all, BlockFilter filter, BlockId? keep, bool hasGroups = false)
    {
        _kept = keep;
        FoldedNow = hasGroups && Order.IsByName && filter.Text.Length == 0 ? Folded : FoldedGroups.None;
        _looksAgain = filter.Label == BlockFilter.ToLookAgain;
        var visible = new List<Block>(all.Count);
        foreach (Block block in Order.Of(all))
        {
            if (!filter.IsActive || filter.Matches(block, _labelOf(block), _markOf(block), _conditions) || (block.Id == keep && filter.MatchesText(block)))
            {
                visible.Add(block);
            }
        }

        Visible = [.. visible];
        Chosen.Keep(this);
    }

    /// <summary>Position in <see cref="Visible"/>, or the complement of where it would stand.</summary>
    public int IndexOf(BlockId id) => Order.Find(Visible, id);

    /// <summary>The list has a row for it: it is visible, and its group is open or it is the current block.</summary>
    public bool HasRow(BlockId id) => IndexOf(id) >= 0 && (id == _kept || !FoldedNow.Has(id));

    public IEnumerable<Block> After(BlockId id, bool skipAnnotated)
    {
        int index = IndexOf(id);
        for (int i = index >= 0 ? index + 1 : ~index; i < Visible.Length; i++)
        {
            if (!skipAnnotated || !IsDone(Visible[i]))
            {
                yield return Visible[i];
            }
        }
    }

    public IEnumerable<Block> Before(BlockId id, bool skipAnnotated)
    {
        int index = IndexOf(id);
        for (int i = (index >= 0 ? index : ~index) - 1; i >= 0; i--)
        {
            if (!skipAnnotated || !IsDone(Visible[i]))
            {
                yield return Visible[i];
            }
        }
    }

    /// <summary>All others once: those after it, then from the first on.</summary>
    public IEnumerable<Block> AfterAndFromTheFirst(BlockId id)
    {
        int index = IndexOf(id);
        int from = index >= 0 ? index + 1 : ~index;
        return Visible.Skip(from).Concat(Visible.Take(index >= 0 ? index : from));
    }

    public Block? FirstUnlabelled() => Array.Find(Visible, block => !IsDone(block));

    /// <summary>Among those to look at again it is one that was looked at.</summary>
    private bool IsDone(Block block) => _looksAgain
        ? !_conditions.IsToLookAgain(block)
        : _labelOf(block) is not null || _markOf(block).Unusable is not null || _conditions.IsUnreadable(block);
}
