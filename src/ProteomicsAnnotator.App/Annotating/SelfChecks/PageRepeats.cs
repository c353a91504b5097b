using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.Annotating.SelfChecks;

/// <summary>
/// When one page shows a block of the self-check, or a repeat of the plan, instead of the queue's next one: the first after every
/// two to four others, the second where it is due, and again after as many others where it was left. Used on the
/// page's synchronization context only.
/// </summary>
public sealed class PageRepeats(OpenSelfChecks checks, UserLabels labels)
{
    private const int LeastBetween = 2;
    private const int MostBetween = 4;
    private int _left = Gap();
    private readonly HashSet<BlockId> _shown = [];
    private SelfCheck? _told;

    private string Username => labels.Username;

    /// <summary>The one that was begun last; null: none in this run.</summary>
    public SelfCheck? Check => checks.Of(Username);

    /// <summary>The self-check, or the repeats of the plan, that an id is of; null: neither.</summary>
    public SelfCheck? CheckOf(BlockId alias) => checks.With(Username, alias);

    /// <summary>The same of a block.</summary>
    public SelfCheck? CheckHaving(BlockId block) => checks.Having(Username, block);

    /// <summary>A repeat of the plan, in this or an earlier version.</summary>
    public bool IsPlanned(BlockId block) => checks.PlannedOf(Username)?.Has(block) == true;

    /// <summary>The queue was read.</summary>
    public void Follow(PlannedBlocks queue) => checks.Follow(Username, queue);

    /// <summary>Null: no such block, or its self-check was stopped.</summary>
    public Block? Find(BlockId alias) => checks.Find(Username, alias);

    /// <summary>The block of the self-check that comes next; null: another block of the queue does, or there is none.</summary>
    /// <param name="current">Where the page is.</param>
    /// <param name="isAlone">The queue has nothing that could come between.</param>
    public Block? Next(Block current, bool isAlone) => !isAlone && _left > 0
        ? null
        : Check?.Waiting().Where(alias => alias != current.Id).Select(Find).FirstOrDefault(block => block is not null);

    /// <summary>The repeat of the plan that comes next; null: none is due.</summary>
    /// <param name="current">Where the page is.</param>
    /// <param name="place">Where it stands in the own queue; null: the list shows something else.</param>
    public Block? NextPlanned(Block current, int? place) =>
        place is { } stand && checks.PlannedOf(Username)?.Next(labels, stand, alias => alias != current.Id && (_left <= 0 || !_shown.Contains(alias)) && Find(alias) is not null) is { } next
            ? Find(next)
            : null;

    /// <summary>The page goes to a block.</summary>
    public void GoTo(Block block)
    {
        if (block.IsBlind)
        {
            _ = _shown.Add(block.Id);
            CheckOf(block.Id)?.Show(block.Id);
            _left = Gap();
        }
        else
        {
            _left--;
        }
    }

    public SelfCheck Begin(IEnumerable<BlockId> blocks)
    {
        _left = Gap();
        return checks.Begin(Username, blocks);
    }

    /// <summary>True, once for each self-check of this page: its last block has been answered.</summary>
    public bool TakeEnd()
    {
        if (Check is not { IsStopped: false, IsUnderWay: false } check || ReferenceEquals(check, _told))
        {
            return false;
        }

        _told = check;
        return true;
    }

    private static int Gap() => Random.Shared.Next(LeastBetween, MostBetween + 1);
}
